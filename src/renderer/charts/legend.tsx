import { useId } from 'react';
import type { SeriesSummary } from '../../contract/model/series.ts';
import { formatLatency } from '../format.ts';
import { highest, reaches, type ChartMode } from './geometry.ts';
import { HatchSwatch } from './hatch.tsx';
import type { HistoryLook } from './history-look.ts';
import { say } from '../texts.ts';
import css from './legend.module.css';
import type { PhaseLook } from './phase-look.ts';
import { disturbedText, swallowedText } from './point-text.ts';
import type { ChartRow } from './rows.ts';

export interface LegendProps {
  readonly mode: ChartMode;
  readonly phases: readonly PhaseLook[];
  readonly rows: readonly ChartRow[];
  /** The looks of the states in the range, other than up and down. */
  readonly looks: readonly HistoryLook[];
  /** A point has several checks. */
  readonly banded: boolean;
  readonly degradedAbove: number | null;
  /** Null: not loaded yet. */
  readonly summary: SeriesSummary | null;
}

/** What the colors and patterns of the chart mean. */
export function Legend({ mode, phases, rows, looks, banded, degradedAbove, summary }: LegendProps) {
  const id = useId();
  const drawn = reaches(degradedAbove, highest(rows, mode));
  return (
    <ul className={css.legend} aria-label="Legend">
      {mode === 'phases' ? (
        phases.map(({ name, label, color }) => (
          <li key={name}>
            <i className={css.swatch} style={{ background: color }} />
            {label}
          </li>
        ))
      ) : (
        <>
          <li>
            <i className={css.lineSwatch} />
            {banded ? 'Mean' : 'Each check'}
          </li>
          {banded ? (
            <li>
              <i className={css.bandSwatch} />
              Lowest to highest
            </li>
          ) : null}
        </>
      )}
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
          {drawn ? null : ' (above this chart)'}
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
