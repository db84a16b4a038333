import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { settle } from '../../engine/testing/fake-ports.ts';
import { parseCommandLine } from './command-line.ts';
import { followRequests, type FollowRequestsOptions } from './follow-requests.ts';
import type { OpenRequest } from './open-requests.ts';

interface Setting {
  readonly argv?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly atLogin?: boolean;
  /** Whether the tray icon is visible. */
  readonly visible?: boolean;
  /** When windows are open. */
  readonly opens?: Promise<void>;
  /** How many windows a later start opened while the tray was looked for. */
  readonly openMeanwhile?: number;
  /** Whether there was a window of the page. */
  readonly hasOpened?: boolean;
}

function setUp({
  argv = [],
  platform = 'linux',
  atLogin = false,
  visible = true,
  opens = Promise.resolve(),
  openMeanwhile = 0,
  hasOpened = true,
}: Setting = {}) {
  const calls: unknown[] = [];
  const failures: string[] = [];
  let listener: (request: OpenRequest) => void = () => {
    throw new Error('Requests are not received yet');
  };
  const app = Object.assign(new EventEmitter(), {
    quit: () => calls.push('quit'),
    getLoginItemSettings: () => ({ wasOpenedAtLogin: atLogin }),
  });
  const options: FollowRequestsOptions = {
    app: app as unknown as App,
    platform,
    commandLine: parseCommandLine(argv, '/home'),
    openRequests: { receive: (to) => void (listener = to) },
    windows: {
      open: async (path) => {
        calls.push(['open', path]);
        await opens;
      },
      reopenDetails: async () => void calls.push('reopen'),
      hasOpened: () => hasOpened,
      all: () => Array.from<BrowserWindow>({ length: openMeanwhile }),
    },
    trayDispatcher: { dispatch: (command) => void calls.push(command) },
    trayVisibility: { appears: async () => visible },
    waitingImport: { readFile: async (file) => void calls.push(['read', file]) },
    quit: { unlessQuitting: (work) => work },
    reportRejection: (failure, work) => void work.catch(() => failures.push(failure)),
  };
  return { app, calls, failures, followed: followRequests(options), request: (one: OpenRequest) => listener(one) };
}

it('opens the window, then the endpoints’ windows', async () => {
  const { calls, followed } = setUp({ argv: ['lookout://endpoint/a'] });
  await followed;
  expect(calls).toEqual([['open', '/endpoint/a'], 'reopen']);
});

it('follows later requests although the first window never opens', async () => {
  const { calls, request } = setUp({ opens: new Promise(() => {}) });
  await settle();
  request({ type: 'open', path: '/settings' });
  request({ type: 'checkAll' });
  expect(calls).toEqual([['open', undefined], ['open', '/settings'], { type: 'checkAll' }]);
});

it('fails when the first window cannot be opened, but not when a later one cannot', async () => {
  const { failures, followed, request } = setUp({ opens: Promise.reject(new Error('no page')) });
  await expect(followed).rejects.toThrow('no page');
  request({ type: 'open' });
  await settle();
  expect(failures).toEqual(['The window could not be opened']);
});

it('offers a file after the window is opened', async () => {
  const { calls, followed } = setUp({ argv: ['lookout.yaml'] });
  await followed;
  await settle();
  expect(calls).toEqual(
    expect.arrayContaining([
      ['open', undefined],
      ['read', '/home/lookout.yaml'],
      ['open', '/import'],
    ]),
  );
});

it.each([
  ['with --hidden', { argv: ['--hidden'] }],
  ['at login on macOS', { platform: 'darwin', atLogin: true }],
] as const)('stays in the tray %s', async (_, setting) => {
  const { calls, followed } = setUp(setting);
  await followed;
  expect(calls).toEqual([]);
});

it('opens a window despite --hidden when the tray icon does not appear', async () => {
  const { calls, followed } = setUp({ argv: ['--hidden'], visible: false });
  await followed;
  expect(calls).toEqual([['open', undefined], 'reopen']);
});

it('does not bring up a window that a later start opened while the tray was looked for', async () => {
  const { calls, followed } = setUp({ argv: ['--hidden'], visible: false, openMeanwhile: 1 });
  await followed;
  expect(calls).toEqual([]);
});

it.each([
  ['linux', ['quit']],
  ['darwin', []],
] as const)('quits with its last window, but not on macOS: %s', async (platform, quits) => {
  const { app, calls, followed } = setUp({ platform, argv: ['--hidden'] });
  await followed;
  app.emit('window-all-closed');
  expect(calls).toEqual(quits);
});

it('stays open after a hidden start when the window of a printed report closes', async () => {
  const { app, calls, followed } = setUp({ argv: ['--hidden'], hasOpened: false });
  await followed;
  app.emit('window-all-closed');
  expect(calls).toEqual([]);
});
