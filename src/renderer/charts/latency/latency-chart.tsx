/** Values over time, with outages. The engine has reduced the numbers; nothing here is averaged again. */
import { useCallback, useMemo } from 'react';
import type { Baseline } from '../../../contract/model/baseline.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { say } from '../../texts.ts';
import { AnnotationLayer } from '../layers/annotation-layer.tsx';
import type { ChartNote } from '../data/annotation-marks.ts';
import { Clipped, heightOfRow, SmokeCurves, StackedPhases } from '../layers/curves.tsx';
import { EdgeLabel } from '../layers/edge-label.tsx';
import { plotOf, reaches, sumOf, type Plot, type Size } from '../scale/geometry.ts';
import { Bands, Disturbed, Failures } from '../layers/history-layer.tsx';
import css from '../frame/time-chart.module.css';
import type { PhaseLook } from '../data/phase-look.ts';
import { PointTooltip } from '../layers/point-tooltip.tsx';
import { stopSentence } from '../data/point-text.ts';
import { plotRows } from '../data/plot-rows.ts';
import { rowsAround, type ChartRow, type FailureText } from '../data/rows.ts';
import { linearScale, logScale, type Scale, type ScaleKind } from '../scale/scale.ts';
import { stopAt, stopsOf, type Stop } from '../data/stops.ts';
import { TimeChart, type ChartTime, type Drawing } from '../frame/time-chart.tsx';
import { useCalmTop, useSameScale } from '../scale/use-calm-top.ts';
import { UsualBand } from '../layers/usual-band.tsx';
import { noLabel, type ValueFormat } from '../scale/value-format.ts';

/** As smoke around a line, or stacked phases. */
export type ChartMode = 'line' | 'phases';

export interface LatencyChartProps {
  readonly time: ChartTime;
  /** Oldest first, also from around the span. Null: not loaded yet. */
  readonly rows: readonly ChartRow[] | null;
  /** Null: not loaded yet. */
  readonly history: StatusHistory | null;
  /** Default: `line`. */
  readonly mode?: ChartMode;
  /** The phases of the endpoint's kind, in order; a stable list. Default: none. */
  readonly phases?: readonly PhaseLook[];
  readonly format: ValueFormat;
  /** A line across the chart, drawn if the values come close to it; null (the default): none. */
  readonly threshold?: number | null;
  /** The usual latency; null (the default): not shown. */
  readonly usual?: Baseline | null;
  /** Default: `linear`. */
  readonly scale?: ScaleKind;
  /** The 99th percentile of the range, at which a clipped axis ends; null: not known. */
  readonly p99?: number | null;
  readonly size: Size;
  readonly label: string;
  /** False for a small chart below another one that has the labels of outages and failures. */
  readonly labels?: boolean;
  readonly failureText: FailureText;
  /** Annotations and changes to mark in the chart. A stable list. */
  readonly annotations?: readonly ChartNote[];
  readonly chosenAt?: EpochMs | null;
  readonly onChoose?: (row: ChartRow) => void;
}

const NO_ROWS: readonly ChartRow[] = [];
const NO_PHASES: readonly PhaseLook[] = [];
const NO_ANNOTATIONS: readonly ChartNote[] = [];

