import { memo } from 'react';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { historyPath, type HistoryPoint } from '../data/history-path.ts';
import css from './history-line.module.css';

export interface HistoryLineProps {
  /** Oldest first. */
  readonly points: readonly HistoryPoint[];
  readonly to: EpochMs;
  readonly span: Ms;
  /** The scale goes up to at least this value, so that noise near zero does not fill the chart. */
  readonly floor: number;
}

const WIDTH = 200;
const HEIGHT = 36;

/**
 * A few minutes of one figure, from 0, without axes. It is plain SVG, because a dozen of these are redrawn every second and
 * each needs only a path.
 */
export const HistoryLine = memo(function HistoryLine({ points, to, span, floor }: HistoryLineProps) {
  const path = historyPath(points, { from: to - span, to, floor, width: WIDTH, height: HEIGHT });
  return (
    <svg className={css.line} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className={css.base} vectorEffect="non-scaling-stroke" />
      <path d={path.area} className={css.area} />
      <path d={path.line} className={css.stroke} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});
