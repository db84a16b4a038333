import { clsx } from 'clsx';
import { useCallback, useMemo } from 'react';
import type { EndpointView } from '../../../../contract/channels/endpoints.ts';
import type { FailureSummary } from '../../../../contract/model/failure.ts';
import type { EpochMs } from '../../../../contract/model/units.ts';
import type { ChartRow } from '../../../charts/data/rows.ts';
import { STATUS_LOOK } from '../../../components/status.tsx';
import { useCapabilities, useKind, useTexts } from '../../../live/hooks.ts';
import { usePhases } from '../../check/use-phases.ts';
import { CalendarSection } from './calendar-section.tsx';
import { WeekSection } from './week-section.tsx';
import { shownCharts } from './chart-choices.ts';
import css from './charts-panel.module.css';
import { HeatSection, HistogramSection } from './distribution-sections.tsx';
import { LatencySection } from './latency-section.tsx';
import { MetricSection } from './metric-section.tsx';
import { PhasesSection } from './phases-section.tsx';
import { RangeBar } from '../range/range-bar.tsx';
import type { ChartSectionParts } from './section-parts.ts';
import { useSize } from '../../../charts/frame/use-size.ts';
import { useDistribution } from '../series/use-distribution.ts';
import { useSeries } from '../series/use-series.ts';
import { useStatusHistory } from '../series/use-status-history.ts';
import { VantagesSection } from './vantages-section.tsx';
import { WhatChanged } from './what-changed.tsx';
import { isLive } from '../range/views.ts';
import { usePageTime, useViewport } from '../range/use-viewport.ts';

export interface ChartsPanelProps {
  readonly view: EndpointView;
  /** The check that is shown in full; null: none. */
  readonly chosenAt: EpochMs | null;
  readonly onChoose: (row: ChartRow) => void;
}

/** All charts of an endpoint, under one time axis. */
export function ChartsPanel({ view, chosenAt, onChoose }: ChartsPanelProps) {
  const { endpoint, state } = view;
  const { kind, interval, name } = endpoint.config;
  const [ref, { width }] = useSize<HTMLElement>();
  const page = useViewport(endpoint.id);
  const ids = useMemo(() => [endpoint.id], [endpoint.id]);
  const time = usePageTime(ids, page);
  const series = useSeries(endpoint.id, time, width, interval);
  const history = useStatusHistory(endpoint.id, state, time, width);
  const phases = usePhases(kind);
  const metrics = useCharted(kind, series.rows);
  const texts = useTexts();
  const { vantages } = useCapabilities(endpoint.id);
  const failureText = useCallback((failure: FailureSummary) => texts.failure(failure, kind), [texts, kind]);
  const shown = shownCharts.use();
  const showsDistribution = shown.includes('heat') || shown.includes('histogram');
  const answer = useDistribution(endpoint.id, time, width, showsDistribution);
  const parts: ChartSectionParts = {
    id: endpoint.id,
    name,
    time,
    series,
    history,
    phases,
    failureText,
    chosenAt,
    onChoose,
  };
  const choices = [
    ...(phases.length > 1 ? [{ value: 'phases', label: 'Phases' }] : []),
    ...metrics.map(({ name: metric, label }) => ({ value: `metric.${metric}`, label })),
    { value: 'heat', label: 'Heat map' },
    { value: 'histogram', label: 'Histogram' },
    { value: 'calendar', label: 'Calendar' },
    { value: 'week', label: 'Hours of the week' },
  ];
  return (
    <section className={css.panel} aria-label="Charts" ref={ref}>
      {/* Read aloud when the status changes, and not with each check. */}
      <output className="sr-only">{`${name}: ${STATUS_LOOK[state.status].word}`}</output>
      <RangeBar page={page} view={time.view} />
      <LatencySection
        {...parts}
        kind={kind}
        checkedAt={isLive(time.view) ? (state.last?.at ?? 0) : 0}
        degradedAbove={endpoint.config.degradedAbove}
      />
      {vantages ? <VantagesSection id={endpoint.id} name={name} time={time} width={width} /> : null}
      <MoreCharts choices={choices} shown={shown} />
      <WhatChanged key={endpoint.id} id={endpoint.id} span={time.settled} />
      {shown.includes('phases') && phases.length > 1 ? <PhasesSection {...parts} /> : null}
      {metrics
        .filter((metric) => shown.includes(`metric.${metric.name}`))
        .map((metric) => (
          <MetricSection key={metric.name} {...parts} metric={metric} />
        ))}
      {shown.includes('heat') ? <HeatSection {...parts} answer={answer} /> : null}
      {shown.includes('histogram') ? <HistogramSection {...parts} answer={answer} /> : null}
      {shown.includes('calendar') ? <CalendarSection id={endpoint.id} name={name} time={time} /> : null}
      {shown.includes('week') ? <WeekSection id={endpoint.id} name={name} time={time} /> : null}
    </section>
  );
}

/** The charted metrics of a kind that some check of the view measured. */
function useCharted(kind: string, rows: readonly ChartRow[] | null) {
  const declared = useKind(kind)?.metrics;
  return useMemo(
    () =>
      (declared ?? []).filter(
        ({ charted, name }) => charted && rows?.some((row) => row.metrics[name] !== undefined) === true,
      ),
    [declared, rows],
  );
}

interface MoreChartsProps {
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly shown: readonly string[];
}

function MoreCharts({ choices, shown }: MoreChartsProps) {
  const toggle = (value: string) =>
    shownCharts.set(shown.includes(value) ? shown.filter((one) => one !== value) : [...shown, value]);
  return (
    <fieldset className={css.more} aria-label="More charts">
      {choices.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className={clsx(css.choice, shown.includes(value) && css.chosen)}
          aria-pressed={shown.includes(value)}
          onClick={() => toggle(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
