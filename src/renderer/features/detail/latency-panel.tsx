import { useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import { highest, reaches, type ChartMode } from '../../charts/geometry.ts';
import { LatencyChart } from '../../charts/latency-chart.tsx';
import type { PhaseLook } from '../../charts/phase-look.ts';
import { breakAfter, type ChartRow } from '../../charts/rows.ts';
import { useWidth } from '../../charts/use-width.ts';
import { formatCount, formatLatency } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { usePhases } from '../check/use-phases.ts';
import css from './latency-panel.module.css';
import { RANGES, rangeOf, type RangeName } from './ranges.ts';
import { useLatency } from './use-latency.ts';

const CHART_HEIGHT = 232;

const MODES: readonly { value: ChartMode; label: string }[] = [
  { value: 'line', label: 'Latency' },
  { value: 'phases', label: 'Phases' },
];
const RANGE_OPTIONS = RANGES.map((range) => ({ value: range.name, label: range.label }));

export interface LatencyPanelProps {
  readonly endpoint: EndpointView['endpoint'];
  readonly onChoose: (row: ChartRow) => void;
}

/** The chart with its ranges, its ways to be drawn, and the figures over the range. */
export function LatencyPanel({ endpoint, onChoose }: LatencyPanelProps) {
  const [rangeName, setRangeName] = useState<RangeName>('live');
  const [mode, setMode] = useState<ChartMode>('line');
  const [ref, width] = useWidth<HTMLDivElement>();
  const range = rangeOf(rangeName);
  const { rows, from, to, step, summary, trouble, retry } = useLatency(endpoint.id, range, width);
  const { interval, degradedAbove } = endpoint.config;
  const phases = usePhases(endpoint.config.kind);
  const gap = useMemo(() => breakAfter(rows ?? [], step, interval), [rows, step, interval]);

  return (
    <section className={css.panel} aria-label="Latency">
      <header className={css.header}>
        <ToggleGroup value={mode} onChange={setMode} options={MODES} label="What the chart shows" />
        <SummaryFigures summary={summary} />
        <ToggleGroup value={rangeName} onChange={setRangeName} options={RANGE_OPTIONS} label="Range" />
      </header>
      <div ref={ref} className={css.chart}>
        <LatencyChart
          rows={rows}
          from={from}
          to={to}
          mode={mode}
          phases={phases}
          gap={gap}
          degradedAbove={degradedAbove}
          width={width}
          height={CHART_HEIGHT}
          label={`${mode === 'line' ? 'Latency' : 'Phases'} of ${endpoint.config.name}, ${range.words}`}
          onChoose={onChoose}
        />
        {trouble === null ? null : (
          <p className={css.trouble} role="alert">
            {trouble}
            <Button size="sm" onClick={retry}>
              Try again
            </Button>
          </p>
        )}
      </div>
      <Legend mode={mode} phases={phases} rows={rows ?? []} banded={step > 0} degradedAbove={degradedAbove} />
    </section>
  );
}

/** Every figure keeps its place while it changes; `–` where nothing succeeded. */
function SummaryFigures({ summary }: { readonly summary: SeriesSummary | null }) {
  const ms = (value: number | null | undefined) => (value === null || value === undefined ? '–' : formatLatency(value));
  const figures = [
    ['Median', ms(summary?.p50)],
    ['p95', ms(summary?.p95)],
    ['p99', ms(summary?.p99)],
    ['Highest', ms(summary?.max)],
  ];
  return (
    <dl className={css.summary}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Failed</dt>
        <dd className={(summary?.down ?? 0) > 0 ? css.failed : undefined}>
          {summary === null ? '–' : `${formatCount(summary.down)} of ${formatCount(summary.count + summary.down)}`}
        </dd>
      </div>
    </dl>
  );
}

interface LegendProps {
  readonly mode: ChartMode;
  readonly phases: readonly PhaseLook[];
  readonly rows: readonly ChartRow[];
  readonly banded: boolean;
  readonly degradedAbove: number | null;
}

function Legend({ mode, phases, rows, banded, degradedAbove }: LegendProps) {
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
        <i className={css.downSwatch} />
        Failed
      </li>
      <li>
        <i className={css.unknownSwatch} />
        Unknown
      </li>
      {degradedAbove === null ? null : (
        <li>
          <i className={css.degradedSwatch} />
          Degraded above {formatLatency(degradedAbove)}
          {drawn ? null : ' (above this chart)'}
        </li>
      )}
    </ul>
  );
}
