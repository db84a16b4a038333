/** What `npm run package` includes: the configuration, the files and their sizes, the fuses. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { DebugLogger } from 'builder-util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../scripts/electron-builder.config.ts';
import { lockFuses } from '../scripts/package-fuses.ts';

// The schema is long and packaging takes time, more so on a busy machine.

const ROOT = join(import.meta.dirname, '..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-packaging-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the configuration', () => {
  const validate = (changed: object) => validateConfiguration({ ...config, ...changed }, new DebugLogger(false));

  it('matches the schema of electron-builder', () => expect(validate({})).resolves.toBeUndefined());

  it.each([{ appID: 'app.lookout.desktop' }, { linux: { target: ['AppImage'], desktop: { Name: 'Lookout' } } }])(
    'would not match with %j',
    (changed) => expect(validate(changed)).rejects.toThrow('Invalid configuration object'),
  );

  it('builds the packages that people install, on each system', () => {
    expect({ linux: config.linux.target, mac: config.mac.target, win: config.win.target }).toEqual({
      linux: ['AppImage', 'deb', 'rpm'],
      mac: ['dmg', 'zip'],
      win: ['nsis'],
    });
  });

  it('uses the same app name as the app itself', async () => {
    const { productName } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { productName: string };
    expect(config.productName).toBe(productName);
    expect(config).not.toHaveProperty('fileAssociations');
    expect(config.protocols.schemes).toEqual(['lookout']);
  });
});

it('has a desktop file on Linux with the name and class of Lookout’s windows', async () => {
  const { desktopName, productName, ...metadata } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const packager = {
    appInfo: { productName, sanitizedProductName: productName, description: metadata['description'] },
    executableName: config.linux.executableName,
    info: { metadata: { ...metadata, desktopName } },
    platformSpecificBuildOptions: config.linux,
    fileAssociations: [],
    config,
  };
  const helper = new LinuxTargetHelper(packager as unknown as ConstructorParameters<typeof LinuxTargetHelper>[0]);
  // Electron removes the suffix to get the class and the Wayland id of its windows. A portal accepts only reverse-DNS
  // ids.
  const id = desktopName?.replace(/\.desktop$/u, '');
  expect(id).toMatch(/^[a-z]+(?:\.\w+){2,}$/u);
  expect(helper.getDesktopFileName()).toBe(id);
  const entry = await helper.computeDesktopEntry(config.linux);
  expect(entry.split('\n')).toEqual(
    expect.arrayContaining([`StartupWMClass=${id}`, 'Icon=lookout', 'MimeType=x-scheme-handler/lookout;']),
  );
});

it('keeps the timers of a hidden app running on macOS', () => {
  expect(config.mac.extendInfo).toEqual({ NSAppSleepDisabled: true });
});

describe.skipIf(process.platform === 'win32')('the packed app', () => {
  /** The files in the archive with their sizes in bytes. */
  const files = new Map<string, number>();
  let archive: string;

  beforeAll(async () => {
    // Any program can replace Electron's: it is copied, not started.
    const runtime = join(folder, 'runtime');
    await mkdir(join(runtime, 'locales'), { recursive: true });
    await writeFile(join(runtime, 'locales', 'en-US.pak'), '');
    await writeFile(join(runtime, 'electron'), '#!/bin/sh\n', { mode: 0o755 });
    const output = join(folder, 'dist');
    const args = ['scripts/package.mjs', '--dir', '--electron', runtime, '--output', output];
    await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    archive = join(output, 'linux-unpacked', 'resources', 'app.asar');
    for (const path of listPackage(archive, { isPack: false })) {
      const entry = statFile(archive, path.slice(1));
      if ('size' in entry) files.set(path.slice(1), entry.size);
    }
  });

  it('contains the files that the app needs, and nothing else', () => {
    const paths = [...files.keys()];
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'package.json',
        'out/main/index.js',
        'out/main/store-worker.js',
        'out/main/config-worker.js',
        'out/main/import-worker.js',
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'resources/icons/app-512.png',
        'resources/tray/upTemplate@2x.png',
      ]),
    );
    const known =
      /^(?:LICENSE|package\.json|out\/(?:main|preload|renderer)\/[\w./@-]+|resources\/(?:icons|tray)\/[\w@-]+\.png)$/;
    expect(paths.filter((path) => !known.test(path) || /node_modules|\.map$|\.ts$/.test(path))).toEqual([]);
  });

  it('contains every image that the main process loads', async () => {
    const main = extractFile(archive, 'out/main/index.js').toString();
    const icons = [...main.matchAll(/["'](app-\d+\.png)["']/g)].map(([, name]) => `resources/icons/${name}`);
    expect(icons.length).toBeGreaterThan(0);
    expect(icons.filter((icon) => !files.has(icon))).toEqual([]);
  });

  it('starts with an existing file, and contains no build information', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(files.has(String(manifest['main']))).toBe(true);
    expect(manifest).toMatchObject({ name: 'lookout', productName: 'Lookout', type: 'module' });
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['devDependencies']));
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']));
  });

  it('stays small', () => {
    const sizes = Map.groupBy(files, ([path]) => path.split('/').slice(0, 2).join('/'));
    const total = (part: string) => (sizes.get(part) ?? []).reduce((sum, [, size]) => sum + size, 0) / 1024;
    // In KiB; measured in November 2026: 10300, 34, 3700, 60. Larger sizes must be examined. Nearly all of `out/main`
    // are the libraries of single kinds and of queries, which are loaded when they are first used. Most of
    // `out/preload` are the names of requests, each with its sentence.
    expect(total('out/main')).toBeLessThan(12_000);
    expect(total('out/preload')).toBeLessThan(45);
    expect(total('out/renderer')).toBeLessThan(4500);
    expect(total('resources/icons') + total('resources/tray')).toBeLessThan(200);
  });
});

