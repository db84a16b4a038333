import { useMemo } from 'react';
import type { MetricDescriptor, MetricUnit } from '../../../../contract/descriptor.ts';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { seriesTable } from '../../../charts/data/chart-table.ts';
import { LatencyChart } from '../../../charts/latency/latency-chart.tsx';
import { metricRows } from '../../../charts/data/rows.ts';
import { summarise } from '../../../charts/data/summarise.ts';
import { useSize } from '../../../charts/frame/use-size.ts';
import { metricFormat } from '../../../charts/scale/value-format.ts';
import { Figures } from './figures.tsx';
import type { ChartSectionParts } from './section-parts.ts';
import { summarySentence, viewWords } from './summary-sentence.ts';

/** A metric of the kind, such as packet loss or replication lag, in its unit. */
export function MetricSection(props: ChartSectionParts & { readonly metric: MetricDescriptor }) {
  const { id, name, time, series, history, failureText, chosenAt, onChoose, metric } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const format = metricFormat(metric);
  const rows = useMemo(
    () => (series.rows === null ? null : metricRows(series.rows, metric.name)),
    [series.rows, metric],
  );
  const { from } = time.settled;
  // Computed here only if each row is one check. Means of means would be wrong, so otherwise the engine's figures are
  // used.
  const exact = useMemo(
    () => (series.step === 0 && rows !== null ? summarise(rows.filter(({ at }) => at >= from)) : null),
    [series.step, rows, from],
  );
  const figures = exact ?? series.metrics[metric.name] ?? null;
  return (
    <ChartSection
      title={metric.label}
      name={name}
      span={time.settled}
      table={() => (rows === null ? null : seriesTable(rows, time.settled, format, CSV_UNITS[metric.unit], false))}
      figures={<Figures figures={figures} checks={null} write={format.write} />}
      summary={summarySentence({ value: format, name, view: time.view, figures, checks: null })}
      box={box}
      height="small"
    >
      <LatencyChart
        key={`${id} ${metric.name}`}
        time={time}
        rows={rows}
        history={history}
        format={format}
        size={size}
        label={`${metric.label} of ${name}, ${viewWords(time.view)}`}
        labels={false}
        failureText={failureText}
        chosenAt={chosenAt}
        onChoose={onChoose}
      />
    </ChartSection>
  );
}

/** The units in the names of CSV columns. */
const CSV_UNITS = {
  millisecond: 'ms',
  second: 's',
  day: 'd',
  byte: 'bytes',
  percent: 'percent',
  count: '',
  hops: '',
} as const satisfies Readonly<Record<MetricUnit, string>>;
