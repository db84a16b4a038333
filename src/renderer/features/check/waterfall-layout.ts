/** The phases of a check as consecutive bars. Pure. */
import type { CheckSummary } from '../../../contract/model/check.ts';
import { sumOf } from '../../charts/scale/geometry.ts';
import { withUndeclared, type PhaseLook } from '../../charts/data/phase-look.ts';
import type { Ms } from '../../../contract/model/units.ts';

export interface WaterfallBar {
  /** Null: time that no phase accounts for. */
  readonly phase: PhaseLook | null;
  /** From the start of the check. */
  readonly startMs: Ms;
  readonly ms: Ms;
  /** Both as shares of the whole, 0 to 1. */
  readonly start: number;
  readonly share: number;
  /** The check failed in this phase. */
  readonly failed: boolean;
}

export interface Waterfall {
  readonly bars: readonly WaterfallBar[];
  /** The total of all bars: the duration, or the sum of the phases if that is more. */
  readonly totalMs: Ms;
}

/** Unaccounted time below these limits is a rounding error: a share of the total, and milliseconds. */
const REST_SHARE = 0.02;
const REST_MS = 0.1;

/**
 * The bars in the order in which the phases happen. Time that no phase accounts for becomes the phase in which the check
 * failed, if that one was not measured to its end, otherwise a bar of its own.
 * @param declared the phases of the kind, in order
 */
export function waterfall(
  check: Pick<CheckSummary, 'durationMs' | 'phases' | 'failure'>,
  declared: readonly PhaseLook[],
): Waterfall {
  const failedIn = check.failure?.phase;
  const sum = sumOf(check.phases);
  const totalMs = Math.max(check.durationMs, sum);
  const left = totalMs - sum;
  const unfinished = failedIn !== undefined && check.phases[failedIn] === undefined && left > 0 ? failedIn : null;

  const bars: WaterfallBar[] = [];
  let startMs = 0;
  const push = (phase: WaterfallBar['phase'], ms: Ms, failed: boolean) => {
    const share = totalMs === 0 ? 0 : ms / totalMs;
    bars.push({ phase, startMs, ms, start: totalMs === 0 ? 0 : startMs / totalMs, share, failed });
    startMs += ms;
  };
  const names = Object.keys(check.phases);
  for (const phase of withUndeclared(declared, unfinished === null ? names : [...names, unfinished])) {
    const ms = phase.name === unfinished ? left : check.phases[phase.name];
    if (ms !== undefined) push(phase, ms, phase.name === failedIn);
  }
  if (unfinished === null && left > Math.max(totalMs * REST_SHARE, REST_MS)) push(null, left, false);
  return { bars, totalMs };
}

/** The longest duration among checks; 0: there are none. */
export function longestOf(checks: readonly Pick<CheckSummary, 'durationMs'>[]): Ms {
  return checks.reduce((longest, { durationMs }) => Math.max(longest, durationMs), 0);
}

/** The width of a check's bar as a share of the widest; never too narrow to see. */
export function barShare(totalMs: Ms, longestMs: Ms): number {
  return longestMs === 0 ? 0 : Math.min(1, Math.max(0.02, totalMs / longestMs));
}
