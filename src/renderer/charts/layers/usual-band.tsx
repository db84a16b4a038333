/** The usual latency of an endpoint for each hour, drawn behind its curve. */
import { useMemo } from 'react';
import type { Baseline } from '../../../contract/model/baseline.ts';
import { usualBand } from '../../../shared/baseline.ts';
import { areaPath, linePath, type PathPoint } from '../../../shared/svg-paths.ts';
import { clippedYOf, xOf, type Plot } from '../scale/geometry.ts';
import { shareOf } from '../scale/scale.ts';

const HOUR = 3_600_000;

/** A step for each hour. A missing hour is a gap. @param yOf the height of a value; null: it is not drawn */
function stepsOf(
  { at }: Baseline,
  plot: Plot,
  valueAt: (index: number) => number,
  yOf: (value: number) => number | null,
): PathPoint[] {
  return at.flatMap((start, index) => {
    const y = yOf(valueAt(index));
    const end = xOf(plot, start + HOUR);
    const step = [
      { x: xOf(plot, start), y },
      { x: end, y },
    ];
    return at[index + 1] === start + HOUR ? step : [...step, { x: end, y: null }];
  });
}

export function UsualBand({ baseline, plot }: { readonly baseline: Baseline; readonly plot: Plot }) {
  const { area, line } = useMemo(() => usualPaths(baseline, plot), [baseline, plot]);
  return (
    <g data-usual>
      <path d={area} fill="var(--text-3)" fillOpacity={0.16} />
      <path d={line} fill="none" stroke="var(--text-3)" strokeWidth={1} strokeDasharray="4 3" />
    </g>
  );
}

/**
 * The band as far as the axis reaches, and the median. A median above the axis is not drawn: at the top, it would look
 * like a value of the axis.
 */
export function usualPaths(baseline: Baseline, plot: Plot): { readonly area: string; readonly line: string } {
  const bands = baseline.median.map((median, index) => usualBand(median, baseline.mad[index] ?? 0));
  const clipped = (value: number) => clippedYOf(plot, value);
  const within = (value: number) => (shareOf(plot.scale, value) > 1 ? null : clipped(value));
  return {
    area: areaPath(
      stepsOf(baseline, plot, (index) => bands[index]?.high ?? 0, clipped),
      stepsOf(baseline, plot, (index) => bands[index]?.low ?? 0, clipped),
    ),
    line: linePath(stepsOf(baseline, plot, (index) => baseline.median[index] ?? 0, within)),
  };
}
