/** The whole main process as it is built, engine and store included, with a double for Electron itself. */
import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Push, Snapshot } from '../contract/channels/snapshot.ts';
import type { IpcAnswer } from '../contract/ipc.ts';
import type { Order, Report } from './testing/electron-double.ts';

// Processes start: on a busy machine each takes its time.
vi.setConfig({ testTimeout: 60_000 });
const POLL = { timeout: 30_000 };

const ROOT = join(import.meta.dirname, '..', '..');

/** Built into a folder without node_modules, so that a package that was not bundled is missed. */
let built = '';
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'lookout-main-built-'));
  await writeFile(join(built, 'package.json'), '{"type":"module"}');
  const config = join(ROOT, 'test', 'electron-main.config.ts');
  const electronVite = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const args = [electronVite, 'build', '--config', config, '--outDir', join(built, 'out')];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
}, 60_000);
afterAll(() => rm(built, { recursive: true }));

let folder = '';
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-main-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

/** Starts the app on the test's data folder. */
function startApp({
  args = [],
  env = {},
  dataDir = ['--data-dir', join(folder, 'data')],
}: {
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  dataDir?: readonly string[];
} = {}) {
  const child = fork(join(built, 'out', 'main', 'index.js'), [...dataDir, ...args], {
    execArgv: ['--import', new URL('testing/register-double.mjs', import.meta.url).href],
    // Electron's own argv has the app's folder before the options, as Node's has the script.
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  const reports: Report[] = [];
  let stderr = '';
  let heard = Promise.withResolvers<void>();
  const wake = (): void => {
    heard.resolve();
    heard = Promise.withResolvers();
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('message', (message: Report) => {
    reports.push(message);
    wake();
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  child.once('exit', wake);

  /** The first report that fits, once it is there. */
  async function until<T>(pick: (message: Report) => T | undefined): Promise<T> {
    for (;;) {
      for (const message of reports) {
        const picked = pick(message);
        if (picked !== undefined) return picked;
      }
      if (child.exitCode !== null) throw new Error(`The app ended first: ${JSON.stringify(reports)}\n${stderr}`);
      await heard.promise;
    }
  }

  let lastId = 0;
  return {
    exited,
    until,
    order: (order: Order) => void child.send(order),
    did: (what: string, fits: (value: unknown) => boolean = () => true) =>
      until((message) =>
        message.type === 'did' && message.what === what && fits(message.value) ? message : undefined,
      ),
    /** What was reported so far, in words. */
    deeds: () => reports.flatMap((message) => (message.type === 'did' ? [message.what] : [])),
    async ask(channel: string, args: unknown, url?: string): Promise<IpcAnswer> {
      const id = ++lastId;
      child.send({ type: 'invoke', id, channel, args, ...(url === undefined ? {} : { url }) } satisfies Order);
      const answer = await until((message) => (message.type === 'answer' && message.id === id ? message : undefined));
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.answer as IpcAnswer;
    },
  };
}

const snapshotOf = (answer: IpcAnswer): Snapshot => {
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.answer as Snapshot;
};

it('opens a confined window, answers and pushes to its page, and keeps what it was told over a restart', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const first = startApp();
  const { value: window } = await first.did('window');
  expect(window).toMatchObject({
    x: 320,
    y: 140,
    width: 1280,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
  });
  await first.did('load', (url) => url === 'app://lookout/index.html');
  await first.did('show');
  expect(first.deeds().slice(0, 2)).toEqual(['sandbox', 'schemes']);

  await expect(first.ask('app.snapshot', {}, 'https://example.org/')).rejects.toThrow('to be the page of Lookout');
  expect(await first.ask('endpoints.pause', { ids: 'all' })).toMatchObject({ ok: false, failure: { code: 'invalid' } });

  first.order({ type: 'send', name: 'lookout:subscribe' });
  const endpoint = { kind: 'tcp', name: 'Loopback', host: '127.0.0.1', port };
  expect(await first.ask('endpoints.create', { endpoints: [endpoint] })).toMatchObject({ ok: true });
  await first.until((message) => {
    if (message.type !== 'page' || message.name !== 'lookout:push') return undefined;
    return (message.value as Push).changes.find(({ type }) => type === 'checked');
  });
  await first.did('tray', (text) => text === 'Lookout: up');
  await first.ask('settings.update', { settings: { theme: 'dark' } });
  await first.did('theme', (theme) => theme === 'dark');

  first.order({ type: 'quit' });
  expect(await first.exited).toBe(0);
  const log = await readFile(join(folder, 'data', 'desktop', 'logs', 'lookout.log'), 'utf8');
  expect(log).not.toMatch(/ error /);

  const second = startApp();
  await second.did('theme', (theme) => theme === 'dark');
  await second.did('show');
  const { endpoints, host } = snapshotOf(await second.ask('app.snapshot', {}));
  expect(host).toMatchObject({ kind: 'desktop', dataDir: join(folder, 'data') });
  expect(endpoints.map(({ endpoint: { config } }) => config.name)).toEqual(['Loopback']);
  expect(endpoints[0]?.recent.at.length).toBeGreaterThan(0);
  second.order({ type: 'emit', on: 'powerMonitor', event: 'shutdown' });
  await second.did('prevented');
  expect(await second.exited).toBe(0);
  server.close();
  await once(server, 'close');
});

it('hides its window in the tray when it is closed, and shows it again for a second start', async () => {
  const app = startApp();
  await app.did('show');
  const answer = await app.ask('settings.update', { settings: { closeToTray: true } });
  expect(answer).toMatchObject({ ok: true });
  await expect
    .poll(async () => {
      app.order({ type: 'emit', on: 'window', event: 'close' });
      await app.ask('health.get', {});
      return app.deeds();
    }, POLL)
    .toContain('hide');
  const shown = app.deeds().filter((what) => what === 'show').length;
  app.order({ type: 'emit', on: 'app', event: 'activate' });
  await expect
    .poll(async () => {
      await app.ask('health.get', {});
      return app.deeds().filter((what) => what === 'show').length;
    }, POLL)
    .toBeGreaterThan(shown);
  app.order({ type: 'quit' });
  expect(await app.exited).toBe(0);
  expect(app.deeds()).toEqual(expect.arrayContaining(['destroy', 'tray gone', 'protocol gone']));
});

it('shows an endpoint in a window of its own, which is there again at the next start', async () => {
  const first = startApp();
  await first.did('show');
  expect(await first.ask('host.window', {})).toEqual({ ok: true, answer: { main: true, alwaysOnTop: false } });
  expect(await first.ask('host.openWindow', { path: '/settings' })).toMatchObject({
    ok: false,
    failure: { code: 'invalid', issues: [{ path: 'path' }] },
  });
  expect(await first.ask('host.openWindow', { path: '/endpoint/e1' })).toMatchObject({ ok: true });
  await first.did('load', (url) => url === 'app://lookout/index.html#/endpoint/e1');
  expect(await first.ask('host.keepOnTop', { alwaysOnTop: true })).toEqual({
    ok: true,
    answer: { main: false, alwaysOnTop: true },
  });
  first.order({ type: 'quit' });
  expect(await first.exited).toBe(0);

  const second = startApp();
  await second.did('load', (url) => url === 'app://lookout/index.html#/endpoint/e1');
  second.order({ type: 'quit' });
  expect(await second.exited).toBe(0);
});

it('hears of a second start, a link and a shortcut; starts with the system when it should', async () => {
  const configHome = join(folder, 'config');
  const app = startApp({ env: { XDG_CONFIG_HOME: configHome } });
  await app.did('show');
  const argv = ['/electron', '/app', 'lookout://endpoint/e1'];
  app.order({ type: 'emit', on: 'app', event: 'second-instance', args: [argv, folder] });
  await app.until((message) => (message.type === 'page' && message.value === '/endpoint/e1' ? true : undefined));
  await app.ask('settings.update', { settings: { startAtLogin: true, globalShortcut: 'Alt+L' } });
  await app.did('shortcut', (keys) => keys === 'Alt+L');
  const entry = join(configHome, 'autostart', 'lookout.desktop');
  await expect.poll(() => readFile(entry, 'utf8').catch(() => ''), POLL).toContain('"--hidden"');
  app.order({ type: 'quit' });
  expect(await app.exited).toBe(0);
  expect(app.deeds()).toContain('no shortcut');
});

it('offers a file that it is started with', async () => {
  const file = join(folder, 'lookout.yaml');
  await writeFile(file, 'endpoints: [{ kind: tcp, host: 127.0.0.1, port: 9, name: Mine }]');
  const app = startApp({ args: [file] });
  await app.until((message) => (message.type === 'page' && message.value === '/import' ? true : undefined));
  const entry = { name: 'Mine', kind: 'tcp', target: '127.0.0.1:9', duplicate: false };
  const waiting = await app.ask('host.waitingImport', {});
  const text = await readFile(file, 'utf8');
  expect(waiting).toEqual({ ok: true, answer: { fileName: 'lookout.yaml', text } });
  const preview = await app.ask('imports.read', { fileName: 'lookout.yaml', text });
  expect(preview).toMatchObject({ ok: true, answer: { id: 1, fileName: 'lookout.yaml', entries: [entry] } });
  expect(await app.ask('imports.add', { id: 1, entries: [0] })).toMatchObject({ ok: true, answer: { length: 1 } });
  app.order({ type: 'quit' });
  expect(await app.exited).toBe(0);
});

it('moves its data to another folder, by starting anew', async () => {
  const userData = join(folder, 'user-data');
  const other = join(folder, 'other');
  await mkdir(userData);
  await mkdir(other);
  const env = { LOOKOUT_TEST_USER_DATA: userData, LOOKOUT_TEST_FOLDER: other, XDG_DATA_HOME: join(folder, 'share') };
  // On other systems the usual place is a person's own.
  const usual = { env: { ...env, APPDATA: folder, HOME: folder }, dataDir: [] };
  const first = startApp(usual);
  await first.did('show');
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port: 1, name: 'Moved' };
  expect(await first.ask('endpoints.create', { endpoints: [endpoint] })).toMatchObject({ ok: true });
  expect(await first.ask('host.moveDataFolder', {})).toEqual({ ok: true, answer: { folder: other } });
  expect(await first.exited).toBe(0);
  expect(first.deeds()).toContain('relaunch');

  const second = startApp(usual);
  await second.did('show');
  const { endpoints, host } = snapshotOf(await second.ask('app.snapshot', {}));
  expect(host.dataDir).toBe(other);
  expect(endpoints.map(({ endpoint: { config } }) => config.name)).toEqual(['Moved']);
  expect(await second.ask('host.moveDataFolder', {})).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  second.order({ type: 'quit' });
  expect(await second.exited).toBe(0);
});

it('counts what is down on its icon', async () => {
  const app = startApp();
  await app.did('show');
  // Nothing listens on port 1 of this machine.
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port: 1, retries: 0 };
  expect(await app.ask('endpoints.create', { endpoints: [endpoint] })).toMatchObject({ ok: true });
  await app.did('badge', (count) => count === 1);
  await app.did('tray', (text) => text === 'Lookout: 1 down');
  app.order({ type: 'quit' });
  expect(await app.exited).toBe(0);
});

it('starts without a window when it should be hidden', async () => {
  const app = startApp({ args: ['--hidden'] });
  await app.did('menu');
  await app.ask('health.get', {}, 'app://lookout/');
  expect(app.deeds()).not.toContain('window');
  app.order({ type: 'quit' });
  expect(await app.exited).toBe(0);
});

it('says why it cannot start when its data folder is in use', async () => {
  const first = startApp();
  await first.did('show');
  const second = startApp();
  const { value } = await second.did('error box');
  expect(value).toContain('Lookout cannot start: Expected the data folder');
  expect(await second.exited).toBe(1);
  first.order({ type: 'quit' });
  expect(await first.exited).toBe(0);
});

it('leaves the field to the first instance', async () => {
  const second = startApp({ env: { LOOKOUT_TEST_SECOND: '1' } });
  expect(await second.exited).toBe(0);
  expect(second.deeds()).not.toContain('window');
});
