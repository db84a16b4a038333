/** The states of several endpoints over time, one row each. */
import { useCallback, useId, useMemo } from 'react';
import { say } from '../../texts.ts';
import { useNow } from '../../live/hooks.ts';
import { INSET, tooltipLeft, xOf, type Plot, type Size } from '../scale/geometry.ts';
import { HatchPatterns } from '../layers/hatch.tsx';
import { periodText } from '../data/point-text.ts';
import { linearScale } from '../scale/scale.ts';
import css from './state-timeline.module.css';
import { TimeChart, type ChartTime, type Drawing } from '../frame/time-chart.tsx';
import chartCss from '../frame/time-chart.module.css';
import {
  BAR,
  notableStates,
  periodAt,
  periodStops,
  ROW,
  stateBlocks,
  stateLines,
  statesIn,
  stateText,
  type PeriodStop,
  type TimelineRow,
} from './timeline-rows.ts';
import { noLabel } from '../scale/value-format.ts';

export interface StateTimelineProps {
  readonly time: ChartTime;
  /** A stable list. */
  readonly rows: readonly TimelineRow[];
  readonly size: Size;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** A row was chosen at a time. */
  readonly onChoose: (id: string, at: number) => void;
}

const SCALE = linearScale(1);
/** The minimum distance in pixels at which two changes can be distinguished. */
const GAP = 3;

/** The height of a timeline in pixels. */
export function timelineHeight(rows: number): number {
  return INSET.top + rows * ROW + INSET.bottom;
}

export function StateTimeline({ time, rows, size, label, onChoose }: StateTimelineProps) {
  const { span } = time;
  const now = Math.min(span.to, time.now);
  const loaded = rows.every(({ history }) => history !== null);
  const stops = useMemo(() => {
    if (!loaded) return null;
    const until = Math.max(span.from + 1, now);
    const gap = ((span.to - span.from) / Math.max(1, size.width - INSET.left - INSET.right)) * GAP;
    return periodStops(rows, { from: span.from, to: until }, gap);
  }, [loaded, rows, span, now, size.width]);
  const draw = useCallback(({ plot, until }: Drawing) => <Rows rows={rows} plot={plot} until={until} />, [rows]);
  const sentence = useCallback((stop: PeriodStop) => stopSentence(rows, stop), [rows]);
  const choose = (stop: PeriodStop, y: number | null) => {
    const states = statesIn(rows, stop);
    const index = y === null ? -1 : Math.floor((y - INSET.top) / ROW);
    const state = y === null ? states[0] : states.find(({ row }) => row === rows[index]);
    if (state !== undefined && state.span !== null) onChoose(state.row.id, Math.max(state.span.from, span.from));
  };
  return (
    <TimeChart
      time={time}
      size={size}
      scale={SCALE}
      tick={noLabel}
      lines={false}
      label={label}
      stops={stops}
      stopAt={periodAt}
      draw={draw}
      renderTooltip={(stop, plot) => <PeriodTooltip {...{ stop, plot, size, rows }} />}
      sentence={sentence}
      onChoose={choose}
      note={<Names rows={rows} size={size} />}
    />
  );
}

interface RowsProps {
  readonly rows: readonly TimelineRow[];
  readonly plot: Plot;
  readonly until: number;
}

function Rows({ rows, plot, until }: RowsProps) {
  const prefix = useId();
  return (
    <g>
      <HatchPatterns prefix={prefix} />
      {rows.map(({ id, history }, index) => {
        const bottom = plot.top + index * ROW + BAR.top + BAR.height;
        return (
          <g key={id} data-timeline={id}>
            {(history === null ? [] : stateBlocks(history, plot, until)).map(({ from, look, left, width }) => {
              const height = look.height * BAR.height;
              return (
                <rect
                  key={from}
                  x={left}
                  y={bottom - height}
                  width={width}
                  height={height}
                  fill={look.color ?? `url(#${prefix}-${look.fill})`}
                  data-state={look.label}
                />
              );
            })}
          </g>
        );
      })}
    </g>
  );
}

/** The approximate width of a character of a name, in pixels. */
const CHARACTER = 6.4;

/** The names stay where they are while the bars move. As SVG, so that a copied image has them. */
function Names({ rows, size }: { readonly rows: readonly TimelineRow[]; readonly size: Size }) {
  const most = Math.max(8, Math.floor((size.width - INSET.left - INSET.right) / CHARACTER));
  return (
    <svg className={css.names} width={size.width} height={size.height} aria-hidden>
      {rows.map(({ id, name }, index) => (
        <text key={id} x={INSET.left} y={INSET.top + index * ROW + 12}>
          {name.length > most ? `${name.slice(0, most - 1)}…` : name}
        </text>
      ))}
    </svg>
  );
}

const WIDTH = 280;

interface PeriodTooltipProps extends Pick<StateTimelineProps, 'rows' | 'size'> {
  readonly stop: PeriodStop;
  readonly plot: Plot;
}

function PeriodTooltip({ stop, plot, rows, size }: PeriodTooltipProps) {
  const now = useNow(1000);
  const left = tooltipLeft(xOf(plot, stop.x), WIDTH, size);
  const { notable, more, up } = notableStates(statesIn(rows, stop));
  return (
    <div className={chartCss.tooltip} style={{ left, width: WIDTH }} aria-hidden>
      <p className={chartCss.time}>{periodText(stop.from, stop.to, now)}</p>
      {notable.map((state) => (
        <p key={state.row.id} className={css.state}>
          <span className={css.name}>{state.row.name}</span>
          <strong data-down={state.span?.state === 'down' || undefined}>{stateText(state)}</strong>
        </p>
      ))}
      {more === 0 ? null : <p>{say('chart.moreStates', { count: more })}</p>}
      {up === 0 ? null : <p className={css.up}>{say('chart.upCount', { count: up })}</p>}
    </div>
  );
}

function stopSentence(rows: readonly TimelineRow[], stop: PeriodStop): string {
  const time = periodText(stop.from, stop.to, Date.now());
  return say('chart.readPoint', { time, facts: stateLines(rows, stop) });
}
