import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJsonFile } from '../system/json-file.ts';
import { createHostHandlers, type HostHandlersParts } from './host-handlers.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-host-'));
  await mkdir(join(folder, 'other'));
});
afterEach(() => rm(folder, { recursive: true }));

/** @param appImage see `HostHandlersParts` */
function setUp(appImage: string | null = null) {
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args]);
  const parts = {
    app: { relaunch: record('relaunch'), quit: record('quit') },
    dialog: { showOpenDialog: async () => ({ canceled: false, filePaths: [join(folder, 'other')] }) },
    shell: {
      openPath: async (path: string) => {
        record('open')(path);
        return '';
      },
    },
    windows: {
      openDetail: async (...args: unknown[]) => record('openDetail')(...args),
      describe: (page: number) => ({ main: page === 1, alwaysOnTop: false }),
      keepOnTop: (page: number, alwaysOnTop: boolean) => ({ main: page === 1, alwaysOnTop }),
    },
    waitingImport: { take: () => ({ fileName: 'lookout.yaml', text: '' }) },
    updates: { handlers: {} },
    dataDir: join(folder, 'data'),
    isFixedDataDir: false,
    moveNote: createJsonFile(join(folder, 'note.json'), () => {}),
    logs: '/logs',
    collectDiagnostics: async () => 'diagnostics',
    appImage,
    log: () => {},
  };
  return { calls, handlers: createHostHandlers(parts as unknown as HostHandlersParts) };
}

it('restarts to move the data, and quits only after the page has its answer', async () => {
  const { calls, handlers } = setUp();
  expect(await handlers['host.moveDataFolder']({}, 1)).toEqual({ folder: join(folder, 'other') });
  expect(calls).toEqual([['relaunch', {}]]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toEqual([['relaunch', {}], ['quit']]);
});

it('restarts an AppImage as such, because the program inside it will be gone', async () => {
  const { calls, handlers } = setUp('/home/someone/Lookout.AppImage');
  await handlers['host.moveDataFolder']({}, 1);
  expect(calls).toContainEqual(['relaunch', { execPath: '/home/someone/Lookout.AppImage' }]);
});

it('carries out requests for windows, folders, the waiting file and diagnostics', async () => {
  const { calls, handlers } = setUp();
  expect(await handlers['host.openWindow']({ path: '/endpoint/a', alwaysOnTop: true }, 1)).toBeNull();
  expect(await handlers['host.window']({}, 1)).toEqual({ main: true, alwaysOnTop: false });
  expect(await handlers['host.keepOnTop']({ alwaysOnTop: true }, 2)).toEqual({ main: false, alwaysOnTop: true });
  expect(await handlers['host.waitingImport']({}, 1)).toEqual({ fileName: 'lookout.yaml', text: '' });
  expect(await handlers['host.diagnostics']({}, 1)).toEqual({ text: 'diagnostics' });
  await handlers['host.openDataFolder']({}, 1);
  await handlers['host.openLogs']({}, 1);
  expect(calls).toEqual([
    ['openDetail', '/endpoint/a', true],
    ['open', join(folder, 'data')],
    ['open', '/logs'],
  ]);
});
