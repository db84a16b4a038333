/** The states of several endpoints over time, one row each. Pure. */
import type { HistorySpan, HistoryState, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import type { HistoryCode } from '../../../i18n/codes/history.ts';
import { formatDuration } from '../../format.ts';
import { say } from '../../texts.ts';
import { endOf } from '../data/bands.ts';
import { TIME, type ChartTable, type TableColumn } from '../data/chart-table.ts';
import { xOf, type Plot } from '../scale/geometry.ts';
import { historyLook, type Fill } from '../data/history-look.ts';
import type { ChartStop } from '../data/stops.ts';

export interface TimelineRow {
  /** The id of the endpoint. */
  readonly id: string;
  readonly name: string;
  /** Null: not loaded yet. */
  readonly history: StatusHistory | null;
}

/** Pixels of a row: its name above its bar. */
export const ROW = 34;
/** Pixels from the top of a row to the top of its bar, and of the bar. */
export const BAR = { top: 17, height: 13 } as const;

/** How a state is drawn: worse states are higher, so that people can distinguish them without color. */
export interface StateLook {
  readonly label: HistoryCode;
  /** A CSS color; null: a pattern. */
  readonly color: string | null;
  readonly fill: Fill;
  /** The share of the bar's height. */
  readonly height: number;
}

const UP: StateLook = { label: 'history.up', color: 'var(--up)', fill: 'tint', height: 0.4 };
const DEGRADED: StateLook = { label: 'history.degraded', color: 'var(--degraded)', fill: 'tint', height: 0.7 };

export function stateLook(span: Pick<HistorySpan, 'state' | 'reason'>): StateLook {
  if (span.state === 'up') return UP;
  if (span.state === 'degraded') return DEGRADED;
  const look = historyLook(span);
  if (look === null) return UP;
  const isDown = look.fill === 'tint';
  return { label: look.label, color: isDown ? 'var(--down)' : null, fill: look.fill, height: 1 };
}

export interface StateBlock {
  readonly from: EpochMs;
  readonly look: StateLook;
  readonly left: number;
  readonly width: number;
}

/** Pixels. A shorter outage would be invisible. */
const LEAST_WIDTH = 2;

/** The spans of a row within a plot, from left to right. The worst are last, so that they cover what they overlap. */
export function stateBlocks(history: StatusHistory, plot: Plot, until: EpochMs): readonly StateBlock[] {
  const blocks = history.spans.flatMap((span, index): StateBlock[] => {
    const end = Math.min(endOf(history, index), until);
    if (span.from >= until || end <= plot.from) return [];
    const left = Math.max(plot.left, xOf(plot, span.from));
    const look = stateLook(span);
    const least = look.height === 1 ? LEAST_WIDTH : 0;
    return [{ from: span.from, look, left, width: Math.max(least, xOf(plot, end) - left) }];
  });
  return blocks.toSorted((a, b) => a.look.height - b.look.height);
}

/** A period in which no row changes its state, or several changes too close together to distinguish. */
export interface PeriodStop extends ChartStop, TimeSpan {}

/**
 * The periods between the changes of all rows within a span. @param gap changes closer together than this are merged
 */
export function periodStops(rows: readonly TimelineRow[], { from, to }: TimeSpan, gap: Ms): readonly PeriodStop[] {
  const changes = rows
    .flatMap(({ history }) => (history?.spans ?? []).flatMap((span) => [span.from, span.to]))
    .filter((at) => at > from && at < to)
    .toSorted((a, b) => a - b);
  const edges = [from];
  for (const at of changes) if (at - (edges.at(-1) ?? from) > gap && to - at > gap) edges.push(at);
  return edges.map((start, index) => {
    const end = edges[index + 1] ?? to;
    // The first period begins with the view, which moves, so its end identifies it.
    return { key: index === 0 ? `until ${end}` : `${start}`, x: (start + end) / 2, from: start, to: end };
  });
}

/** The period that contains a time. */
export function periodAt(stops: readonly PeriodStop[], at: EpochMs): PeriodStop | undefined {
  return stops.find(({ from, to }) => from <= at && at <= to);
}

/** The worst first. */
const ORDER: readonly HistoryState[] = [
  'down',
  'unknown',
  'degraded',
  'excluded',
  'maintenance',
  'paused',
  'asleep',
  'notRunning',
  'unwatched',
  'up',
];

export interface RowState {
  readonly row: TimelineRow;
  /** The worst span in the period; null: nothing is known about it. */
  readonly span: HistorySpan | null;
}

/** The worst state of each row within a period; the worst rows first, otherwise in their order. */
export function statesIn(rows: readonly TimelineRow[], { from, to }: TimeSpan): readonly RowState[] {
  const rank = ({ span }: RowState) => (span === null ? ORDER.length : ORDER.indexOf(span.state));
  const states = rows.map((row): RowState => {
    const spans = (row.history?.spans ?? []).filter((span, index) => {
      const end = row.history === null ? span.to : endOf(row.history, index);
      return span.from < to && end > from;
    });
    const [worst] = spans.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
    return { row, span: worst ?? null };
  });
  return states.toSorted((a, b) => rank(a) - rank(b));
}

export function stateText({ span }: RowState): string {
  return span === null ? say('history.none') : say(stateLook(span).label);
}

/** The maximum number of states in a sentence or a tooltip. */
const MOST = 10;

/** The states of a period other than up, and the number of endpoints that are up. */
export function notableStates(states: readonly RowState[]): {
  readonly notable: readonly RowState[];
  readonly more: number;
  readonly up: number;
} {
  const others = states.filter(({ span }) => span?.state !== 'up');
  const notable = others.slice(0, MOST);
  return { notable, more: others.length - notable.length, up: states.length - others.length };
}

/** The notable states of a period as lines of text: `Shop Down`, `and 3 more`. */
export function stateLines(rows: readonly TimelineRow[], span: TimeSpan): readonly string[] {
  const { notable, more, up } = notableStates(statesIn(rows, span));
  return [
    ...notable.map((state) => say('chart.readLine', { name: state.row.name, value: stateText(state) })),
    ...(more > 0 ? [say('chart.moreStates', { count: more })] : []),
    ...(up > 0 ? [say('chart.upCount', { count: up })] : []),
  ];
}

const TEXT = { write: String } as const;
const END: TableColumn = { ...TIME, name: 'until', label: 'Until' };
const COLUMNS: readonly TableColumn[] = [
  TIME,
  { name: 'endpoint', label: 'Endpoint', ...TEXT },
  END,
  { name: 'state', label: 'State', ...TEXT },
  { name: 'duration_ms', label: 'Duration', write: formatDuration },
];

/** The spans of all rows within a time, oldest first. */
export function timelineTable(rows: readonly TimelineRow[], { from, to }: TimeSpan): ChartTable {
  const spans = rows.flatMap(({ name, history }) =>
    (history?.spans ?? []).flatMap((span, index) => {
      const begin = Math.max(from, span.from);
      const end = Math.min(to, history === null ? span.to : endOf(history, index));
      return end <= begin ? [] : [[begin, name, end, say(stateLook(span).label), end - begin] as const];
    }),
  );
  return { columns: COLUMNS, rows: spans.toSorted((a, b) => a[0] - b[0]) };
}
