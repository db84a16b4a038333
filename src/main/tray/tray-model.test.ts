import { describe, expect, it } from 'vitest';
import type { Status } from '../../contract/model/endpoint.ts';
import { createTexts } from '../../i18n/texts.ts';
import { pauseEnd, trayModel } from './tray-model.ts';
import type { TrayModel } from './tray-model.ts';
import { trayIconFile, trayMenu } from './tray.ts';

const { say } = createTexts([]);

const endpoints = (...statuses: Status[]) =>
  new Map(statuses.map((status, index) => [`id ${index}`, { name: `Name ${index}`, status }]));
const labels = (model: TrayModel) => model.items.map((item) => (item.type === 'separator' ? '-' : item.label));
const enabled = (model: TrayModel) =>
  model.items.flatMap((item) => (item.type !== 'separator' && item.enabled ? [item.label] : []));

describe('trayModel', () => {
  it.each<[Status[], TrayModel['status'], string]>([
    [[], 'unknown', 'Lookout: no endpoints yet'],
    [['pending', 'pending'], 'unknown', 'Lookout: 2 unknown'],
    [['up'], 'up', 'Lookout: up'],
    [['up', 'up'], 'up', 'Lookout: all 2 up'],
    [['up', 'pending'], 'up', 'Lookout: 1 up, 1 unknown'],
    [['up', 'unknown', 'degraded'], 'degraded', 'Lookout: 1 degraded, 1 up, 1 unknown'],
    [['up', 'degraded', 'down', 'paused'], 'down', 'Lookout: 1 down, 1 degraded, 1 up, 1 paused'],
    [['paused', 'paused'], 'paused', 'Lookout: all 2 paused'],
    [['paused', 'unknown'], 'unknown', 'Lookout: 1 paused, 1 unknown'],
    [['maintenance', 'up'], 'up', 'Lookout: 1 up, 1 unknown'],
  ])('%j is %s: %s', (statuses, status, tooltip) => {
    expect(trayModel(endpoints(...statuses), say)).toMatchObject({ status, tooltip });
  });

  it('names the endpoint that is down, and opens it', () => {
    const model = trayModel(endpoints('up', 'down'), say);
    expect(labels(model)).toEqual([
      'Open Lookout',
      '-',
      '1 down, 1 up',
      'Name 1 is down',
      'Acknowledge',
      'Silence 1 h',
      '-',
      'Check all now',
      'Pause all',
      'Resume all',
      '-',
      'Settings…',
      'Quit Lookout',
    ]);
    expect(model.items[3]).toMatchObject({ command: { type: 'open', path: '/endpoint/id%201' } });
  });

  it('names at most five endpoints', () => {
    const model = trayModel(endpoints(...Array.from({ length: 42 }, (): Status => 'down')), say);
    const names = [0, 1, 2, 3, 4].map((n) => `Name ${n} is down`);
    expect(labels(model).slice(3, 10)).toEqual([...names, '37 more', 'Acknowledge']);
  });

  it('names the worst first, and counts those that are down', () => {
    const model = trayModel(endpoints('degraded', 'up', 'down'), say);
    expect(labels(model).slice(3, 5)).toEqual(['Name 2 is down', 'Name 0 is degraded']);
    expect(model.down).toBe(1);
  });

  it('shortens a long name without splitting a character', () => {
    const model = trayModel(new Map([['a', { name: '👩‍🚀'.repeat(100), status: 'down' }]]), say);
    expect(labels(model)[3]).toBe(`${'👩‍🚀'.repeat(39)}… is down`);
  });

  it('enables only commands that would do something', () => {
    expect(enabled(trayModel(endpoints(), say))).toEqual(['Open Lookout', 'Settings…', 'Quit Lookout']);
    expect(enabled(trayModel(endpoints('up'), say))).toEqual([
      'Open Lookout',
      'Check all now',
      'Pause all',
      'Settings…',
      'Quit Lookout',
    ]);
    expect(enabled(trayModel(endpoints('paused'), say))).toEqual([
      'Open Lookout',
      'Resume all',
      'Settings…',
      'Quit Lookout',
    ]);
  });
});

describe('trayMenu', () => {
  it('calls back with the chosen item’s command, and shows an ampersand as such', () => {
    const chosen: unknown[] = [];
    const model = trayModel(new Map([['a', { name: 'R&D', status: 'down' }]]), say);
    const menu = trayMenu(model, (command) => chosen.push(command));
    expect(menu.map(({ label, type }) => label ?? type)).toContain('R&&D is down');
    const checkAll = menu.find(({ label }) => label === 'Check all now');
    (checkAll?.click as (() => void) | undefined)?.();
    const pauses = menu.find(({ label }) => label === 'Pause all')?.submenu;
    for (const { click } of Array.isArray(pauses) ? pauses : []) (click as () => void)();
    expect(chosen).toEqual([
      { type: 'checkAll' },
      { type: 'pauseAll', forTime: 'hour' },
      { type: 'pauseAll', forTime: 'tomorrow' },
      { type: 'pauseAll', forTime: 'untilResumed' },
    ]);
  });
});

it('computes the end of a pause in this machine’s time zone', () => {
  const now = new Date(2026, 0, 31, 23, 30).getTime();
  expect(pauseEnd('hour', now)).toBe(now + 3_600_000);
  expect(pauseEnd('tomorrow', now)).toBe(new Date(2026, 1, 1, 8, 0).getTime());
  expect(pauseEnd('untilResumed', now)).toBeUndefined();
});

it('uses template images on macOS', () => {
  expect(trayIconFile('down', 'darwin')).toBe('downTemplate.png');
  expect(trayIconFile('down', 'linux')).toBe('down.png');
});
