import { memo } from 'react';
import type { MetricSummary, SeriesSummary } from '../../../../contract/model/series.ts';
import { formatCount } from '../../../format.ts';
import css from './charts-panel.module.css';

export type ValueFigures = Pick<MetricSummary, 'p50' | 'p95' | 'p99' | 'max'>;

export interface FiguresProps {
  /** The figures over the view; null: not loaded yet. */
  readonly figures: ValueFigures | null;
  /** The counts of all and of failed checks; null: not shown here. */
  readonly checks: Pick<SeriesSummary, 'count' | 'down'> | null;
  readonly write: (value: number) => string;
}

/** Figures above a chart. Each keeps its place while it changes; `–` if no check succeeded. */
export const Figures = memo(function Figures({ figures, checks, write }: FiguresProps) {
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '–' : write(value));
  const shown = [
    ['Median', text(figures?.p50)],
    ['p95', text(figures?.p95)],
    ['p99', text(figures?.p99)],
    ['Highest', text(figures?.max)],
  ];
  return (
    <dl className={css.figures}>
      {shown.map(([label, value]) => (
        <div key={label} data-figure={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {checks === null ? null : (
        <div>
          <dt>Failed</dt>
          <dd className={checks.down > 0 ? css.failed : undefined}>
            {`${formatCount(checks.down)} of ${formatCount(checks.count + checks.down)}`}
          </dd>
        </div>
      )}
    </dl>
  );
});
