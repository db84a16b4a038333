/** Who gets access to `lookout serve`: its token, `--open`, and its files. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServeProcesses, WAIT } from '../../testing/serve-processes.ts';

let processes: ServeProcesses;

beforeEach(async () => {
  processes = await ServeProcesses.create();
});
afterEach(() => processes.dispose());

/** The arguments of the test's own `xdg-open`. */
async function openedLink(): Promise<string> {
  const opened = () => readFile(join(processes.folder, 'opened'), 'utf8').catch(() => '');
  await expect.poll(opened, WAIT).toMatch(/\n$/u);
  return (await opened()).trim();
}

async function locationOf(link: string): Promise<string | null> {
  const response = await fetch(link, { redirect: 'manual' });
  return response.status === 303 ? response.headers.get('location') : `status ${response.status}`;
}

test.skipIf(process.platform === 'win32')('only its owner can read its files, whatever the folder allows', async () => {
  await mkdir(processes.dataDir);
  await chmod(processes.dataDir, 0o777);
  const host = await processes.startReady();
  const withSecret = { kind: 'http', url: 'http://127.0.0.1:9/', password: 'hunter2' };
  await host.request('settings.update', { settings: { secretsWithoutVault: 'keep' } });
  await host.request('endpoints.create', { endpoints: [withSecret] });
  const names = await readdir(processes.dataDir);
  expect(names).toEqual(expect.arrayContaining(['lookout.db', 'lookout.db-wal', 'lookout.db-shm', 'secrets.key']));
  const stats = await Promise.all(names.map((name) => stat(join(processes.dataDir, name))));
  expect(names.filter((_, index) => ((stats[index]?.mode ?? 0) & 0o077) !== 0)).toEqual([]);
});

test('warns about a short token and an address that other machines can reach', async () => {
  const host = await processes.startReady(['--host', '0.0.0.0', '--token', 'short']);
  expect(host.token).toBe('short');
  expect(host.err()).toContain('warn  The token is short');
  expect(host.err()).toContain('warn  Listening on 0.0.0.0 without encryption');
});

test.skipIf(process.platform !== 'linux')(
  '--open shows the token to no other user, and gives it to its own user once',
  async () => {
    const opener = '#!/bin/sh\necho "$@" > "${0%/*}/opened"\nenv > "${0%/*}/env"\n';
    await writeFile(join(processes.folder, 'xdg-open'), opener, { mode: 0o700 });
    const token = 'a-token-from-the-environment';
    const env = { DISPLAY: ':0', PATH: `${processes.folder}:${process.env['PATH']}`, LOOKOUT_TOKEN: token };
    const host = await processes.startReady(['--open'], env);
    expect(host.token).toBe(token);
    const link = await openedLink();
    expect(link).toMatch(new RegExp(`^${host.origin}/open/[\\w-]{43}$`, 'u'));
    await expect.poll(() => readFile(join(processes.folder, 'env'), 'utf8'), WAIT).toContain('DISPLAY=:0');
    expect(await readFile(join(processes.folder, 'env'), 'utf8')).not.toContain(token);
    expect([await locationOf(link), await locationOf(link)]).toEqual([`/#token=${token}`, '/']);
  },
);

// Only root can start a program as another user.
test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  '--open gives another user no token',
  async () => {
    await writeFile(join(processes.folder, 'xdg-open'), '#!/bin/sh\necho "$@" > "${0%/*}/opened"\n', { mode: 0o700 });
    const host = await processes.startReady(['--open'], {
      DISPLAY: ':0',
      PATH: `${processes.folder}:${process.env['PATH']}`,
    });
    const link = await openedLink();
    const script = `fetch(${JSON.stringify(link)}, { redirect: 'manual' })
    .then((response) => console.log(response.headers.get('location')))`;
    const other = spawnSync(process.execPath, ['-e', script], { uid: 65_534, cwd: '/', encoding: 'utf8' });
    expect(other).toMatchObject({ status: 0, stdout: '/\n' });
    expect(await locationOf(link)).toBe(`/#token=${host.token}`);
  },
);

test('takes the token from a file', async () => {
  await writeFile(join(processes.folder, 'token'), 'a-token-from-a-file\n', { mode: 0o600 });
  const host = await processes.startReady(['--token-file', join(processes.folder, 'token')]);
  expect(host.token).toBe('a-token-from-a-file');
  expect(await host.request('app.snapshot', {})).toMatchObject({ endpoints: [] });
  expect(host.err()).not.toContain('warn');
});

test('--open without a display logs a warning, and the host continues', async () => {
  const host = await processes.startReady(['--open'], { DISPLAY: '', WAYLAND_DISPLAY: '' });
  await expect.poll(host.err, WAIT).toContain('There is no display to open a browser on');
  expect((await fetch(`${host.origin}/healthz`)).status).toBe(200);
});