describe('the fuses', () => {
  /**
   * As in Electron's own program: the sentinel, the version and length of the fuse wire, and each fuse as "0" or "1".
   */
  const WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09111100011';
  const FRAMEWORK = 'Lookout.app/Contents/Frameworks/Electron Framework.framework/Electron Framework';

  async function locked(platform: string, file: string, content = `ELF…${WIRE}…more`) {
    const appOutDir = await mkdtemp(join(folder, 'fuses-'));
    await mkdir(dirname(join(appOutDir, file)), { recursive: true });
    await writeFile(join(appOutDir, file), content);
    const packager = { appInfo: { productFilename: 'Lookout' }, executableName: 'lookout' };
    const context = { appOutDir, electronPlatformName: platform, arch: 1, packager };
    await lockFuses(context as unknown as Parameters<typeof lockFuses>[0]);
    return join(appOutDir, file);
  }

  it.each([
    ['linux', 'lookout', FuseState.DISABLE],
    ['win32', 'Lookout.exe', FuseState.ENABLE],
    ['darwin', FRAMEWORK, FuseState.ENABLE],
  ] as const)('are set in the program on %s', async (platform, file, integrity) => {
    const { version, ...wire } = await getCurrentFuseWire(await locked(platform, file));
    expect(version).toBe('1');
    expect(wire).toEqual({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: integrity,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      // These fuses are unchanged.
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
      [FuseV1Options.WasmTrapHandlers]: FuseState.ENABLE,
    });
  });

  it('are not searched in a script, which replaces the program in tests', async () => {
    const script = await locked('linux', 'lookout', '#!/bin/sh\n');
    expect(await readFile(script, 'utf8')).toBe('#!/bin/sh\n');
  });

  it('are reported as missing in a program without fuses', async () => {
    await expect(locked('linux', 'lookout', 'ELF…')).rejects.toThrow('sentinel');
  });

  it('are known for each supported system', async () => {
    await expect(locked('freebsd', 'lookout')).rejects.toThrow('The system must be darwin, win32 or linux');
  });
});
