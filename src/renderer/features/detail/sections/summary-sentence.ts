/** Summaries of charts in sentences, for screen readers. */
import type { SeriesSummary } from '../../../../contract/model/series.ts';
import type { TimeSpan, TimeView } from '../../../../shared/time-view.ts';
import type { PhaseLook } from '../../../charts/data/phase-look.ts';
import type { ChartRow } from '../../../charts/data/rows.ts';
import { LATENCY, type ValueFormat } from '../../../charts/scale/value-format.ts';
import { say } from '../../../texts.ts';
import type { ValueFigures } from './figures.tsx';
import { viewText } from '../range/range-bar.tsx';
import { presetOf } from '../range/views.ts';

/** A view in words: `the last 24 hours`, `the last 36 h`, `Nov 28, 14:02:00 – 15:10:00`. */
export function viewWords(view: TimeView): string {
  const preset = presetOf(view);
  if (preset !== undefined) return preset.words;
  return view.type === 'last' ? `the ${viewText(view).toLowerCase()}` : viewText(view);
}

export interface Summarized {
  readonly value: ValueFormat;
  /** The name of the endpoint. */
  readonly name: string;
  readonly view: TimeView;
  readonly figures: ValueFigures | null;
  readonly checks: SeriesSummary | null;
}

export function summarySentence({ value, name, view, figures, checks }: Summarized): string {
  const subject = { value: value.name, name, range: viewWords(view) };
  const write = (one: number | null) => (one === null ? '–' : value.write(one));
  const { p50 = null, p95 = null, max = null } = figures ?? {};
  const measured =
    p50 === null && max === null
      ? say('chart.summaryEmpty', subject)
      : say('chart.summary', { ...subject, p50: write(p50), p95: write(p95), max: write(max) });
  if (checks === null) return measured;
  return `${measured} ${say('chart.summaryFailed', { down: checks.down, count: checks.count + checks.down })}`;
}

/** The mean of each phase over the span. */
export function phasesSentence(
  rows: readonly ChartRow[] | null,
  { from, to }: TimeSpan,
  phases: readonly PhaseLook[],
): string {
  const seen = rows?.filter(({ x, phases: taken }) => taken !== null && x >= from && x <= to) ?? [];
  const means = phases.flatMap(({ name, label }) => {
    let [sum, count] = [0, 0];
    for (const row of seen) {
      const ms = row.phases?.[name];
      if (ms === undefined) continue;
      sum += ms * Math.max(1, row.count - row.disturbed);
      count += Math.max(1, row.count - row.disturbed);
    }
    return count === 0 ? [] : [`${label} ${LATENCY.write(sum / count)}`];
  });
  return means.length === 0 ? say('chart.noChecks') : say('chart.phases', { phases: means });
}
