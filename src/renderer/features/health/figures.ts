/** What the health page shows: each figure, how it is written, what it means, and where its limit is. */
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { formatBytes, formatCount, formatDuration, formatLatency, formatPercent } from '../../format.ts';

/** What a figure beyond its limit puts at risk, the worst first. */
export const RISKS = ['measurements', 'schedule', 'history', 'resources'] as const;
export type Risk = (typeof RISKS)[number];

export interface Limit {
  readonly risk: Risk;
  /** Such as `above 50 ms`. */
  readonly words: string;
  readonly exceeded: (health: Health, settings: Settings) => boolean;
  /** The number that is beyond the limit, where it is not the main one. */
  readonly number?: (health: Health) => string;
}

export interface Figure {
  readonly name: string;
  /** The number that is drawn over time. */
  readonly value: (health: Health) => number;
  /** The scale of its small chart reaches at least this. */
  readonly floor: number;
  /** The main number, in large type. */
  readonly main: (health: Health) => string;
  /** More numbers, in small type. */
  readonly beside?: (health: Health) => string;
  /** One or two sentences. */
  readonly meaning: string;
  /** Absent: any value is fine. */
  readonly limit?: Limit;
}

const LATE_MS = 50;
/** Fewer disturbed checks than this may be chance, whatever their share. */
const FEW_DISTURBED = 3;
const NBSP = '\u00a0';

const ms = formatLatency;
const disturbedShare = ({ checks, disturbed }: Health) => (checks === 0 ? 0 : disturbed / checks);

