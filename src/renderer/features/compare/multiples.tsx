import { useCallback, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { ChartLoading } from '../../charts/frame/chart-loading.tsx';
import { ChartMenu } from '../../charts/section/chart-menu.tsx';
import { CompareChart } from '../../charts/compare/compare-chart.tsx';
import { RELATIVE } from '../../charts/compare/compare-lines.ts';
import { compareTable } from '../../charts/compare/compare-table.ts';
import { useSize } from '../../charts/frame/use-size.ts';
import { useVisible } from '../../charts/frame/use-visible.ts';
import { LATENCY } from '../../charts/scale/value-format.ts';
import { StatusDot } from '../../components/status.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { formatLatency } from '../../format.ts';
import { useLatest } from '../../live/use-latest.ts';
import type { ComparedValue } from '../../navigation/comparison.ts';
import { pathOf } from '../../navigation/route.ts';
import { viewWords } from '../detail/sections/summary-sentence.ts';
import type { PointOfChecks } from '../detail/checks/find-check.ts';
import type { PageTime } from '../detail/range/use-viewport.ts';
import { comparedSentence, compareLine, unitOf } from './compare-section.tsx';
import {
  chosenCompareAxes,
  chosenCompareScale,
  COMPARE_AXES,
  COMPARE_SCALES,
  type CompareScale,
} from './compare-scale.ts';
import css from './compare.module.css';
import { GhostSource, LineSource, NOT_LOADED, useLines } from './line-source.tsx';

export interface MultiplesProps {
  readonly views: readonly EndpointView[];
  readonly time: PageTime;
  readonly value: ComparedValue;
  /** How much earlier the ghost lines are; null: there are none. */
  readonly by: Ms | null;
  /** The label of the ghost lines, such as `Yesterday`. */
  readonly ghostLabel: string;
  readonly onChoose: (id: string, row: PointOfChecks) => void;
}

/** A small chart for each endpoint, under one time. Only charts on the screen are loaded. */
export function Multiples({ views, time, value, by, ghostLabel, onChoose }: MultiplesProps) {
  const axes = chosenCompareAxes.use();
  const scale = chosenCompareScale.use();
  const [tops, setTops] = useState<ReadonlyMap<string, number>>(new Map());
  const onTop = useCallback((id: string, top: number) => setTops((before) => new Map(before).set(id, top)), []);
  const least = axes === 'own' ? 0 : Math.max(0, ...views.map(({ endpoint }) => tops.get(endpoint.id) ?? 0));
  return (
    <>
      <div className={css.axes}>
        <ToggleGroup value={axes} onChange={chosenCompareAxes.set} options={COMPARE_AXES} label="Axes" />
        <ToggleGroup value={scale} onChange={chosenCompareScale.set} options={COMPARE_SCALES} label="Value axis" />
      </div>
      <ul className={css.multiples} aria-label="Latency of each endpoint">
        {views.map((view) => (
          <Multiple key={view.endpoint.id} {...{ view, time, value, by, ghostLabel, scale, least, onTop, onChoose }} />
        ))}
      </ul>
    </>
  );
}

interface MultipleProps extends Omit<MultiplesProps, 'views'> {
  readonly view: EndpointView;
  readonly scale: CompareScale;
  readonly least: number;
  readonly onTop: (id: string, top: number) => void;
}

function Multiple({ view, time, value, by, ghostLabel, scale, least, onTop, onChoose }: MultipleProps) {
  const { endpoint, state } = view;
  const { id, config } = endpoint;
  const [ref, visible] = useVisible<HTMLLIElement>();
  const [box, size] = useSize<HTMLDivElement>();
  const { width } = size;
  const own = useLines(time, width, by);
  const loaded = own.shown.get(id) ?? NOT_LOADED;
  const lines = useMemo(
    () => [compareLine({ id, name: config.name }, 'var(--accent)', loaded, value)],
    [id, config.name, loaded, value],
  );
  const report = useCallback((top: number) => onTop(id, top), [onTop, id]);
  const { series } = loaded;
  const median = series?.summary?.p50 ?? null;
  const format = value === 'relative' ? RELATIVE : LATENCY;
  const unit = unitOf(value);
  const label = `${format.name} of ${config.name}, ${viewWords(time.view)}`;
  const path = pathOf({ name: 'endpoint', id, view: time.view });
  const summary = comparedSentence([view], new Map([[id, loaded]]), time.view);
  const content = useLatest({
    span: time.settled,
    name: config.name,
    summary,
    table: () => (series === null ? null : compareTable(lines, time.settled, format, { unit, ghostLabel })),
  });
  return (
    <li ref={ref} className={css.multiple}>
      <header className={css.multipleHead}>
        <StatusDot status={state.status} failing={state.failing > 0} />
        <a href={`#${path}`} title={config.name}>
          {config.name}
        </a>
        <span>{median === null ? '–' : formatLatency(median)}</span>
        <ChartMenu chart={format.name} title={`${format.name} of ${config.name}`} content={content} section={ref} />
      </header>
      <p className="sr-only">{summary}</p>
      <div ref={box} className={css.multipleChart} data-chart>
        {visible ? (
          <>
            <LineSource {...{ view, lines: own, time, width }} />
            {by === null ? null : <GhostSource {...{ view, lines: own, time, width, by }} />}
            <CompareChart
              key={`${scale} ${value}`}
              {...{ time, lines, format, scale, size, label, least, onChoose }}
              onTop={report}
            />
            {series === null || series.trouble === null ? null : (
              <p className={css.trouble} role="alert">
                {series.trouble}
              </p>
            )}
          </>
        ) : (
          <ChartLoading label={label} size={size} />
        )}
      </div>
    </li>
  );
}