export function LatencyChart(props: LatencyChartProps) {
  const { time, history, mode = 'line', phases = NO_PHASES, format, size, label, labels = true } = props;
  const { threshold = null, usual = null, scale: kind = 'linear', p99 = null } = props;
  const { failureText, annotations = NO_ANNOTATIONS, chosenAt = null, onChoose } = props;
  const { span, moves } = time;
  const rows = useMemo(() => (props.rows === null ? null : rowsAround(props.rows, span, 0.3)), [props.rows, span]);
  const { scale, top } = useScale(rows ?? NO_ROWS, span, { mode, kind, p99, threshold });
  const stops = useMemo(() => (rows === null ? null : stopsOf(rows, history, span)), [rows, history, span]);
  const data = useMemo(() => plotRows(rows ?? NO_ROWS, history), [rows, history]);
  const shown = rows ?? NO_ROWS;
  const edge = moves ? span.to : null;

  const draw = useCallback(
    ({ plot, until, seen }: Drawing) => (
      <>
        {history === null ? null : <Bands {...{ history, plot, until, seen, labels, edge }} />}
        {usual === null ? null : <UsualBand baseline={usual} plot={plot} />}
        {labels ? <Disturbed rows={shown} plot={plot} /> : null}
        {mode === 'line' ? (
          <SmokeCurves data={data} plot={plot} />
        ) : (
          <StackedPhases data={data} plot={plot} phases={phases} />
        )}
        {labels ? <Failures rows={shown} history={history} plot={plot} seen={seen} /> : null}
        {annotations.length === 0 ? null : <AnnotationLayer annotations={annotations} plot={plot} until={until} />}
        {mode === 'line' ? <Clipped data={data} plot={plot} write={format.write} /> : null}
      </>
    ),
    [history, labels, edge, shown, data, mode, phases, format, annotations, usual],
  );
  const sentence = useCallback(
    (stop: Stop) => {
      const read = stopSentence(stop, history, { format, failureText, now: Date.now() });
      const notes = annotationsNear(annotations, stop.x, plotOf(size, span, scale)).map(({ text }) => text);
      return notes.length === 0 ? read : say('chart.readNotes', { point: read, notes });
    },
    [history, format, failureText, annotations, size, span, scale],
  );
  const chosen = chosenAt === null ? undefined : stops?.find(({ row }) => row !== null && isOf(row, chosenAt));
  return (
    <TimeChart
      time={time}
      size={size}
      scale={scale}
      tick={top === 0 ? noLabel : format.tick}
      threshold={reaches(threshold, top) ? threshold : null}
      label={label}
      stops={stops}
      stopAt={stopAt}
      draw={draw}
      heightOf={(stop, plot) => heightOf(stop, plot, mode)}
      chosen={chosen === undefined || chosen.row === null ? null : { stop: chosen, at: chosen.row.at }}
      renderTooltip={(stop, plot) => (
        <PointTooltip
          {...{ stop, history, plot, phases, format, size, failureText }}
          notes={annotationsNear(annotations, stop.x, plot).map(({ text }) => text)}
        />
      )}
      sentence={sentence}
      onChoose={onChoose === undefined ? undefined : ({ row }) => (row === null ? undefined : onChoose(row))}
      note={
        <>
          {labels && !moves ? null : <EdgeLabel history={history} span={span} size={size} />}
          {isTooBusy(shown) ? (
            <p className={css.empty}>Lookout was too busy to measure the checks in this range.</p>
          ) : null}
        </>
      }
    />
  );
}

/** Pixels from the point to the flag of an annotation. */
const NEAR = 7;

function annotationsNear(annotations: readonly ChartNote[], at: EpochMs, plot: Plot): readonly ChartNote[] {
  const reach = (NEAR / plot.width) * (plot.to - plot.from);
  return annotations.filter((one) => {
    const to = one.open ? Infinity : (one.to ?? one.at);
    return one.at - reach <= at && to + reach >= at;
  });
}

function isTooBusy(rows: readonly ChartRow[]): boolean {
  return rows.some(({ disturbed }) => disturbed > 0) && rows.every(({ value, down }) => value === null && down === 0);
}

interface ScaleOptions {
  readonly mode: ChartMode;
  readonly kind: ScaleKind;
  readonly p99: number | null;
  readonly threshold: number | null;
}

/** The value axis for the rows in the span, and their highest value; 0: there is none. */
function useScale(
  rows: readonly ChartRow[],
  span: TimeSpan,
  { mode, kind, p99, threshold }: ScaleOptions,
): { readonly scale: Scale; readonly top: number } {
  const extent = useMemo(() => extentOf(rows, span, mode), [rows, span, mode]);
  const { top, bottom } = extent;
  const near = reaches(threshold, top) ? threshold : null;
  // Clipped, but never below the medians, because the chart is about them.
  const clip = kind === 'clipped' && p99 !== null ? Math.max(p99, extent.median) : Infinity;
  const wanted = Math.min(clip * 1.02, near === null ? top : Math.max(top, near * 1.05));
  const axisTop = useCalmTop(wanted);
  const isLog = kind === 'log' && mode === 'line' && bottom > 0;
  const scale = useSameScale(
    isLog ? logScale(bottom, Math.max(top, near ?? 0)) : linearScale(axisTop, Math.min(0, bottom)),
  );
  return { scale, top: Math.max(top, -bottom) };
}

function extentOf(rows: readonly ChartRow[], { from, to }: TimeSpan, mode: ChartMode) {
  let [top, bottom, median] = [0, Infinity, 0];
  for (const row of rows) {
    if (row.value === null || row.at + row.width < from || row.at > to) continue;
    const high = mode === 'phases' ? sumOf(row.phases ?? {}) : Math.max(row.band?.[1] ?? row.value, row.value);
    top = Math.max(top, high);
    bottom = Math.min(bottom, row.band?.[0] ?? row.value);
    median = Math.max(median, row.value);
  }
  return { top, bottom: Number.isFinite(bottom) ? bottom : 0, median };
}

function isOf(row: ChartRow, at: EpochMs): boolean {
  return row.width === 0 ? row.at === at : row.at <= at && row.at + row.width > at;
}

/** A failure has no value, so its ring is at its mark. A period without checks has no dot. */
function heightOf({ row }: Stop, plot: Plot, mode: ChartMode): number | undefined {
  if (row === null) return undefined;
  const height = mode === 'phases' ? undefined : heightOfRow(row, plot);
  return height ?? plot.top + plot.height - 4.5;
}
