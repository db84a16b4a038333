/** What the health page shows: each figure, how it is written, what it means and when to worry. */
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { formatBytes, formatCount, formatDuration, formatLatency, formatPercent } from '../../format.ts';

export interface Figure {
  readonly name: string;
  /** The one number of it that is drawn over time. */
  readonly value: (health: Health) => number;
  /** The scale of its small chart reaches at least this. */
  readonly floor: number;
  /** The number in large. */
  readonly main: (health: Health) => string;
  /** Beside it, in small. */
  readonly beside?: (health: Health) => string;
  /** One sentence: what it means and when to worry. */
  readonly meaning: string;
  /** Whether now is when to worry. */
  readonly worrying: (health: Health, settings: Settings) => boolean;
}

/** An event loop that is this late makes a check's latency wrong by as much. */
const LATE_MS = 50;

const ms = formatLatency;
const spread = (of: { p50: number; p99: number }) => `p50 ${ms(of.p50)}, p99 ${ms(of.p99)}`;

/** The loop first, then the schedule, then the store. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'Event-loop delay',
    value: (health) => health.loopDelay.max,
    floor: 10,
    main: (health) => `${ms(health.loopDelay.max)} at most`,
    beside: (health) => spread(health.loopDelay),
    meaning: `How late the loop ran what was due. Above ${LATE_MS}\u00a0ms, measured latencies begin to be wrong.`,
    worrying: (health) => health.loopDelay.max > LATE_MS,
  },
  {
    name: 'Loop busy',
    value: (health) => health.loopUtilization,
    floor: 0.5,
    main: (health) => formatPercent(health.loopUtilization),
    meaning: 'The share of time in which the loop works instead of waiting. Above 80\u00a0% it will soon be late.',
    worrying: (health) => health.loopUtilization > 0.8,
  },
  {
    name: 'CPU',
    value: (health) => health.cpu,
    floor: 0.5,
    main: (health) => `${health.cpu.toFixed(2)} cores`,
    meaning: 'Processor time of the whole process. Steadily above 1\u00a0core, it checks more than it should.',
    worrying: (health) => health.cpu > 1,
  },
  {
    name: 'Memory',
    value: (health) => health.memory.rss,
    floor: 200 * 1024 * 1024,
    main: (health) => formatBytes(health.memory.rss),
    beside: (health) => `heap ${formatBytes(health.memory.heapUsed)}`,
    meaning: 'What the process holds. It should level off; if it grows for hours, something leaks.',
    worrying: (health) => health.memory.rss > 1.5 * 1024 ** 3,
  },
  {
    name: 'Checks',
    value: (health) => health.checksPerSecond,
    floor: 1,
    main: (health) => `${rate(health.checksPerSecond)} a second`,
    beside: (health) => `${formatCount(health.checksTotal)} since the start`,
    meaning: 'How many checks end in a second. It follows from the intervals and should be steady.',
    worrying: () => false,
  },
  {
    name: 'In flight',
    value: (health) => health.inFlightMax,
    floor: 4,
    main: (health) => formatCount(health.inFlight),
    beside: (health) => `at most ${formatCount(health.inFlightMax)}`,
    meaning: 'Checks that are waiting for an answer right now. At the limit of the gate, others have to queue.',
    worrying: (health, settings) => health.inFlightMax >= settings.maxConcurrent,
  },
  {
    name: 'Waiting in the gate',
    value: (health) => health.waitingMax,
    floor: 4,
    main: (health) => formatCount(health.waiting),
    beside: (health) => `at most ${formatCount(health.waitingMax)}`,
    meaning: 'Checks that are due but have no place. When it stays above 0, raise the limits in Settings.',
    // The most in the window comes and goes with bursts to one host; what is still waiting now is what lasts.
    worrying: (health) => health.waiting > 0 && health.waiting >= health.inFlight,
  },
  {
    name: 'Lateness',
    value: (health) => health.lateness.max,
    floor: 10,
    main: (health) => `${ms(health.lateness.max)} at most`,
    beside: (health) => spread(health.lateness),
    meaning: 'How long after they were due checks began, the gate not counted. Above 1\u00a0s, the cadence slips.',
    worrying: (health) => health.lateness.max > 1000,
  },
  {
    name: 'Missed slots',
    value: (health) => health.missedSlots,
    floor: 5,
    main: (health) => formatCount(health.missedSlots),
    beside: (health) => `in ${formatDuration(health.uptimeMs)}`,
    meaning:
      'Checks dropped because the one before was still running, or this machine slept. Growing: an interval is too short.',
    worrying: () => false,
  },
  {
    name: 'Rows waiting',
    value: (health) => health.store.queued,
    floor: 50,
    main: (health) => formatCount(health.store.queued),
    beside: (health) => `${formatCount(health.store.rowsWritten)} written`,
    meaning: 'Results that are not on the disk yet. Thousands mean that the disk does not keep up.',
    worrying: (health) => health.store.queued > 5000,
  },
  {
    name: 'Write time',
    value: (health) => health.store.writeMs ?? 0,
    floor: 10,
    main: (health) => (health.store.writeMs === null ? 'none yet' : ms(health.store.writeMs)),
    meaning:
      'How long the last batch took, in a thread of its own: it never holds up checks. Above 1\u00a0s, the disk is slow.',
    worrying: (health) => (health.store.writeMs ?? 0) > 1000,
  },
  {
    name: 'Size',
    value: (health) => health.store.bytes,
    floor: 1024 * 1024,
    main: (health) => formatBytes(health.store.bytes),
    meaning: 'Database and write-ahead log. How long results are kept, in Settings, decides where it levels off.',
    worrying: () => false,
  },
];

function rate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** The page in one sentence. */
export function headline(health: Health): string {
  const waits = health.inFlight;
  const holding =
    waits === 0
      ? 'One event loop, and no check is waiting for an answer'
      : `One event loop is holding ${formatCount(waits)} ${waits === 1 ? 'wait' : 'waits'}`;
  return `${holding}; it was never more than ${formatLatency(health.loopDelay.max)} late in the last ${formatDuration(health.windowMs)}.`;
}