/** First what measurements depend on, then the schedule, then the store. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'Event loop delay',
    value: ({ loopDelay }) => loopDelay.p99,
    floor: 10,
    main: ({ loopDelay }) => ms(loopDelay.p99),
    beside: ({ loopDelay }) => `p99; median ${ms(loopDelay.p50)}, highest ${ms(loopDelay.max)}`,
    meaning: `How late the event loop runs its timers. Above ${LATE_MS}${NBSP}ms, checks are delayed, and more of them disturbed.`,
    limit: {
      risk: 'schedule',
      words: `above ${LATE_MS}${NBSP}ms`,
      exceeded: ({ loopDelay }) => loopDelay.p99 > LATE_MS,
    },
  },
  {
    name: 'Disturbed checks',
    value: disturbedShare,
    floor: 0.1,
    main: (health) => formatPercent(disturbedShare(health)),
    beside: ({ checks, disturbed }) => `${formatCount(disturbed)} of ${formatCount(checks)}`,
    meaning:
      'Checks measured while Lookout was busy. Their verdict counts, their duration is left out of the statistics.',
    limit: {
      risk: 'measurements',
      words: `above 5${NBSP}%`,
      exceeded: (health) => health.disturbed >= FEW_DISTURBED && disturbedShare(health) > 0.05,
    },
  },
  {
    name: 'Event loop use',
    value: ({ loopUtilization }) => loopUtilization,
    floor: 0.5,
    main: ({ loopUtilization }) => formatPercent(loopUtilization),
    meaning: `The share of time in which the event loop is busy. Above 80${NBSP}%, checks soon start late.`,
    limit: {
      risk: 'schedule',
      words: `above 80${NBSP}%`,
      exceeded: ({ loopUtilization }) => loopUtilization > 0.8,
    },
  },
  {
    name: 'CPU',
    value: ({ cpu }) => cpu,
    floor: 0.5,
    main: ({ cpu }) => `${cpu.toFixed(2)} cores`,
    meaning: `The CPU use of Lookout. If it stays above 1${NBSP}core, use longer intervals or fewer endpoints.`,
    limit: { risk: 'resources', words: `above 1${NBSP}core`, exceeded: ({ cpu }) => cpu > 1 },
  },
  {
    name: 'Memory',
    value: ({ memory }) => memory.rss,
    floor: 200 * 1024 * 1024,
    main: ({ memory }) => formatBytes(memory.rss),
    beside: ({ memory }) => `heap ${formatBytes(memory.heapUsed)}`,
    meaning: 'The memory of Lookout. It should level off. If it grows for hours, please report it.',
    limit: { risk: 'resources', words: `above 1.5${NBSP}GB`, exceeded: ({ memory }) => memory.rss > 1.5 * 1024 ** 3 },
  },
  {
    name: 'Checks per second',
    value: ({ checksPerSecond }) => checksPerSecond,
    floor: 1,
    main: ({ checksPerSecond }) => rate(checksPerSecond),
    beside: ({ checksTotal }) => `${formatCount(checksTotal)} since the start`,
    meaning: 'It follows from the number of endpoints and their intervals, and should be steady.',
  },
  {
    name: 'Running checks',
    value: ({ inFlightMax }) => inFlightMax,
    floor: 4,
    main: ({ inFlight }) => formatCount(inFlight),
    beside: ({ inFlightMax }) => `highest ${formatCount(inFlightMax)}`,
    meaning: 'Checks that wait for an answer now. At the limit in Settings, further checks are queued.',
    limit: {
      risk: 'schedule',
      words: 'the limit in Settings',
      number: ({ inFlightMax }) => `${formatCount(inFlightMax)} at the same time`,
      exceeded: ({ inFlightMax }, { maxConcurrent }) => inFlightMax >= maxConcurrent,
    },
  },
  {
    name: 'Queued checks',
    value: ({ waitingMax }) => waitingMax,
    floor: 4,
    main: ({ waiting }) => formatCount(waiting),
    beside: ({ waitingMax }) => `highest ${formatCount(waitingMax)}`,
    meaning: 'Checks that are due, but must wait for others to end. If it stays above 0, raise the limits in Settings.',
    limit: {
      risk: 'schedule',
      words: 'more than are running',
      // The highest number comes and goes with many checks of one host. What is still queued now is what lasts.
      exceeded: ({ waiting, inFlight }) => waiting > 0 && waiting >= inFlight,
    },
  },
  {
    name: 'Start delay',
    value: ({ lateness }) => lateness.max,
    floor: 10,
    main: ({ lateness }) => ms(lateness.max),
    beside: ({ lateness }) => `highest; median ${ms(lateness.p50)}, p99 ${ms(lateness.p99)}`,
    meaning: `How long after their time checks start, not counting the queue. Above 1${NBSP}s, intervals get uneven.`,
    limit: { risk: 'schedule', words: `above 1${NBSP}s`, exceeded: ({ lateness }) => lateness.max > 1000 },
  },
  {
    name: 'Skipped checks',
    value: ({ missedSlots }) => missedSlots,
    floor: 5,
    main: ({ missedSlots }) => formatCount(missedSlots),
    beside: ({ uptimeMs }) => `in ${formatDuration(uptimeMs)}`,
    meaning:
      'Skipped because the previous check was still running, or the computer slept. If it grows, an interval is too short.',
  },
  {
    name: 'Unsaved rows',
    value: ({ store }) => store.queued,
    floor: 50,
    main: ({ store }) => formatCount(store.queued),
    beside: ({ store }) => `${formatCount(store.rowsWritten)} saved`,
    meaning: 'Rows that are not in the database yet. Thousands mean that the disk is too slow.',
    limit: { risk: 'history', words: 'above 5,000', exceeded: ({ store }) => store.queued > 5000 },
  },
  {
    name: 'Write time',
    value: ({ store }) => store.writeMs ?? 0,
    floor: 10,
    main: ({ store }) => (store.writeMs === null ? 'none yet' : ms(store.writeMs)),
    meaning: `How long the last batch took. It runs in its own thread and delays no check. Above 1${NBSP}s, the disk is slow.`,
    limit: { risk: 'history', words: `above 1${NBSP}s`, exceeded: ({ store }) => (store.writeMs ?? 0) > 1000 },
  },
  {
    name: 'Database size',
    value: ({ store }) => store.bytes,
    floor: 1024 * 1024,
    main: ({ store }) => formatBytes(store.bytes),
    meaning: 'The database and its write-ahead log. It levels off, depending on how long Settings keep results.',
  },
];

function rate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** What the one event loop does at the moment. */
export function loopSentence({ inFlight, loopDelay, windowMs }: Health): string {
  const checks = inFlight === 0 ? 'no check' : inFlight === 1 ? '1 check' : `${formatCount(inFlight)} checks`;
  return `One event loop runs ${checks} now, and was at most ${ms(loopDelay.max)} late in the last ${formatDuration(windowMs)}.`;
}
