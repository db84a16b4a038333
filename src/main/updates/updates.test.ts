/** Updates with electron-updater itself, from a loopback server instead of the repository of releases. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHttpExecutor } from 'builder-util';
import { configureRequestOptions, configureRequestUrl } from 'builder-util-runtime';
import type { DownloadOptions } from 'builder-util-runtime';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../contract/model/notices.ts';
import { findUpdater, hasUpdates } from './updates-source.ts';
import type { Updater } from './update-steps.ts';
import { createUpdates, type Updates } from './updates.ts';

const CONTENT = 'The next Lookout.';
let folder: string;
let server: Server;
let url: string;
/** The requested paths. */
let asked: string[];
/** The release that the server offers. */
let release: { version: string; sha512: string } | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-updates-'));
  asked = [];
  release = { version: '0.2.0', sha512: createHash('sha512').update(CONTENT).digest('base64') };
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://loopback').pathname;
    asked.push(path);
    if (path.endsWith('.yml') && release !== null) {
      const { version, sha512 } = release;
      const file = `Lookout-${version}.AppImage`;
      response.end(
        JSON.stringify({ version, path: file, sha512, files: [{ url: file, sha512, size: CONTENT.length }] }),
      );
    } else if (path.endsWith('.AppImage')) response.end(CONTENT);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  vi.stubEnv('APPIMAGE', join(folder, 'Lookout.AppImage'));
  vi.stubEnv('http_proxy', undefined);
  await writeFile(join(folder, 'Lookout.AppImage'), 'This Lookout.');
  // As electron-builder writes it into the release.
  const source = `provider: generic\nurl: ${url}\nupdaterCacheDirName: lookout-updater\n`;
  await writeFile(join(folder, 'app-update.yml'), source);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await rm(folder, { recursive: true });
});

