import { useMemo } from 'react';
import type { Annotation } from '../../../../contract/model/annotation.ts';
import type { Baseline } from '../../../../contract/model/baseline.ts';
import type { EpochMs } from '../../../../contract/model/units.ts';
import type { HistorySpan, StatusHistory } from '../../../../contract/model/status-history.ts';
import type { ChartNote } from '../../../charts/data/annotation-marks.ts';
import { endOf } from '../../../charts/data/bands.ts';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { seriesTable } from '../../../charts/data/chart-table.ts';
import { reaches } from '../../../charts/scale/geometry.ts';
import { legendLooks } from '../../../charts/data/history-look.ts';
import { LatencyChart } from '../../../charts/latency/latency-chart.tsx';
import { Legend } from '../../../charts/layers/legend.tsx';
import { useSize } from '../../../charts/frame/use-size.ts';
import { LATENCY } from '../../../charts/scale/value-format.ts';
import { ToggleGroup } from '../../../components/toggle-group.tsx';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { useTexts } from '../../../live/hooks.ts';
import { annotationText } from '../../annotations/annotation-text.ts';
import { useAnnotations } from '../../annotations/use-annotations.ts';
import { chosenScale, SCALES, showsUsual } from './chart-choices.ts';
import css from './latency-section.module.css';
import { Figures } from './figures.tsx';
import { useChangeNotes } from '../series/use-change-notes.ts';
import { useBaseline } from '../series/use-baseline.ts';
import type { ChartSectionParts } from './section-parts.ts';
import { summarySentence, viewWords } from './summary-sentence.ts';

export interface LatencySectionProps extends ChartSectionParts {
  readonly degradedAbove: number | null;
  /** The kind of the endpoint. */
  readonly kind: string;
  /** The time of the last check in a live view; otherwise 0. */
  readonly checkedAt: EpochMs;
}

export function LatencySection(props: LatencySectionProps) {
  const { kind, checkedAt } = props;
  const { id, name, time, series, history, phases, failureText, chosenAt, onChoose, degradedAbove } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const scale = chosenScale.use();
  const texts = useTexts();
  const { from, to } = time.settled;
  const around = useAnnotations(id, Math.max(0, from - (to - from)), to + (to - from)).answer ?? NO_ANNOTATIONS;
  const changes = useChangeNotes(id, kind, time.settled, checkedAt);
  const notes = useMemo(
    () => [...around.map((one): ChartNote => ({ ...one, text: annotationText(one, texts) })), ...changes],
    [around, changes, texts],
  );
  const usual = showsUsual.use();
  const baseline = useBaseline(id, time.settled, usual);
  const { summary } = series;
  return (
    <ChartSection
      title="Latency"
      name={name}
      span={time.settled}
      table={() => (series.rows === null ? null : seriesTable(series.rows, time.settled, LATENCY, 'ms'))}
      figures={<Figures figures={summary} checks={summary} write={LATENCY.write} />}
      controls={
        <>
          <label className={css.usual}>
            <input type="checkbox" checked={usual} onChange={({ target }) => showsUsual.set(target.checked)} />
            Usual range
          </label>
          <ToggleGroup value={scale} onChange={chosenScale.set} options={SCALES} label="Value axis" />
        </>
      }
      summary={summarySentence({ value: LATENCY, name, view: time.view, figures: summary, checks: summary })}
      legend={
        <Legend
          looks={legendLooks(spansWithin(history, time.span))}
          banded={series.step > 0}
          degradedAbove={degradedAbove}
          thresholdAbove={!reaches(degradedAbove, summary?.max ?? 0)}
          summary={summary}
          usual={usual ? usualLabel(baseline) : null}
        />
      }
      box={box}
      height="main"
      trouble={series.trouble}
      onRetry={series.retry}
    >
      <LatencyChart
        // After a change of the scale, the axis starts fresh.
        key={`${id} ${scale}`}
        time={time}
        rows={series.rows}
        history={history}
        phases={phases}
        format={LATENCY}
        threshold={degradedAbove}
        usual={baseline}
        scale={scale}
        p99={summary?.p99 ?? null}
        size={size}
        label={`Latency of ${name}, ${viewWords(time.view)}`}
        failureText={failureText}
        annotations={notes}
        chosenAt={chosenAt}
        onChoose={onChoose}
      />
    </ChartSection>
  );
}

function usualLabel(baseline: Baseline | null): string {
  if (baseline === null) return 'Usual range';
  return baseline.at.length === 0 ? 'Usual range: not known yet, which takes a day of checks' : 'Usual range';
}

const NO_ANNOTATIONS: readonly Annotation[] = [];

function spansWithin(history: StatusHistory | null, { from, to }: TimeSpan): readonly HistorySpan[] {
  return history?.spans.filter((span, index) => span.from < to && endOf(history, index) > from) ?? [];
}
