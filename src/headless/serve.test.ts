import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, Args, Channel } from '../contract/channels/index.ts';
import type { Snapshot } from '../contract/channels/snapshot.ts';

const PROGRAM = fileURLToPath(new URL('./testing/run-serve.ts', import.meta.url));
// Each starts processes of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 20_000 });
const WAIT = { timeout: 20_000, interval: 50 };

let folder: string;
let dataDir: string;
let target: Server;
let targetPort: number;
let running: Set<ChildProcess>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-serve-'));
  dataDir = join(folder, 'data');
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Lookout</title>');
  running = new Set();
  target = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const address = target.address();
  targetPort = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await new Promise((resolve) => target.close(resolve));
  await rm(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Settles with exit code and signal. */
  readonly exited: Promise<[number | null, NodeJS.Signals | null]>;
}

function start(argv: string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [PROGRAM, join(folder, 'page'), 'serve', '--data-dir', dataDir, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOOKOUT_LOG: 'info', ...env },
  });
  running.add(child);
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  const exited = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return [code as number | null, signal as NodeJS.Signals | null] as [number | null, NodeJS.Signals | null];
  });
  return { child, out: () => text.out, err: () => text.err, exited };
}

interface Ready extends Started {
  readonly origin: string;
  readonly token: string;
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
}

