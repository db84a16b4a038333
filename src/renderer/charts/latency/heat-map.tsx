/** The distribution of latencies over time: darker cells contain more checks. */
import { memo, useCallback, useMemo } from 'react';
import type { Distribution } from '../../../contract/model/series.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { Bands } from '../layers/history-layer.tsx';
import { type Plot, type Size } from '../scale/geometry.ts';
import { heatLevels } from '../data/heat-cells.ts';
import type { PhaseLook } from '../data/phase-look.ts';
import { PointTooltip } from '../layers/point-tooltip.tsx';
import { stopSentence } from '../data/point-text.ts';
import { rowsAround, type ChartRow, type FailureText } from '../data/rows.ts';
import { logScale } from '../scale/scale.ts';
import { stopAt, stopsOf, type Stop } from '../data/stops.ts';
import { TimeChart, type ChartTime, type Drawing } from '../frame/time-chart.tsx';
import { LATENCY, noLabel } from '../scale/value-format.ts';

export interface HeatMapProps {
  readonly time: ChartTime;
  /** Null: not loaded yet. */
  readonly distribution: Distribution | null;
  /** The rows of the same time, at which the pointer and the keys stop. Null: not loaded yet. */
  readonly rows: readonly ChartRow[] | null;
  readonly history: StatusHistory | null;
  readonly size: Size;
  readonly label: string;
  readonly phases: readonly PhaseLook[];
  readonly failureText: FailureText;
  readonly onChoose: (row: ChartRow) => void;
}

export function HeatMap(props: HeatMapProps) {
  const { time, distribution, history, size, label, phases, failureText, onChoose } = props;
  const { span } = time;
  const rows = useMemo(() => (props.rows === null ? null : rowsAround(props.rows, span, 0.3)), [props.rows, span]);
  const stops = useMemo(
    () => (rows === null || distribution === null ? null : stopsOf(rows, history, span)),
    [rows, distribution, history, span],
  );
  const { low, high } = useMemo(() => extentOf(distribution), [distribution]);
  const scale = useMemo(() => logScale(low, high), [low, high]);
  const draw = useCallback(
    ({ plot, until, seen }: Drawing) => (
      <>
        {history === null ? null : <Bands history={history} plot={plot} until={until} seen={seen} labels={false} />}
        {distribution === null ? null : <Cells distribution={distribution} plot={plot} />}
      </>
    ),
    [history, distribution],
  );
  const sentence = useCallback(
    (stop: Stop) => stopSentence(stop, history, { format: LATENCY, failureText, now: Date.now() }),
    [history, failureText],
  );
  return (
    <TimeChart
      time={time}
      size={size}
      scale={scale}
      tick={distribution?.at.length === 0 ? noLabel : LATENCY.tick}
      lines={false}
      label={label}
      stops={stops}
      stopAt={stopAt}
      draw={draw}
      renderTooltip={(stop, plot) => (
        <PointTooltip {...{ stop, history, plot, phases, format: LATENCY, size, failureText }} />
      )}
      sentence={sentence}
      onChoose={({ row }) => (row === null ? undefined : onChoose(row))}
    />
  );
}

function extentOf(distribution: Distribution | null): { readonly low: number; readonly high: number } {
  const edges = distribution?.edges ?? [];
  return { low: edges[0] ?? 1, high: edges.at(-1) ?? 1000 };
}

interface CellsProps {
  readonly distribution: Distribution;
  readonly plot: Plot;
}

/** One path for each shade: thousands of elements would take longer to draw than a frame. */
const Cells = memo(function Cells({ distribution, plot }: CellsProps) {
  const levels = useMemo(() => heatLevels(distribution, plot), [distribution, plot]);
  return levels.map(({ path, opacity }) =>
    path === '' ? null : <path key={opacity} d={path} fill="var(--accent)" fillOpacity={opacity} data-heat />,
  );
});
