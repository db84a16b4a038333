/** What the tray shows for the endpoints. Pure. */
import type { EndpointId } from '../../contract/model/units.ts';
import type { Say, SentenceParams } from '../../i18n/codes/sentences.ts';
import type { ShellEndpoint } from './engine-watch.ts';

/** Each has an icon in `resources/tray`. */
export const TRAY_STATUSES = ['up', 'degraded', 'down', 'paused', 'unknown'] as const;
export type TrayStatus = (typeof TRAY_STATUSES)[number];

export type TrayCommand =
  | { readonly type: 'open'; readonly path?: string }
  | { readonly type: 'checkAll' }
  | { readonly type: 'pauseAll'; readonly forTime: PauseTime }
  | { readonly type: 'resumeAll' }
  /** Acknowledges the alerts of all endpoints that are in trouble. */
  | { readonly type: 'acknowledge' }
  /** Silences alerts about them for an hour. */
  | { readonly type: 'silence' }
  | { readonly type: 'quit' };

/** How long all endpoints are paused. */
export type PauseTime = 'hour' | 'tomorrow' | 'untilResumed';

export type TrayItem =
  | { readonly type: 'separator' }
  /** Without a command, it is only text. */
  | { readonly type: 'item'; readonly label: string; readonly command?: TrayCommand; readonly enabled: boolean }
  | { readonly type: 'menu'; readonly label: string; readonly items: readonly TrayItem[]; readonly enabled: boolean };

export interface TrayModel {
  readonly status: TrayStatus;
  readonly tooltip: string;
  /** The number of endpoints that are down, for the app's badge. */
  readonly down: number;
  readonly items: readonly TrayItem[];
}

/** The menu names at most this many endpoints that are down or degraded. */
const MAX_NAMES = 5;
const MAX_LABEL_LENGTH = 40;

export function trayModel(endpoints: ReadonlyMap<EndpointId, ShellEndpoint>, say: Say): TrayModel {
  const down: [EndpointId, ShellEndpoint][] = [];
  const degraded: [EndpointId, ShellEndpoint][] = [];
  const counts = { up: 0, degraded: 0, down: 0, paused: 0, other: 0 };
  for (const [id, endpoint] of endpoints) {
    switch (endpoint.status) {
      case 'down':
        down.push([id, endpoint]);
        counts.down++;
        break;
      case 'degraded':
        degraded.push([id, endpoint]);
        counts.degraded++;
        break;
      case 'up':
      case 'paused':
        counts[endpoint.status]++;
        break;
      case 'pending':
      case 'unknown':
      case 'maintenance':
        counts.other++;
        break;
    }
  }
  const total = endpoints.size;
  const status = overall(counts, total);
  const summary = summarize(counts, total, say);
  const worst = [...down, ...degraded];
  const named = worst.slice(0, MAX_NAMES).map(([id, { name, status: its }]) => {
    const label = say(its === 'down' ? 'tray.isDown' : 'tray.isDegraded', { name: shorten(name) });
    return item(label, { type: 'open', path: `/endpoint/${encodeURIComponent(id)}` });
  });
  if (worst.length > MAX_NAMES) {
    named.push(item(say('tray.more', { count: worst.length - MAX_NAMES }), { type: 'open', path: '/' }));
  }

  return {
    status,
    tooltip: say('tray.tooltip', summary),
    down: counts.down,
    items: [
      item(say('tray.open'), { type: 'open' }),
      { type: 'separator' },
      { type: 'item', label: say('tray.summary', summary), enabled: false },
      ...named,
      ...(worst.length === 0
        ? []
        : [item(say('tray.acknowledge'), { type: 'acknowledge' }), item(say('tray.silenceHour'), { type: 'silence' })]),
      { type: 'separator' },
      item(say('tray.checkAll'), { type: 'checkAll' }, total > counts.paused),
      {
        type: 'menu',
        label: say('tray.pauseAll'),
        enabled: total > counts.paused,
        items: [
          item(say('tray.pauseHour'), { type: 'pauseAll', forTime: 'hour' }),
          item(say('tray.pauseTomorrow'), { type: 'pauseAll', forTime: 'tomorrow' }),
          item(say('tray.pauseUntilResumed'), { type: 'pauseAll', forTime: 'untilResumed' }),
        ],
      },
      item(say('tray.resumeAll'), { type: 'resumeAll' }, counts.paused > 0),
      { type: 'separator' },
      item(say('tray.settings'), { type: 'open', path: '/settings' }),
      item(say('tray.quit'), { type: 'quit' }),
    ],
  };
}

/**
 * When a pause that begins now ends.
 * @returns epoch milliseconds; for `tomorrow`, 8 in the morning in this machine's time zone; undefined: no end
 */
export function pauseEnd(forTime: PauseTime, now: number): number | undefined {
  switch (forTime) {
    case 'hour':
      return now + 3_600_000;
    case 'tomorrow': {
      const morning = new Date(now);
      morning.setDate(morning.getDate() + 1);
      return morning.setHours(8, 0, 0, 0);
    }
    case 'untilResumed':
      return undefined;
  }
}

interface Counts {
  readonly up: number;
  readonly degraded: number;
  readonly down: number;
  readonly paused: number;
  readonly other: number;
}

/** The worst known status. Endpoints without a verdict do not hide that the others are up. */
function overall(counts: Counts, total: number): TrayStatus {
  if (counts.down > 0) return 'down';
  if (counts.degraded > 0) return 'degraded';
  if (counts.up > 0) return 'up';
  return total > 0 && counts.paused === total ? 'paused' : 'unknown';
}

/** The parameters of `tray.tooltip` and `tray.summary`. */
function summarize(counts: Counts, total: number, say: Say): SentenceParams<'tray.summary'> {
  if (total === 0) return { reason: 'empty' };
  if (counts.paused === total) return { reason: 'allPaused', total };
  if (counts.up === total) return { reason: 'allUp', total };
  const parts = [
    ['tray.countDown', counts.down],
    ['tray.countDegraded', counts.degraded],
    ['tray.countUp', counts.up],
    ['tray.countPaused', counts.paused],
    ['tray.countUnknown', counts.other],
  ] as const;
  return {
    reason: 'mixed',
    counts: parts.filter(([, count]) => count > 0).map(([code, count]) => say(code, { count })),
  };
}

function item(label: string, command: TrayCommand, enabled = true): TrayItem {
  return { type: 'item', label, command, enabled };
}

function shorten(name: string): string {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.length <= MAX_LABEL_LENGTH ? name : `${characters.slice(0, MAX_LABEL_LENGTH - 1).join('')}…`;
}
