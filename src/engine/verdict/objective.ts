/**
 * Objectives: how much down time is allowed, how much is left, and how fast it is being used up (Google's SRE Workbook, chapter 5,
 * by time instead of by requests). Pure.
 */
import { BURN_WINDOWS, type BurnLevel, type BurnWindow, type ObjectiveStatus } from '../../contract/model/objective.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { ratioOf, shareOf } from './uptime.ts';

const MINUTE: Ms = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LENGTHS: Readonly<Record<BurnWindow, Ms>> = { '5m': 5 * MINUTE, '1h': HOUR, '6h': 6 * HOUR, '3d': 3 * DAY };

/** The Workbook's table 5-8, for a window of 30 days: an alert needs both a long and a short window. */
export const BURN_LIMITS: readonly {
  readonly level: BurnLevel;
  readonly long: Ms;
  readonly short: Ms;
  readonly rate: number;
}[] = [
  { level: 'fast', long: HOUR, short: 5 * MINUTE, rate: 14.4 },
  { level: 'slow', long: 6 * HOUR, short: 30 * MINUTE, rate: 6 },
  { level: 'steady', long: 3 * DAY, short: 6 * HOUR, rate: 1 },
];

/** A period of down time. */
export interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What is known of one endpoint in the window. */
export interface ObjectiveHistory {
  readonly spans: readonly StatusSpan[];
  /** Incidents of a single failed check. They count as down time, but not for the speed. */
  readonly single: readonly Period[];
}

export interface ObjectiveOptions {
  /** A share from 0 to 1. */
  readonly target: number;
  readonly window: Ms;
  readonly now: EpochMs;
}

/** The state of an objective for one endpoint, or for several together, whose mean counts. */
export function objectiveStatus(
  histories: readonly ObjectiveHistory[],
  { target, window, now }: ObjectiveOptions,
): ObjectiveStatus {
  const from = now - window;
  const count = Math.max(1, histories.length);
  const shares = histories.map(({ spans }) => shareOf(spans, from, now));
  const upMs = shares.reduce((sum, share) => sum + share.upMs, 0);
  const downMs = shares.reduce((sum, share) => sum + share.downMs, 0);
  // Whole milliseconds, as down time is: a budget that is used up exactly is not exceeded.
  const budgetMs = Math.round((1 - target) * window);
  const confirmedOf = histories.map((history) => confirmedDown(history));
  const confirmed = confirmedOf.flat();
  const downNow = confirmedOf.filter((periods) => periods.some(({ to }) => to >= now)).length;
  const rateOver = (length: Ms) => (overlap(confirmed, now - length, now) / count / length) * (1 / (1 - target));
  const burn = Object.fromEntries(BURN_WINDOWS.map((name) => [name, rateOver(LENGTHS[name])]));
  const reached = BURN_LIMITS.find(({ long, short, rate }) => rateOver(long) >= rate && rateOver(short) >= rate);
  // If an alert level is reached now, assume that it goes on like that; otherwise, the last days show what is usual.
  const recent = reached?.long ?? 3 * DAY;
  // Down time per time, of all endpoints together: 1 is one endpoint that is always down.
  const usual = overlap(confirmed, now - recent, now) / recent;
  const down = histories.flatMap(({ spans }) => downPeriods(spans));
  return {
    ratio: ratioOf({ upMs, downMs }),
    coverage: (upMs + downMs) / count / window,
    budgetMs,
    downMs: downMs / count,
    leftMs: budgetMs - downMs / count,
    burn: burn as Record<BurnWindow, number>,
    level: reached?.level ?? null,
    forecast: downNow > usual ? 'outage' : 'rate',
    exhaustedAt: forecast(down, Math.max(downNow, usual), budgetMs * count, { window, now }),
  };
}

/**
 * When the down time in the window reaches the budget, if more is added at a steady rate while the oldest leaves the window.
 * @param down down time up to now
 * @param rate down time per time
 * @returns null: not within the length of the window, or it is used up already
 */
export function forecast(
  down: readonly Period[],
  rate: number,
  budgetMs: Ms,
  { window, now }: { readonly window: Ms; readonly now: EpochMs },
): EpochMs | null {
  if (rate <= 0) return null;
  const edges = down.flatMap(({ from, to }) => [from + window, Math.min(to, now) + window]);
  const steps = [...new Set(edges.filter((at) => at > now && at < now + window))].sort((a, b) => a - b);
  const usedAt = (at: EpochMs) => overlap(down, at - window, now) + rate * (at - now);
  let before = now;
  let used = usedAt(now);
  if (used >= budgetMs) return null;
  for (const step of [...steps, now + window]) {
    const then = usedAt(step);
    // Between two edges, the down time in the window is linear.
    if (then >= budgetMs) return before + ((budgetMs - used) / (then - used)) * (step - before);
    before = step;
    used = then;
  }
  return null;
}

/** The down time of an endpoint without incidents of a single failed check. */
export function confirmedDown({ spans, single }: ObjectiveHistory): readonly Period[] {
  return downPeriods(spans).filter(({ from, to }) => !single.some((one) => one.from <= from && one.to >= to));
}

/** In order, and without overlaps: where the clock was set back, time counts once (`shareOf`). */
function downPeriods(spans: readonly StatusSpan[]): readonly Period[] {
  let covered = -Infinity;
  return spans
    .toSorted((a, b) => a.from - b.from)
    .flatMap(({ status, from, to }) => {
      const start = Math.max(from, covered);
      if (to <= start) return [];
      covered = to;
      return status === 'down' ? [{ from: start, to }] : [];
    });
}

function overlap(periods: readonly Period[], from: EpochMs, to: EpochMs): Ms {
  return periods.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0);
}
