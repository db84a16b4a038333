/** What the tray shows for the endpoints. Pure. */
import type { EndpointId } from '../../contract/model/units.ts';
import type { ShellEndpoint } from './engine-watch.ts';

/** Each has an icon in `resources/tray`. */
export const TRAY_STATUSES = ['up', 'degraded', 'down', 'paused', 'unknown'] as const;
export type TrayStatus = (typeof TRAY_STATUSES)[number];

export type TrayCommand =
  | { readonly type: 'open'; readonly path?: string }
  | { readonly type: 'checkAll' }
  | { readonly type: 'pauseAll'; readonly forTime: PauseTime }
  | { readonly type: 'resumeAll' }
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

export function trayModel(endpoints: ReadonlyMap<EndpointId, ShellEndpoint>): TrayModel {
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
  const summary = summarize(counts, total);
  const worst = [...down, ...degraded];
  const named = worst.slice(0, MAX_NAMES).map(([id, { name, status: its }]) => {
    const path = `/endpoint/${encodeURIComponent(id)}`;
    return item(`${shorten(name)} is ${its}`, { type: 'open', path });
  });
  if (worst.length > MAX_NAMES) named.push(item(`${worst.length - MAX_NAMES} more`, { type: 'open', path: '/' }));

  return {
    status,
    tooltip: `Lookout: ${summary}`,
    down: counts.down,
    items: [
      item('Open Lookout', { type: 'open' }),
      { type: 'separator' },
      { type: 'item', label: capitalize(summary), enabled: false },
      ...named,
      { type: 'separator' },
      item('Check all now', { type: 'checkAll' }, total > counts.paused),
      {
        type: 'menu',
        label: 'Pause all',
        enabled: total > counts.paused,
        items: [
          item('For 1 hour', { type: 'pauseAll', forTime: 'hour' }),
          item('Until tomorrow morning', { type: 'pauseAll', forTime: 'tomorrow' }),
          item('Until I resume them', { type: 'pauseAll', forTime: 'untilResumed' }),
        ],
      },
      item('Resume all', { type: 'resumeAll' }, counts.paused > 0),
      { type: 'separator' },
      item('Settings…', { type: 'open', path: '/settings' }),
      item('Quit Lookout', { type: 'quit' }),
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

function summarize(counts: Counts, total: number): string {
  if (total === 0) return 'nothing to watch yet';
  if (counts.paused === total) return total === 1 ? 'paused' : `all ${total} paused`;
  if (counts.up === total) return total === 1 ? 'up' : `all ${total} up`;
  const parts: string[] = [];
  if (counts.down > 0) parts.push(`${counts.down} down`);
  if (counts.degraded > 0) parts.push(`${counts.degraded} degraded`);
  if (counts.up > 0) parts.push(`${counts.up} up`);
  if (counts.paused > 0) parts.push(`${counts.paused} paused`);
  if (counts.other > 0) parts.push(`${counts.other} unknown`);
  return parts.join(', ');
}

function item(label: string, command: TrayCommand, enabled = true): TrayItem {
  return { type: 'item', label, command, enabled };
}

function shorten(name: string): string {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.length <= MAX_LABEL_LENGTH ? name : `${characters.slice(0, MAX_LABEL_LENGTH - 1).join('')}…`;
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
