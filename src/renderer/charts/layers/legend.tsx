import { useId } from 'react';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import { formatLatency } from '../../format.ts';
import { HatchSwatch } from './hatch.tsx';
import type { HistoryLook } from '../data/history-look.ts';
import { say } from '../../texts.ts';
import css from './legend.module.css';
import type { PhaseLook } from '../data/phase-look.ts';
import { disturbedText, swallowedText } from '../data/point-text.ts';

export interface LegendProps {
  /** The looks of the states in the range, other than up and down. */
  readonly looks: readonly HistoryLook[];
  /** A point has several checks. */
  readonly banded: boolean;
  readonly degradedAbove: number | null;
  /** The threshold is too far above the values to be drawn. */
  readonly thresholdAbove: boolean;
  /** Null: not loaded yet. */
  readonly summary: SeriesSummary | null;
  /** The text for the usual range; null (the default): not shown. */
  readonly usual?: string | null;
}

/** Explains the colors and patterns of the latency chart. */
export function Legend({ looks, banded, degradedAbove, thresholdAbove, summary, usual = null }: LegendProps) {
  const id = useId();
  // Another program counted some of the checks: their percentiles are not known, and the mean and the range are drawn.
  const isCounted = summary !== null && summary.avg !== null && summary.p50 === null;
  return (
    <ul className={css.legend} aria-label="Legend">
      <li>
        <i className={css.lineSwatch} />
        {banded ? (isCounted ? 'Median or mean' : 'Median') : 'Each check'}
      </li>
      {banded ? (
        <>
          <li>
            <i className={css.narrowSwatch} />
            p25 – p75
          </li>
          <li>
            <i className={css.bandSwatch} />
            {isCounted ? 'p5 – p95, or the whole range' : 'p5 – p95'}
          </li>
          <li>
            <i className={css.whiskerSwatch} />
            Highest
          </li>
        </>
      ) : null}
      <li>
        <i className={css.failedSwatch} />
        Failed check
      </li>
      <li>
        <i className={css.downSwatch} />
        {say('history.down')}
      </li>
      {looks.map(({ label, fill }) =>
        fill === 'tint' ? null : (
          <li key={label}>
            <HatchSwatch id={`${id}-${fill}`} fill={fill} />
            {say(label)}
          </li>
        ),
      )}
      {degradedAbove === null ? null : (
        <li>
          <i className={css.degradedSwatch} />
          Degraded above {formatLatency(degradedAbove)}
          {thresholdAbove ? ' (above this chart)' : null}
        </li>
      )}
      {usual === null ? null : (
        <li>
          <i className={css.usualSwatch} />
          {usual}
        </li>
      )}
      {summary === null || summary.disturbed === 0 ? null : (
        <li title="Lookout may have added too much to their durations. Their verdicts count.">
          <i className={css.disturbedSwatch} />
          {disturbedText({ disturbed: summary.disturbed, width: 1 })}, not in the figures
        </li>
      )}
      {summary === null || summary.swallowed === 0 ? null : (
        <li title="An earlier check was still running. The percentiles count them as what they would have measured.">
          {swallowedText(summary.swallowed)}
        </li>
      )}
    </ul>
  );
}

/** The phases of a chart, in the order in which they are stacked. */
export function PhaseLegend({ phases }: { readonly phases: readonly PhaseLook[] }) {
  return (
    <ul className={css.legend} aria-label="Phases">
      {phases.map(({ name, label, color }) => (
        <li key={name}>
          <i className={css.swatch} style={{ background: color }} />
          {label}
        </li>
      ))}
    </ul>
  );
}
