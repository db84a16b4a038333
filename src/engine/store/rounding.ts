/**
 * Durations are stored with about three digits: to 1 µs below 0.5 ms, then in steps that grow with the duration, up to
 * 0.1 ms from 25 ms on. That is finer than any network repeats itself, and takes half the bytes of whole microseconds.
 * All here are whole microseconds.
 */

/** Durations below `below` are rounded to `step`. */
const STEPS: readonly { readonly below: number; readonly step: number }[] = [
  { below: 500, step: 1 },
  { below: 1000, step: 2 },
  { below: 2500, step: 5 },
  { below: 5000, step: 10 },
  { below: 10_000, step: 20 },
  { below: 25_000, step: 50 },
  { below: Infinity, step: 100 },
];
/** Nothing is stored further than this from what was measured. */
export const COARSEST_STEP = 100;

/** The step to which a duration is rounded. */
export function stepOf(duration: number): number {
  for (const { below, step } of STEPS) if (duration < below) return step;
  return COARSEST_STEP;
}

/** At most half a step from the duration. */
export function roundDuration(duration: number): number {
  return roundTo(duration, stepOf(duration));
}

/** For each step, the shortest duration, and its index among all rounded durations. */
const LEVELS = STEPS.reduce<readonly { readonly from: number; readonly level: number; readonly step: number }[]>(
  (levels, { step }, index) => {
    const from = STEPS[index - 1]?.below ?? 0;
    const before = levels.at(-1);
    const level = before === undefined ? 0 : before.level + (from - before.from) / before.step;
    return [...levels, { from, level, step }];
  },
  [],
);

/** The number of a rounded duration among all rounded durations, from 0; null: it is not rounded. */
export function levelOf(duration: number): number | null {
  for (let index = LEVELS.length - 1; index >= 0; index -= 1) {
    const found = LEVELS[index];
    if (found === undefined || duration < found.from) continue;
    const steps = (duration - found.from) / found.step;
    return Number.isInteger(steps) ? found.level + steps : null;
  }
  return null;
}

/** The inverse of `levelOf`. */
export function durationOf(level: number): number {
  // From the longest durations down, because those are the usual ones.
  for (let index = LEVELS.length - 1; index >= 0; index -= 1) {
    const found = LEVELS[index];
    if (found !== undefined && level >= found.level) return found.from + (level - found.level) * found.step;
  }
  return 0;
}

/**
 * Rounds phases to the step of their rounded duration, each by at most one step: the ends of the phases are rounded, so that
 * phases that add up to the duration still do.
 */
export function roundPhases(phases: readonly number[], duration: number): readonly number[] {
  const total = roundDuration(duration);
  const step = stepOf(total);
  const rounded: number[] = [];
  let end = 0;
  let roundedEnd = 0;
  for (const phase of phases) {
    end += phase;
    // The microseconds that a sum lost to rounding must not show as a part of the duration that is in no phase.
    const next = Math.abs(end - duration) < step / 2 ? total : roundTo(end, step);
    const wanted = Math.max(0, next - roundedEnd);
    const chosen = Math.abs(wanted - phase) <= step ? wanted : roundTo(phase, step);
    rounded.push(chosen);
    // Where this phase ends, also if it could not end where it should: the next one makes up for it.
    roundedEnd += chosen;
  }
  return rounded;
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}
