import { useMemo, useState } from 'react';
import type { MetricDescriptor } from '../../../contract/descriptor.ts';
import type { MetricSummary } from '../../../contract/model/series.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { ChartMode } from '../../charts/geometry.ts';
import { metricRows, summarise, type ChartRow } from '../../charts/rows.ts';
import { LATENCY, metricFormat, type ValueFormat } from '../../charts/value-format.ts';
import { useKind } from '../../live/hooks.ts';
import type { Latency } from './use-latency.ts';

/** What the chart shows: the latency, its phases, or a metric of the endpoint's kind. */
export type Shown = 'latency' | 'phases' | `metric.${string}`;

export type Figures = Pick<MetricSummary, 'p50' | 'p95' | 'p99' | 'max'>;

export interface ChartValue {
  /** Null: the latency. */
  readonly metric: MetricDescriptor | null;
  /** Null: not there yet. */
  readonly rows: readonly ChartRow[] | null;
  readonly mode: ChartMode;
  readonly format: ValueFormat;
  /** Over the range; null: not there yet. */
  readonly figures: Figures | null;
}

export interface ChartChoice {
  readonly options: readonly { readonly value: Shown; readonly label: string }[];
  readonly chosen: Shown;
  readonly choose: (shown: Shown) => void;
  readonly value: ChartValue;
}

const NONE: readonly MetricDescriptor[] = [];

/** What a kind offers to be drawn over time, and what of it is drawn. */
export function useChartValue(kind: string, latency: Latency): ChartChoice {
  const metrics = useKind(kind)?.metrics ?? NONE;
  const [wanted, choose] = useState<Shown>('latency');
  const charted = chartedMetrics(metrics, latency.rows, wanted);
  const metric = charted.find((one) => shownOf(one) === wanted) ?? null;
  const chosen = metric === null && wanted !== 'phases' ? 'latency' : wanted;
  const { rows, summary, metrics: summaries, step, from } = latency;
  const format = metric === null ? LATENCY : metricFormat(metric);
  const ofMetric = useMetricRows(rows, metric?.name ?? null);
  return {
    options: [
      { value: 'latency', label: LATENCY.name },
      { value: 'phases', label: 'Phases' },
      ...charted.map((one) => ({ value: shownOf(one), label: one.label })),
    ],
    chosen,
    choose,
    value:
      metric === null
        ? {
            metric,
            rows,
            mode: chosen === 'phases' ? 'phases' : 'line',
            format,
            figures: summary,
          }
        : {
            metric,
            rows: ofMetric,
            mode: 'line',
            format,
            figures: step > 0 ? (summaries[metric.name] ?? null) : exactFigures(ofMetric, from),
          },
  };
}

/** The metrics that some check measured, such as Apdex where it has a target, and the one that is shown. */
export function chartedMetrics(
  metrics: readonly MetricDescriptor[],
  rows: readonly Pick<ChartRow, 'metrics'>[] | null,
  wanted: Shown,
): readonly MetricDescriptor[] {
  const isMeasured = ({ name }: MetricDescriptor) => rows?.some((row) => row.metrics[name] !== undefined) === true;
  return metrics.filter((metric) => metric.charted && (shownOf(metric) === wanted || isMeasured(metric)));
}

function shownOf({ name }: MetricDescriptor): Shown {
  return `metric.${name}`;
}

/** The same list for the same rows, so that the chart is not drawn again for nothing. */
function useMetricRows(rows: Latency['rows'], name: string | null): readonly ChartRow[] | null {
  return useMemo(() => (name === null || rows === null ? null : metricRows(rows, name)), [name, rows]);
}

/** Only for rows that are one check each: for others, means of means would be wrong, and the engine has the figures. */
function exactFigures(rows: readonly ChartRow[] | null, from: EpochMs): Figures | null {
  return rows === null ? null : summarise(rows.filter(({ at }) => at >= from));
}