/** electron-updater downloads with Electron's network; this uses Node's. The code that compares the hash is the same. */
class Executor extends NodeHttpExecutor {
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const request = options.headers ? { headers: options.headers } : {};
      configureRequestUrl(url, request);
      configureRequestOptions(request);
      const callback = (error?: Error | null): void => (error ? reject(error) : resolve(destination));
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

/** electron-updater as on Linux, without Electron. */
function makeUpdater(version = '0.1.0'): AppImageUpdater {
  const app: AppAdapter = {
    version,
    name: 'Lookout',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  };
  const updater = new AppImageUpdater(null, app);
  Object.assign(updater, { httpExecutor: new Executor() });
  updater.logger = null;
  updater.disableDifferentialDownload = true;
  return updater;
}

interface Box {
  readonly message: string;
}

/** @param answers the button that is pressed in each box, in order */
function make(updater: Updater | null, answers: readonly number[] = []) {
  const notices: Notice[] = [];
  const boxes: string[] = [];
  const logged: string[] = [];
  const pressed = [...answers];
  const updates = createUpdates({
    updater,
    version: '0.1.0',
    dialog: {
      showMessageBox: (async (box: Box) => {
        boxes.push(box.message);
        return { response: pressed.shift() ?? 1, checkboxChecked: false };
      }) as Electron.Dialog['showMessageBox'],
      showErrorBox: (_title, body) => boxes.push(`error: ${body}`),
    },
    setNotice: (notice) => notices.push(notice),
    log: (level, message) => logged.push(`${level} ${message}`),
  });
  return { updates, notices, boxes, logged };
}
const ask = (updates: Updates, channel: keyof Updates['handlers']) => updates.handlers[channel]({}, 1);

describe('updates', () => {
  it('are shown in a notice, and not downloaded', async () => {
    const { updates, notices } = make(makeUpdater());
    expect(await ask(updates, 'host.checkForUpdates')).toEqual({ status: 'available', version: '0.2.0' });
    expect(notices).toMatchObject([{ id: 'update', level: 'info', code: 'update.available', active: true }]);
    expect(asked).toEqual(['/latest-linux.yml']);
  });

  it('do not exist when this is the newest version', async () => {
    const { updates, notices } = make(makeUpdater('0.2.0'));
    expect(await ask(updates, 'host.checkForUpdates')).toEqual({ status: 'none', version: null });
    expect(notices).toEqual([]);
  });

  it('are downloaded on request, and installed only on another request', async () => {
    const updater = makeUpdater();
    const install = vi.spyOn(updater, 'quitAndInstall').mockImplementation(() => {});
    const { updates, notices } = make(updater);
    await expect(async () => ask(updates, 'host.installUpdate')).rejects.toMatchObject({
      reason: 'noUpdateDownloaded',
    });
    expect(await ask(updates, 'host.downloadUpdate')).toEqual({ status: 'downloaded', version: '0.2.0' });
    expect(asked).toContain('/Lookout-0.2.0.AppImage');
    expect(notices.at(-1)).toMatchObject({ code: 'update.downloaded', params: { version: '0.2.0' } });
    expect(await ask(updates, 'host.checkForUpdates')).toEqual({ status: 'downloaded', version: '0.2.0' });
    expect(install).not.toHaveBeenCalled();
    expect(updater.autoInstallOnAppQuit).toBe(false);
    expect(await ask(updates, 'host.installUpdate')).toBeNull();
    expect(install).toHaveBeenCalledOnce();
  });

  it('are refused when the file is not the released one', async () => {
    release = { version: '0.2.0', sha512: createHash('sha512').update('Another').digest('base64') };
    const { updates } = make(makeUpdater());
    await expect(ask(updates, 'host.downloadUpdate')).rejects.toMatchObject({
      reason: 'updateFailed',
      params: { reason: 'download', problem: expect.stringContaining('sha512') },
    });
    expect(await readFile(join(folder, 'Lookout.AppImage'), 'utf8')).toBe('This Lookout.');
    await expect(async () => ask(updates, 'host.installUpdate')).rejects.toMatchObject({
      reason: 'noUpdateDownloaded',
    });
  });

  it('that cannot be checked for give a message to the caller, and a line in the log', async () => {
    release = null;
    const { updates, notices, logged } = make(makeUpdater());
    await expect(ask(updates, 'host.checkForUpdates')).rejects.toMatchObject({
      reason: 'updateFailed',
      params: { reason: 'check', problem: expect.stringContaining('Cannot find channel') },
    });
    expect(notices).toEqual([]);
    expect(logged).toEqual(['warn A step of the update failed']);
  });

  it('are impossible when the app is not installed as it was released', async () => {
    vi.stubEnv('APPIMAGE', undefined);
    await expect(ask(make(makeUpdater()).updates, 'host.checkForUpdates')).rejects.toMatchObject({
      reason: 'notAsReleased',
    });
    await expect(ask(make(null).updates, 'host.checkForUpdates')).rejects.toMatchObject({ reason: 'noUpdates' });
  });

  it('are checked for automatically after the start', async () => {
    const { updates, notices } = make(makeUpdater());
    updates.start();
    await expect.poll(() => notices.length).toBe(1);
    updates.dispose();
    expect(asked).toEqual(['/latest-linux.yml']);
  });
});

describe('the dialogs of the menu', () => {
  it('ask before each step', async () => {
    const updater = makeUpdater();
    const install = vi.spyOn(updater, 'quitAndInstall').mockImplementation(() => {});
    const { updates, boxes } = make(updater, [0, 0]);
    await updates.offer();
    expect(boxes).toEqual(['Lookout 0.2.0 is available.', 'Lookout 0.2.0 is downloaded.']);
    expect(install).toHaveBeenCalledOnce();
  });

  it('download nothing after “Not now”', async () => {
    const { updates, boxes } = make(makeUpdater(), [1]);
    await updates.offer();
    expect(boxes).toEqual(['Lookout 0.2.0 is available.']);
    expect(asked).toEqual(['/latest-linux.yml']);
  });

  it('say when there is no update, and when the check failed', async () => {
    const newest = make(makeUpdater('0.2.0'));
    await newest.updates.offer();
    expect(newest.boxes).toEqual(['Lookout 0.1.0 is the newest version.']);
    release = null;
    const offline = make(makeUpdater());
    await offline.updates.offer();
    expect(offline.boxes).toEqual([expect.stringContaining('error: Checking for an update failed')]);
  });
});

it('only an installed release can be updated', async () => {
  expect(hasUpdates({ isPackaged: true, resources: join(folder, 'none') })).toBe(false);
  expect(await findUpdater({ isPackaged: false, resources: folder }, () => {})).toBeNull();
  expect(hasUpdates({ isPackaged: true, resources: folder })).toBe(true);
  expect(hasUpdates({ isPackaged: false, resources: folder })).toBe(false);
});