async function startReady(argv: string[] = [], env: Record<string, string> = {}): Promise<Ready> {
  const started = start(['--port', '0', ...argv], env);
  await expect.poll(() => started.out() + started.err(), WAIT).toContain('#token=');
  const [, origin = '', token = ''] =
    /^Lookout is at (http:\/\/127\.0\.0\.1:\d+)\/#token=(\S+)\n$/.exec(started.out()) ?? [];
  return {
    ...started,
    origin,
    token,
    async request<C extends Channel>(channel: C, args: Args<C>) {
      const response = await fetch(`${origin}/api/${channel}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Answer<C>;
    },
  };
}

/** What the test's own `xdg-open` was given. */
async function openedLink(): Promise<string> {
  const opened = () => readFile(join(folder, 'opened'), 'utf8').catch(() => '');
  await expect.poll(opened, WAIT).toMatch(/\n$/u);
  return (await opened()).trim();
}

async function locationOf(link: string): Promise<string | null> {
  const response = await fetch(link, { redirect: 'manual' });
  return response.status === 303 ? response.headers.get('location') : `status ${response.status}`;
}

function names(snapshot: Snapshot): string[] {
  return snapshot.endpoints.map(({ endpoint }) => endpoint.config.name).sort();
}

function yaml(...endpointNames: string[]): string {
  const entries = endpointNames.map(
    (name) => `  - { name: ${name}, kind: tcp, host: 127.0.0.1, port: ${targetPort} }\n`,
  );
  return `endpoints:${entries.length === 0 ? ' []' : `\n${entries.join('')}`}\n`;
}

describe('serve', () => {
  test('prints one line when it is ready, with a random token of 32 bytes', async () => {
    const host = await startReady();
    expect(host.token).toMatch(/^[\w-]{43}$/);
    const health = await (await fetch(`${host.origin}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ok', endpoints: 0 });
    expect((await fetch(host.origin)).headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await host.request('app.snapshot', {})).toMatchObject({
      host: { kind: 'headless', dataDir, configFile: null },
    });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: everything is written and the exit code is 0',
    async (signal) => {
      const first = await startReady();
      const [endpoint] = await first.request('endpoints.create', {
        endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: targetPort }],
      });
      const id = endpoint?.id ?? '';
      await expect.poll(() => first.request('checks.list', { id, limit: 10 }), WAIT).not.toHaveLength(0);
      const checks = await first.request('checks.list', { id, limit: 10 });
      await expect
        .poll(
          async () => ((await (await fetch(`${first.origin}/healthz`)).json()) as { endpoints: number }).endpoints,
          WAIT,
        )
        .toBe(1);
      first.child.kill(signal);
      expect(await first.exited).toEqual([0, null]);
      expect(first.err()).not.toContain('error');

      const second = await startReady();
      expect(names(await second.request('app.snapshot', {}))).toEqual([`127.0.0.1:${targetPort}`]);
      expect(await second.request('checks.list', { id, limit: 200 })).toEqual(expect.arrayContaining(checks));
    },
  );

  test('stopping does not wait for a check that hangs', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const connected = once(silent, 'connection');
    const host = await startReady();
    await host.request('endpoints.create', {
      endpoints: [{ kind: 'http', url: `http://127.0.0.1:${port}/`, timeout: '10m' }],
    });
    const [socket] = (await connected) as [Socket];
    socket.on('error', () => undefined);
    host.child.kill('SIGTERM');
    expect(await host.exited).toEqual([0, null]);
    socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('a second host on the same folder is refused with a message, and the first continues', async () => {
    const first = await startReady();
    const second = start(['--port', '0']);
    expect(await second.exited).toEqual([1, null]);
    expect(second.out()).toBe('');
    expect(second.err()).toContain(`Another Lookout (process ${first.child.pid}) uses the data folder`);
    expect((await fetch(`${first.origin}/healthz`)).status).toBe(200);
  });

  test.skipIf(process.platform === 'win32')('refuses every change after its database was removed', async () => {
    const host = await startReady();
    const { settings } = await host.request('app.snapshot', {});
    await rm(join(dataDir, 'lookout.db'));
    const endpoints = [{ kind: 'tcp', host: '127.0.0.1', port: targetPort }];
    await expect(host.request('endpoints.create', { endpoints })).rejects.toThrow('The file was removed');
    await expect(host.request('settings.update', { settings: { maxConcurrent: 7 } })).rejects.toThrow('"unavailable"');
    expect(await host.request('app.snapshot', {})).toMatchObject({ endpoints: [], settings });
  });

  test.skipIf(process.platform === 'win32')(
    'only its owner can read its files, whatever the folder allows',
    async () => {
      await mkdir(dataDir);
      await chmod(dataDir, 0o777);
      const host = await startReady();
      const withSecret = { kind: 'http', url: `http://127.0.0.1:${targetPort}/`, password: 'hunter2' };
      await host.request('settings.update', { settings: { secretsWithoutVault: 'keep' } });
      await host.request('endpoints.create', { endpoints: [withSecret] });
      const names = await readdir(dataDir);
      expect(names).toEqual(expect.arrayContaining(['lookout.db', 'lookout.db-wal', 'lookout.db-shm', 'secrets.key']));
      const stats = await Promise.all(names.map((name) => stat(join(dataDir, name))));
      expect(names.filter((_, index) => ((stats[index]?.mode ?? 0) & 0o077) !== 0)).toEqual([]);
    },
  );

  test('a given port that is taken is refused', async () => {
    const host = start(['--port', String(targetPort)]);
    expect(await host.exited).toEqual([1, null]);
    expect(host.err()).toContain(`Lookout cannot listen on port ${targetPort} of 127.0.0.1: `);
    expect(host.err()).not.toContain('    at ');
  });

  test('warns about a short token and an address that other machines can reach', async () => {
    const host = await startReady(['--host', '0.0.0.0', '--token', 'short']);
    expect(host.token).toBe('short');
    expect(host.err()).toContain('warn  The token is short');
    expect(host.err()).toContain('warn  Listening on 0.0.0.0 without encryption');
  });

  test.skipIf(process.platform !== 'linux')(
    '--open shows no user the token, and gives it to the own user once',
    async () => {
      const opener = '#!/bin/sh\necho "$@" > "${0%/*}/opened"\nenv > "${0%/*}/env"\n';
      await writeFile(join(folder, 'xdg-open'), opener, { mode: 0o700 });
      const token = 'a-token-from-the-environment';
      const env = { DISPLAY: ':0', PATH: `${folder}:${process.env['PATH']}`, LOOKOUT_TOKEN: token };
      const host = await startReady(['--open'], env);
      expect(host.token).toBe(token);
      const link = await openedLink();
      expect(link).toMatch(new RegExp(`^${host.origin}/open/[\\w-]{43}$`, 'u'));
      await expect.poll(() => readFile(join(folder, 'env'), 'utf8'), WAIT).toContain('DISPLAY=:0');
      expect(await readFile(join(folder, 'env'), 'utf8')).not.toContain(token);
      expect([await locationOf(link), await locationOf(link)]).toEqual([`/#token=${token}`, '/']);
    },
  );

  // Only root can start a program as another user.
  test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    '--open gives another user no token',
    async () => {
      await writeFile(join(folder, 'xdg-open'), '#!/bin/sh\necho "$@" > "${0%/*}/opened"\n', { mode: 0o700 });
      const host = await startReady(['--open'], { DISPLAY: ':0', PATH: `${folder}:${process.env['PATH']}` });
      const link = await openedLink();
      const script = `fetch(${JSON.stringify(link)}, { redirect: 'manual' })
      .then((response) => console.log(response.headers.get('location')))`;
      const other = spawnSync(process.execPath, ['-e', script], { uid: 65_534, cwd: '/', encoding: 'utf8' });
      expect(other).toMatchObject({ status: 0, stdout: '/\n' });
      expect(await locationOf(link)).toBe(`/#token=${host.token}`);
    },
  );

  test('takes the token from a file', async () => {
    await writeFile(join(folder, 'token'), 'a-token-from-a-file\n', { mode: 0o600 });
    const host = await startReady(['--token-file', join(folder, 'token')]);
    expect(host.token).toBe('a-token-from-a-file');
    expect(await host.request('app.snapshot', {})).toMatchObject({ endpoints: [] });
    expect(host.err()).not.toContain('warn');
  });

  test('--open without a display logs a warning, and the host continues', async () => {
    const host = await startReady(['--open'], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    await expect.poll(host.err, WAIT).toContain('There is no display to open a browser on');
    expect((await fetch(`${host.origin}/healthz`)).status).toBe(200);
  });
});

