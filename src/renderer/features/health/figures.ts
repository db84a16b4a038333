/** The figures of the health page, with their formats and limits. */
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { formatBytes, formatCount, formatDuration, formatLatency, formatPercent } from '../../format.ts';
import { say } from '../../texts.ts';

/** What is at risk when a figure exceeds its limit, the worst first. */
export const RISKS = ['measurements', 'schedule', 'history', 'resources'] as const;
export type Risk = (typeof RISKS)[number];

/** Each has the texts `health.NAME` (its label) and `health.NAME.meaning`. */
export type FigureName =
  | 'loopDelay'
  | 'disturbed'
  | 'loopUse'
  | 'cpu'
  | 'memory'
  | 'rate'
  | 'running'
  | 'queued'
  | 'startDelay'
  | 'skipped'
  | 'unsaved'
  | 'writeTime'
  | 'database';

export interface Limit {
  readonly risk: Risk;
  /** Such as `above 50 ms`. */
  readonly words: () => string;
  readonly exceeded: (health: Health, settings: Settings) => boolean;
  /** The number that exceeds the limit, if it is not the main one. */
  readonly number?: (health: Health) => string;
}

export interface Figure {
  readonly name: FigureName;
  /** The number to draw over time. */
  readonly value: (health: Health) => number;
  /** The scale of its small chart reaches at least this value. */
  readonly floor: number;
  /** The main number, in large type. */
  readonly main: (health: Health) => string;
  /** More numbers, in small type. */
  readonly beside?: (health: Health) => string;
  /** The limit that the text `health.NAME.meaning` mentions, if it mentions one. */
  readonly mentioned?: string;
  /** Absent: any value is fine. */
  readonly limit?: Limit;
}

const LATE_MS = 50;
const UNEVEN_MS = 1000;
const SLOW_WRITE_MS = 1000;
const MOST_ROWS = 5000;
const MOST_BYTES = 1.5 * 1024 ** 3;
/** Fewer disturbed checks than this may be chance, whatever their share. */
const FEW_DISTURBED = 3;
const MOST_DISTURBED = 0.05;
const MOST_USE = 0.8;

const NBSP = '\u00a0';
const LATE = `${LATE_MS}${NBSP}ms`;
const BUSY = `80${NBSP}%`;
const ONE_CORE = `1${NBSP}core`;
const ONE_SECOND = formatDuration(UNEVEN_MS);

const ms = formatLatency;
const disturbedShare = ({ checks, disturbed }: Health) => (checks === 0 ? 0 : disturbed / checks);
const above = (limit: string) => () => say('health.above', { limit });

