/** Describes objectives in words. Pure. */
import type { BurnLevel, ObjectiveView } from '../../../contract/model/objective.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { formatDuration, formatIn, formatMinute, formatPercent, formatSetDuration } from '../../format.ts';

/** `99.9 % over 30 d`. */
export function targetText({ target, window }: ObjectiveView['config']): string {
  return `${target}\u00a0% over ${formatSetDuration(window)}`;
}

/** What is left of the budget: `32 min 5 s of 43 min 12 s left`, `missed by 3 min`. */
export function budgetText({ leftMs, budgetMs }: ObjectiveView): string {
  if (leftMs < 0) return `Missed by ${formatDuration(-leftMs)}`;
  return `${formatDuration(leftMs)} of ${formatDuration(budgetMs)} left`;
}

const LEVELS: Readonly<Record<BurnLevel, string>> = {
  fast: 'Burning fast: at least 2 % of a month’s budget within the last hour',
  slow: 'Burning: at least 5 % of a month’s budget within the last 6 hours',
  steady: 'Burning steadily: more than the objective allows over the last 3 days',
};

/** The outlook: when the budget will be used up. */
export function outlookText(objective: ObjectiveView, now: EpochMs): string {
  const { level } = objective;
  return level === null ? forecastText(objective, now) : `${LEVELS[level]}. ${forecastText(objective, now)}`;
}

function forecastText({ leftMs, exhaustedAt, forecast, endpoints }: ObjectiveView, now: EpochMs): string {
  if (leftMs <= 0) return 'The budget is used up.';
  const outage = endpoints.length === 1 ? 'If it stays down' : 'If nothing recovers';
  const assumed = forecast === 'outage' ? outage : 'At the current rate';
  if (exhaustedAt === null) return `${assumed}, the budget will last.`;
  return `${assumed}, the budget will be used up ${formatIn(exhaustedAt, now)} (${formatMinute(exhaustedAt, now)}).`;
}

/** `0`, `1.2×`. */
export function burnText(rate: number): string {
  if (rate === 0) return '0';
  return rate < 0.05 ? '<\u00a00.1×' : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}×`;
}

/** The uptime, and how much of the window is known. */
export function ratioText({ ratio, coverage }: Pick<ObjectiveView, 'ratio' | 'coverage'>): string {
  if (ratio === null) return 'nothing known';
  const known = coverage >= 0.995 ? '' : `, ${formatPercent(coverage)} known`;
  return `${formatPercent(ratio)}${known}`;
}