describe('serve --config', () => {
  let config: string;
  beforeEach(() => {
    config = join(folder, 'lookout.yaml');
  });

  test('follows the file; a broken file changes nothing and is shown in a notice', async () => {
    await writeFile(config, yaml('one', 'two'));
    const host = await startReady(['--config', config]);
    const snapshot = () => host.request('app.snapshot', {});
    expect(names(await snapshot())).toEqual(['one', 'two']);
    await host.request('endpoints.create', {
      endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: targetPort, name: 'by hand' }],
    });

    await writeFile(config, 'endpoints: nonsense\n');
    await expect
      .poll(async () => (await snapshot()).notices, WAIT)
      .toEqual([
        expect.objectContaining({
          id: 'config-file',
          level: 'error',
          code: 'config.notFollowed',
          params: { problems: [expect.objectContaining({ file: config, position: { line: 1, column: 1 } })] },
        }),
      ]);
    expect(names(await snapshot())).toEqual(['by hand', 'one', 'two']);

    await writeFile(config, yaml('two', 'three'));
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual(['by hand', 'three', 'two']);
    expect((await snapshot()).notices).toEqual([]);
  });

  test('an entry that is removed and added again has its id and history', async () => {
    await writeFile(config, yaml('one'));
    const host = await startReady(['--config', config]);
    const snapshot = () => host.request('app.snapshot', {});
    const id = (await snapshot()).endpoints[0]?.endpoint.id ?? '';
    await expect.poll(() => host.request('checks.list', { id, limit: 10 }), WAIT).not.toHaveLength(0);
    await writeFile(config, yaml());
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual([]);
    await writeFile(config, yaml('one'));
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual(['one']);
    expect((await snapshot()).endpoints[0]?.endpoint.id).toBe(id);
    expect(await host.request('checks.list', { id, limit: 10 })).not.toHaveLength(0);
  });

  test('a file with errors at the start is refused with their lines, exit code 2', async () => {
    await writeFile(config, 'endpoints:\n  - { kind: tcp, host: a.example }\n  - { kind: none }\n');
    const host = start(['--port', '0', '--config', config]);
    expect(await host.exited).toEqual([2, null]);
    expect(host.out()).toBe('');
    expect(host.err()).toMatch(/lookout\.yaml:2:\d+ endpoints\[0\]\.port: Port is required\./);
    expect(host.err()).toMatch(/lookout\.yaml:3:\d+ endpoints\[1\]\.kind: Kind must be /);
  });
});
