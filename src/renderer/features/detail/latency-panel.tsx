import { useCallback, useState } from 'react';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { endOf } from '../../charts/bands.ts';
import { legendLooks } from '../../charts/history-look.ts';
import { LatencyChart } from '../../charts/latency-chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import type { ChartRow } from '../../charts/rows.ts';
import { useSize } from '../../charts/use-size.ts';
import { formatCount } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { Button } from '../../components/button.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useMeasuredPhases, usePhases } from '../check/use-phases.ts';
import css from './latency-panel.module.css';
import { RANGES, rangeOf, type RangeName } from './ranges.ts';
import { useChartValue, type Figures } from './use-chart-value.ts';
import { useLatency } from './use-latency.ts';
import { useStatusHistory } from './use-status-history.ts';

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
  const [ref, size] = useSize<HTMLDivElement>();
  const range = rangeOf(rangeName);
  const latency = useLatency(endpoint.id, range, size.width, interval);
  const history = useStatusHistory(endpoint.id, state, range, size.width);
  const { step, summary, trouble, retry } = latency;
  const { kind } = endpoint.config;
  const { options, chosen, choose, value } = useChartValue(kind, latency);
  const { rows, mode, format, figures } = value;
  const isLatency = value.metric === null;
  const threshold = isLatency ? degradedAbove : null;
  const phases = useMeasuredPhases(usePhases(kind), rows);
  const texts = useTexts();
  const failureText = useCallback((failure: FailureSummary) => texts.failure(failure, kind), [texts, kind]);

  return (
    <section className={css.panel} aria-label="Latency">
      <header className={css.header}>
        <ToggleGroup value={chosen} onChange={choose} options={options} label="What the chart shows" />
        <SummaryFigures figures={figures} checks={summary} write={format.write} />
        <ToggleGroup value={rangeName} onChange={setRangeName} options={RANGE_OPTIONS} label="Range" />
      </header>
      <div ref={ref} className={css.chart}>
        <LatencyChart
          // Another axis begins with a scale of its own.
          key={`${endpoint.id} ${rangeName} ${chosen}`}
          rows={rows}
          history={history}
          from={latency.from}
          to={latency.to}
          moving={latency.moving}
          mode={mode}
          phases={phases}
          format={format}
          threshold={threshold}
          size={size}
          label={`${mode === 'line' ? format.name : 'Phases'} of ${endpoint.config.name}, ${range.words}`}
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
        degradedAbove={threshold}
        summary={isLatency ? summary : null}
      />
    </section>
  );
}

function spansWithin(history: StatusHistory | null, from: EpochMs, to: EpochMs): readonly HistorySpan[] {
  return history?.spans.filter((span, index) => span.from < to && endOf(history, index) > from) ?? [];
}

interface SummaryFiguresProps {
  readonly figures: Figures | null;
  readonly checks: SeriesSummary | null;
  readonly write: (value: number) => string;
}

/** Every figure keeps its place while it changes; `–` where nothing succeeded. */
function SummaryFigures({ figures, checks, write }: SummaryFiguresProps) {
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '–' : write(value));
  const shown = [
    ['Median', text(figures?.p50)],
    ['p95', text(figures?.p95)],
    ['p99', text(figures?.p99)],
    ['Highest', text(figures?.max)],
  ];
  return (
    <dl className={css.summary}>
      {shown.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Failed</dt>
        <dd className={(checks?.down ?? 0) > 0 ? css.failed : undefined}>
          {checks === null ? '–' : `${formatCount(checks.down)} of ${formatCount(checks.count + checks.down)}`}
        </dd>
      </div>
    </dl>
  );
}
