import { useCallback, useState } from 'react';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { endOf } from '../../charts/bands.ts';
import type { ChartMode } from '../../charts/geometry.ts';
import { legendLooks } from '../../charts/history-look.ts';
import { LatencyChart } from '../../charts/latency-chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import type { ChartRow } from '../../charts/rows.ts';
import { useSize } from '../../charts/use-size.ts';
import { LATENCY } from '../../charts/value-format.ts';
import { formatCount, formatLatency } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { Button } from '../../components/button.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { usePhases } from '../check/use-phases.ts';
import css from './latency-panel.module.css';
import { RANGES, rangeOf, type RangeName } from './ranges.ts';
import { useLatency } from './use-latency.ts';
import { useStatusHistory } from './use-status-history.ts';

const MODES: readonly { value: ChartMode; label: string }[] = [
  { value: 'line', label: 'Latency' },
  { value: 'phases', label: 'Phases' },
];
const RANGE_OPTIONS = RANGES.map((range) => ({ value: range.name, label: range.label }));

export interface LatencyPanelProps {
  readonly view: EndpointView;
  /** The check that is shown in full; null: none. */
  readonly chosenAt: EpochMs | null;
  readonly onChoose: (row: ChartRow) => void;
}

/** The chart with its ranges, its ways to be drawn, and the figures over the range. */
export function LatencyPanel({ view, chosenAt, onChoose }: LatencyPanelProps) {
  const { endpoint, state } = view;
  const { interval, degradedAbove } = endpoint.config;
  const [rangeName, setRangeName] = useState<RangeName>('live');
  const [mode, setMode] = useState<ChartMode>('line');
  const [ref, size] = useSize<HTMLDivElement>();
  const range = rangeOf(rangeName);
  const latency = useLatency(endpoint.id, range, size.width, interval);
  const history = useStatusHistory(endpoint.id, state, range, size.width);
  const { rows, step, summary, trouble, retry } = latency;
  const { kind } = endpoint.config;
  const phases = usePhases(kind);
  const texts = useTexts();
  const failureText = useCallback((failure: FailureSummary) => texts.failure(failure, kind), [texts, kind]);

  return (
    <section className={css.panel} aria-label="Latency">
      <header className={css.header}>
        <ToggleGroup value={mode} onChange={setMode} options={MODES} label="What the chart shows" />
        <SummaryFigures summary={summary} />
        <ToggleGroup value={rangeName} onChange={setRangeName} options={RANGE_OPTIONS} label="Range" />
      </header>
      <div ref={ref} className={css.chart}>
        <LatencyChart
          // Another axis begins with a scale of its own.
          key={`${endpoint.id} ${rangeName} ${mode}`}
          rows={rows}
          history={history}
          from={latency.from}
          to={latency.to}
          moving={latency.moving}
          mode={mode}
          phases={phases}
          format={LATENCY}
          threshold={degradedAbove}
          size={size}
          label={`${mode === 'line' ? 'Latency' : 'Phases'} of ${endpoint.config.name}, ${range.words}`}
          failureText={failureText}
          chosenAt={chosenAt}
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
      <Legend
        mode={mode}
        phases={phases}
        rows={rows ?? []}
        looks={legendLooks(spansWithin(history, latency.from, latency.to))}
        banded={step > 0}
        degradedAbove={degradedAbove}
        summary={summary}
      />
    </section>
  );
}

function spansWithin(history: StatusHistory | null, from: EpochMs, to: EpochMs): readonly HistorySpan[] {
  return history?.spans.filter((span, index) => span.from < to && endOf(history, index) > from) ?? [];
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
