import { useMemo } from 'react';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { phasesTable } from '../../../charts/data/chart-table.ts';
import { LatencyChart } from '../../../charts/latency/latency-chart.tsx';
import { PhaseLegend } from '../../../charts/layers/legend.tsx';
import { useSize } from '../../../charts/frame/use-size.ts';
import { LATENCY } from '../../../charts/scale/value-format.ts';
import { useMeasuredPhases } from '../../check/use-phases.ts';
import css from './charts-panel.module.css';
import type { ChartSectionParts } from './section-parts.ts';
import { phasesSentence, viewWords } from './summary-sentence.ts';

/** The mean of each phase over time, stacked in the order in which they happen. */
export function PhasesSection(props: ChartSectionParts) {
  const { id, name, time, series, history, failureText, chosenAt, onChoose } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const phases = useMeasuredPhases(props.phases, series.rows);
  const summary = useMemo(() => phasesSentence(series.rows, time.settled, phases), [series.rows, time.settled, phases]);
  return (
    <ChartSection
      title="Phases"
      name={name}
      span={time.settled}
      table={() => (series.rows === null ? null : phasesTable(series.rows, time.settled, phases))}
      figures={<p className={css.note}>Means, so that the phases add up</p>}
      summary={summary}
      legend={<PhaseLegend phases={phases} />}
      box={box}
      height="small"
    >
      <LatencyChart
        key={id}
        time={time}
        rows={series.rows}
        history={history}
        mode="phases"
        phases={phases}
        format={LATENCY}
        size={size}
        label={`Phases of ${name}, ${viewWords(time.view)}`}
        labels={false}
        failureText={failureText}
        chosenAt={chosenAt}
        onChoose={onChoose}
      />
    </ChartSection>
  );
}
