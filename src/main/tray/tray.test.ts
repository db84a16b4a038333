import { EventEmitter } from 'node:events';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { expect, it } from 'vitest';
import type { Status } from '../../contract/model/endpoint.ts';
import { LOCAL_SOURCE, NO_CAPABILITIES, type Source } from '../../contract/model/source.ts';
import { createTexts } from '../../i18n/texts.ts';
import { createTrayCommands, createTrayDispatcher } from './tray-commands.ts';
import type { ShellEndpoint, ShellView } from './engine-watch.ts';
import { trayModel } from './tray-model.ts';
import { createTrayIcon } from './tray.ts';

const { say } = createTexts([]);

const endpoints = (...statuses: Status[]) => new Map(statuses.map((status, n) => [`${n}`, { name: `${n}`, status }]));

const ALL = {
  edit: true,
  pause: true,
  checkNow: true,
  respond: true,
  import: true,
  changeSettings: true,
  vantages: false,
};
const sources: readonly Source[] = [
  { id: LOCAL_SOURCE, capabilities: ALL },
  { id: 'reader', capabilities: { ...NO_CAPABILITIES, checkNow: true } },
];
const viewOf = (some: ReadonlyMap<string, ShellEndpoint>) =>
  ({ endpoints: some, sources, settings: {} }) as unknown as ShellView;

it('updates only what has changed', () => {
  const calls: string[] = [];
  const tray = Object.assign(new EventEmitter(), {
    setImage: (image: unknown) => calls.push(`image ${String(image)}`),
    setToolTip: (text: string) => calls.push(`tooltip ${text}`),
    setContextMenu: (menu: unknown) => calls.push(`menu ${String(menu)}`),
    destroy: () => calls.push('destroy'),
  });
  const commands: unknown[] = [];
  const icon = createTrayIcon(
    {
      electron: {
        createTray: () => tray as unknown as Tray,
        createMenu: (template: MenuItemConstructorOptions[]) => `${template.length} lines` as unknown as Menu,
        loadImage: (path) => path as unknown as NativeImage,
      },
      icons: '/icons',
      platform: 'win32',
      onCommand: (command) => commands.push(command),
    },
    trayModel(endpoints('up'), say),
  );
  expect(calls).toEqual(['image /icons/up.png', 'tooltip Lookout: up', 'menu 10 lines']);
  calls.length = 0;
  icon.show(trayModel(endpoints('up'), say));
  expect(calls).toEqual([]);
  icon.show(trayModel(endpoints('up', 'up'), say));
  expect(calls).toEqual(['tooltip Lookout: all 2 up', 'menu 10 lines']);
  calls.length = 0;
  icon.show(trayModel(endpoints('up', 'down'), say));
  expect(calls).toEqual(['image /icons/down.png', 'tooltip Lookout: 1 down, 1 up', 'menu 13 lines']);
  tray.emit('click');
  expect(commands).toEqual([{ type: 'open' }]);
  icon.dispose();
  expect(calls.at(-1)).toBe('destroy');
});

it('carries out commands, and logs failures', async () => {
  const done: unknown[] = [];
  const logged = Promise.withResolvers<string>();
  const run = createTrayCommands({
    engine: {
      request: async (channel: string, args: unknown) => {
        done.push([channel, args]);
        if (channel === 'endpoints.resume') throw new Error('stopping');
        return [] as never;
      },
    },
    view: () => viewOf(endpoints('up', 'paused', 'down')),
    open: (path) => done.push(path ?? 'open'),
    now: () => 7,
    log: (_level, message) => logged.resolve(message),
  });
  run({ type: 'open', path: '/health' });
  run({ type: 'checkAll' });
  run({ type: 'pauseAll', forTime: 'hour' });
  run({ type: 'pauseAll', forTime: 'untilResumed' });
  run({ type: 'acknowledge' });
  run({ type: 'silence' });
  run({ type: 'resumeAll' });
  expect(done).toEqual([
    '/health',
    ['endpoints.checkNow', { ids: ['0', '2'] }],
    ['endpoints.pause', { ids: ['0', '2'], until: 3_600_007 }],
    ['endpoints.pause', { ids: ['0', '2'] }],
    ['alerts.acknowledge', { endpoints: ['2'] }],
    ['silences.add', { match: { endpoints: ['2'] }, minutes: 60 }],
    ['endpoints.resume', { ids: ['1'] }],
  ]);
  await expect(logged.promise).resolves.toBe('A tray command failed');
});

it('acts only on endpoints whose source is connected and allows it', () => {
  const done: unknown[] = [];
  const other = (id: string) => [id, { name: id, status: 'down' }] as const;
  const run = createTrayCommands({
    engine: { request: async (channel, args) => done.push([channel, args]) as never },
    view: () => viewOf(new Map([...endpoints('down'), other('reader~1'), other('gone~1')])),
    open: () => {},
    now: () => 7,
    log: () => {},
  });
  run({ type: 'checkAll' });
  run({ type: 'pauseAll', forTime: 'untilResumed' });
  run({ type: 'acknowledge' });
  expect(done).toEqual([
    ['endpoints.checkNow', { ids: ['0', 'reader~1'] }],
    ['endpoints.pause', { ids: ['0'] }],
    ['alerts.acknowledge', { endpoints: ['0'] }],
  ]);
});

it('sends no request when there is nothing to do', () => {
  const done: string[] = [];
  const run = createTrayCommands({
    engine: { request: async (channel) => done.push(channel) as never },
    view: () => viewOf(endpoints()),
    open: () => {},
    now: () => 7,
    log: () => {},
  });
  for (const type of ['checkAll', 'resumeAll', 'acknowledge', 'silence'] as const) run({ type });
  run({ type: 'pauseAll', forTime: 'tomorrow' });
  expect(done).toEqual([]);
});

it('keeps the last command until it can be carried out, and always quits at once', () => {
  const done: unknown[] = [];
  const dispatcher = createTrayDispatcher(() => done.push('quit'));
  dispatcher.dispatch({ type: 'open', path: '/settings' });
  dispatcher.dispatch({ type: 'open' });
  dispatcher.dispatch({ type: 'quit' });
  expect(done).toEqual(['quit']);
  dispatcher.connect((command) => done.push(command));
  expect(done).toEqual(['quit', { type: 'open' }]);
  dispatcher.dispatch({ type: 'checkAll' });
  dispatcher.dispatch({ type: 'quit' });
  expect(done).toEqual(['quit', { type: 'open' }, { type: 'checkAll' }, 'quit']);
});
