import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchRuntime, findRuntime, whyNoDesktop, whyNotStarted } from './electron-runtime.mjs';

describe('whyNoDesktop', () => {
  const linux = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 };

  it.each([
    [linux, null],
    [{ ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } }, null],
    [{ ...linux, env: {} }, 'There is no display here'],
    [{ ...linux, env: { DISPLAY: '' } }, 'There is no display here'],
    [{ ...linux, uid: 0 }, 'Electron does not run as root'],
    [{ platform: 'darwin', env: {}, uid: 501 }, null],
    [{ platform: 'win32', env: {}, uid: undefined }, null],
  ])('%j: %s', (machine, why) => expect(whyNoDesktop(machine)).toBe(why));
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-electron-test-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'electron', version: '45.4.1' }));
});
afterEach(() => rm(folder, { recursive: true }));

async function unpack(version) {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'dist', 'version'), version);
  await writeFile(join(folder, 'dist', 'electron'), '');
  await writeFile(join(folder, 'path.txt'), 'electron');
}

describe('findRuntime', () => {
  it('finds the program of the wanted version', async () => {
    expect(findRuntime(folder, {})).toBeNull();
    await unpack('45.4.1');
    expect(findRuntime(folder, {})).toBe(join(folder, 'dist', 'electron'));
  });

  it('ignores another version, and an incomplete one', async () => {
    await unpack('45.4.0');
    expect(findRuntime(folder, {})).toBeNull();
    await unpack('v45.4.1');
    await rm(join(folder, 'dist', 'electron'));
    expect(findRuntime(folder, {})).toBeNull();
  });
});

describe('fetchRuntime', () => {
  const install = (script) => writeFile(join(folder, 'install.js'), script);

  it('reports success, and its progress', async () => {
    await install(`
      const { mkdirSync, mkdtempSync, writeFileSync } = require('node:fs');
      const { join } = require('node:path');
      const dir = mkdtempSync(join(require('node:os').tmpdir(), 'electron-download-'));
      writeFileSync(join(dir, 'part'), Buffer.alloc(2_000_000));
      // Runs until the test has seen it.
      setInterval(() => require('node:fs').existsSync(join(__dirname, 'seen')) && process.exit(0), 10);
    `);
    const seen = [];
    const fetched = await fetchRuntime(folder, {
      lookEveryMs: 10,
      async onProgress(megabytes) {
        seen.push(megabytes);
        if (megabytes >= 2) await writeFile(join(folder, 'seen'), '');
      },
    });
    expect(fetched).toBeNull();
    expect(seen.at(-1)).toBe(2);
  });

  it.each([
    ['process.exit(1)', 'the download ended with code 1'],
    [
      "throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND downloads.example') })",
      'getaddrinfo ENOTFOUND downloads.example',
    ],
    ["throw new RangeError('No such version')", 'No such version'],
  ])('returns the reason for a failure: %s', async (script, why) => {
    await install(script);
    await expect(fetchRuntime(folder)).resolves.toBe(why);
  });

  it('uses the proxy from the environment', async () => {
    await install("process.exit(process.env.NODE_USE_ENV_PROXY === '1' ? 0 : 1)");
    await expect(fetchRuntime(folder)).resolves.toBeNull();
  });

  it('gives up when nothing more arrives', async () => {
    await install('setInterval(() => {}, 1000)');
    await expect(fetchRuntime(folder, { stallMs: 50, lookEveryMs: 10 })).resolves.toBe(
      'nothing arrived for 0.05 seconds',
    );
  });
});

describe('whyNotStarted', () => {
  it.each([
    [{ code: 0, stderr: '' }, null],
    // It ran, and ended with a failure of its own: no reason to open something else.
    [{ code: 1, stderr: 'Something else' }, null],
    [
      {
        code: 127,
        stderr: 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file',
      },
      'Electron needs libnss3.so, which this machine does not have',
    ],
    [
      {
        code: 133,
        stderr: '[1:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not',
      },
      'This machine does not allow the sandbox of Electron',
    ],
    [
      { code: 1, stderr: 'ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY' },
      'The display cannot be reached',
    ],
  ])('%j: %s', (ended, why) => expect(whyNotStarted(ended)).toBe(why));
});
