import { useMemo } from 'react';
import type { Distribution } from '../../../../contract/model/series.ts';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { heatTable, histogramTable } from '../../../charts/data/chart-table.ts';
import { HeatMap } from '../../../charts/latency/heat-map.tsx';
import { Histogram } from '../../../charts/latency/histogram.tsx';
import { histogramOf } from '../../../charts/data/histogram-bars.ts';
import { useSize } from '../../../charts/frame/use-size.ts';
import { formatLatencyRange, formatPercent } from '../../../format.ts';
import { say } from '../../../texts.ts';
import type { ChartSectionParts } from './section-parts.ts';
import { viewWords } from './summary-sentence.ts';
import type { DistributionOfView } from '../series/use-distribution.ts';

type SectionProps = ChartSectionParts & { readonly answer: DistributionOfView };

/** Latencies over time on a logarithmic axis, darker where more checks had them. */
export function HeatSection({ answer, ...parts }: SectionProps) {
  const { name, time, series, history, phases, failureText, onChoose } = parts;
  const [box, size] = useSize<HTMLDivElement>();
  const sentence = useDistributionSentence(answer);
  return (
    <ChartSection
      title="Heat map"
      name={name}
      span={time.settled}
      table={() => (answer.distribution === null ? null : heatTable(answer.distribution))}
      summary={sentence}
      box={box}
      height="small"
      trouble={answer.trouble}
    >
      <HeatMap
        time={time}
        distribution={answer.distribution}
        rows={series.rows}
        history={history}
        phases={phases}
        size={size}
        label={`Heat map of the latency of ${name}, ${viewWords(time.view)}`}
        failureText={failureText}
        onChoose={onChoose}
      />
    </ChartSection>
  );
}

/** How many checks had which latency. */
export function HistogramSection({ answer, ...parts }: SectionProps) {
  const { name, time, series } = parts;
  const [box, size] = useSize<HTMLDivElement>();
  const sentence = useDistributionSentence(answer);
  return (
    <ChartSection
      title="Histogram"
      name={name}
      span={time.settled}
      table={() => (answer.distribution === null ? null : histogramTable(answer.distribution))}
      summary={sentence}
      box={box}
      height="small"
      trouble={answer.trouble}
    >
      <Histogram
        distribution={answer.distribution}
        summary={series.summary}
        size={size}
        label={`Histogram of the latency of ${name}, ${viewWords(time.view)}`}
      />
    </ChartSection>
  );
}

function useDistributionSentence({ distribution }: DistributionOfView): string {
  return useMemo(() => distributionSentence(distribution), [distribution]);
}

function distributionSentence(distribution: Distribution | null): string {
  const bars = distribution === null ? [] : histogramOf(distribution);
  const [most] = bars.toSorted((a, b) => b.count - a.count);
  if (most === undefined) return say('chart.noChecks');
  const range = formatLatencyRange(most.from, most.to);
  return say('chart.distribution', { range, share: formatPercent(most.share) });
}