/** First what measurements depend on, then the schedule, then the store. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'loopDelay',
    value: ({ loopDelay }) => loopDelay.p99,
    floor: 10,
    main: ({ loopDelay }) => ms(loopDelay.p99),
    beside: ({ loopDelay: { p50, max } }) => say('health.loopDelay.beside', { median: ms(p50), max: ms(max) }),
    mentioned: LATE,
    limit: { risk: 'schedule', words: above(LATE), exceeded: ({ loopDelay }) => loopDelay.p99 > LATE_MS },
  },
  {
    name: 'disturbed',
    value: disturbedShare,
    floor: 0.1,
    main: (health) => formatPercent(disturbedShare(health)),
    beside: ({ checks, disturbed }) =>
      say('health.disturbed.beside', { part: formatCount(disturbed), whole: formatCount(checks) }),
    limit: {
      risk: 'measurements',
      words: above(`5${NBSP}%`),
      exceeded: (health) => health.disturbed >= FEW_DISTURBED && disturbedShare(health) > MOST_DISTURBED,
    },
  },
  {
    name: 'loopUse',
    value: ({ loopUtilization }) => loopUtilization,
    floor: 0.5,
    main: ({ loopUtilization }) => formatPercent(loopUtilization),
    mentioned: BUSY,
    limit: { risk: 'schedule', words: above(BUSY), exceeded: ({ loopUtilization }) => loopUtilization > MOST_USE },
  },
  {
    name: 'cpu',
    value: ({ cpu }) => cpu,
    floor: 0.5,
    main: ({ cpu }) => say('health.cores', { value: cpu.toFixed(2) }),
    mentioned: ONE_CORE,
    limit: { risk: 'resources', words: above(ONE_CORE), exceeded: ({ cpu }) => cpu > 1 },
  },
  {
    name: 'memory',
    value: ({ memory }) => memory.rss,
    floor: 200 * 1024 * 1024,
    main: ({ memory }) => formatBytes(memory.rss),
    beside: ({ memory }) => say('health.memory.beside', { heap: formatBytes(memory.heapUsed) }),
    limit: {
      risk: 'resources',
      words: above(formatBytes(MOST_BYTES)),
      exceeded: ({ memory }) => memory.rss > MOST_BYTES,
    },
  },
  {
    name: 'rate',
    value: ({ checksPerSecond }) => checksPerSecond,
    floor: 1,
    main: ({ checksPerSecond }) => rate(checksPerSecond),
    beside: ({ checksTotal }) => say('health.since', { value: formatCount(checksTotal) }),
  },
  {
    name: 'running',
    value: ({ inFlightMax }) => inFlightMax,
    floor: 4,
    main: ({ inFlight }) => formatCount(inFlight),
    beside: ({ inFlightMax }) => say('health.highest', { max: formatCount(inFlightMax) }),
    limit: {
      risk: 'schedule',
      words: () => say('health.running.limit'),
      number: ({ inFlightMax }) => say('health.running.atOnce', { max: formatCount(inFlightMax) }),
      exceeded: ({ inFlightMax }, { maxConcurrent }) => inFlightMax >= maxConcurrent,
    },
  },
  {
    name: 'queued',
    value: ({ waitingMax }) => waitingMax,
    floor: 4,
    main: ({ waiting }) => formatCount(waiting),
    beside: ({ waitingMax }) => say('health.highest', { max: formatCount(waitingMax) }),
    limit: {
      risk: 'schedule',
      words: () => say('health.queued.limit'),
      // The highest number may be a short burst of checks of one host. Checks that are still queued now are a lasting
      // problem.
      exceeded: ({ waiting, inFlight }) => waiting > 0 && waiting >= inFlight,
    },
  },
  {
    name: 'startDelay',
    value: ({ lateness }) => lateness.max,
    floor: 10,
    main: ({ lateness }) => ms(lateness.max),
    beside: ({ lateness: { p50, p99 } }) => say('health.startDelay.beside', { median: ms(p50), p99: ms(p99) }),
    mentioned: ONE_SECOND,
    limit: { risk: 'schedule', words: above(ONE_SECOND), exceeded: ({ lateness }) => lateness.max > UNEVEN_MS },
  },
  {
    name: 'skipped',
    value: ({ missedSlots }) => missedSlots,
    floor: 5,
    main: ({ missedSlots }) => formatCount(missedSlots),
    beside: ({ uptimeMs }) => say('health.skipped.beside', { lasted: formatDuration(uptimeMs) }),
  },
  {
    name: 'unsaved',
    value: ({ store }) => store.queued,
    floor: 50,
    main: ({ store }) => formatCount(store.queued),
    beside: ({ store }) => say('health.unsaved.beside', { value: formatCount(store.rowsWritten) }),
    limit: { risk: 'history', words: above(formatCount(MOST_ROWS)), exceeded: ({ store }) => store.queued > MOST_ROWS },
  },
  {
    name: 'writeTime',
    value: ({ store }) => store.writeMs ?? 0,
    floor: 10,
    main: ({ store }) => (store.writeMs === null ? say('health.writeTime.none') : ms(store.writeMs)),
    mentioned: ONE_SECOND,
    limit: {
      risk: 'history',
      words: above(ONE_SECOND),
      exceeded: ({ store }) => (store.writeMs ?? 0) > SLOW_WRITE_MS,
    },
  },
  {
    name: 'database',
    value: ({ store }) => store.bytes,
    floor: 1024 * 1024,
    main: ({ store }) => formatBytes(store.bytes),
  },
];

/** The label of a figure. */
export function figureLabel({ name }: Pick<Figure, 'name'>): string {
  return say(`health.${name}`);
}

/** Explains a figure in one or two sentences. */
export function figureMeaning({ name, mentioned }: Pick<Figure, 'name' | 'mentioned'>): string {
  return say(`health.${name}.meaning`, { limit: mentioned });
}

function rate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** The text when nothing is wrong, with the current state of the event loop. */
export function withinLimitsText({ inFlight, loopDelay, windowMs }: Health): string {
  return say('health.withinLimits', { count: inFlight, late: ms(loopDelay.max), window: formatDuration(windowMs) });
}
