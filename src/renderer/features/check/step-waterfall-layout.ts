/** The positions of the bars of a check's steps. Pure. */
import type { StepResult } from '../../../contract/model/check.ts';
import { sumOf } from '../../charts/scale/geometry.ts';
import { withUndeclared, type PhaseLook } from '../../charts/data/phase-look.ts';

export const STEP_OUTCOMES: Readonly<Record<StepResult['outcome'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  allowed: 'Failed, allowed',
  skipped: 'Skipped',
};

export interface StepBar {
  readonly step: StepResult;
  /** Both as shares of the time from the start of the first step to the end of the last, 0 to 1. */
  readonly start: number;
  readonly share: number;
  /** Its phases in their order, as shares of the bar. */
  readonly segments: readonly { readonly name: string; readonly color: string; readonly share: number }[];
}

/** @param declared the phases of the kind, in order */
export function stepBars(steps: readonly StepResult[], declared: readonly PhaseLook[]): readonly StepBar[] {
  const totalMs = Math.max(...steps.map(({ startMs, durationMs }) => startMs + durationMs), 0);
  return steps.map((step) => {
    const { phases = {}, startMs, durationMs } = step;
    const sum = sumOf(phases);
    const segments = withUndeclared(declared, Object.keys(phases)).flatMap(({ name, color }) => {
      const ms = phases[name];
      return ms === undefined || sum === 0 ? [] : [{ name, color, share: ms / sum }];
    });
    if (totalMs === 0) return { step, start: 0, share: 0, segments };
    return { step, start: startMs / totalMs, share: durationMs / totalMs, segments };
  });
}
