import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBrowser } from './open-browser.ts';

const WAIT = { timeout: 60_000 };
const LINK = 'http://127.0.0.1:1/open/once';
let folder: string;
let logged: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-open-'));
  logged = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function opener(script: string): Promise<void> {
  await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'xdg-open'), 0o700);
}

function open(env: Record<string, string>): void {
  openBrowser(LINK, (level, message) => logged.push(`${level} ${message}`), { PATH: folder, ...env }, 'linux');
}

test.skipIf(process.platform === 'win32')('passes the address to xdg-open', async () => {
  await opener('printf %s "$1" > "${0%/*}/opened"');
  open({ DISPLAY: ':0' });
  await expect.poll(() => readFile(join(folder, 'opened'), 'utf8').catch(() => ''), WAIT).toBe(LINK);
  expect(logged).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'passes the address to osascript without showing it in its arguments',
  async () => {
    await writeFile(
      join(folder, 'osascript'),
      '#!/bin/sh\nprintf "%s " "$@" > "${0%/*}/args"\nread -r line\nprintf %s "$line" > "${0%/*}/opened"\n',
      { mode: 0o700 },
    );
    openBrowser(LINK, (level, message) => logged.push(`${level} ${message}`), { PATH: folder }, 'darwin');
    const script = `open location "${LINK}"`;
    await expect.poll(() => readFile(join(folder, 'opened'), 'utf8').catch(() => ''), WAIT).toBe(script);
    expect(await readFile(join(folder, 'args'), 'utf8')).toBe('- ');
    expect(logged).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')('logs one line when xdg-open is missing or fails', async () => {
  open({ WAYLAND_DISPLAY: 'wayland-0' });
  await expect
    .poll(() => logged, WAIT)
    .toEqual([expect.stringMatching(/^warn The browser could not be opened \(.*ENOENT/)]);
  await opener('exit 3');
  open({ DISPLAY: ':0' });
  await expect
    .poll(() => logged.slice(1), WAIT)
    .toEqual(['warn The browser could not be opened (xdg-open ended with 3); open the address yourself']);
});

test('logs one line when there is no display', () => {
  open({});
  expect(logged).toEqual(['warn There is no display to open a browser on; open the address yourself']);
});
