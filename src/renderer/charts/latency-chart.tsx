/** Latency over time, with failures as failures. The numbers come reduced; nothing here is averaged again. */
import { useMemo, useState, type PointerEvent } from 'react';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { Skeleton } from '../components/spinner.tsx';
import { highest, plotOf, reaches, timeOf, xOf, yOf, type ChartMode } from './geometry.ts';
import css from './latency-chart.module.css';
import { LatencyPlot } from './latency-plot.tsx';
import type { PhaseLook } from './phase-look.ts';
import { PointTooltip } from './point-tooltip.tsx';
import { pointSentence } from './point-text.ts';
import { nearestRow, type ChartRow } from './rows.ts';

export interface LatencyChartProps {
  /** Oldest first, at most about 1,000. Null: not there yet. */
  readonly rows: readonly ChartRow[] | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly mode: ChartMode;
  /** The phases of the endpoint's kind, in order; a stable list. */
  readonly phases: readonly PhaseLook[];
  /** A stretch without checks longer than this breaks the line. */
  readonly gap: Ms;
  readonly degradedAbove: Ms | null;
  /** Pixels, both the same while loading and empty. */
  readonly width: number;
  readonly height: number;
  /** What it shows; read out. */
  readonly label: string;
  /** A point was clicked, or Enter was pressed on it. */
  readonly onChoose?: (row: ChartRow) => void;
}

/** How far from a point, in pixels, the pointer still means it. */
const REACH = 40;

export function LatencyChart(props: LatencyChartProps) {
  const { rows, from, to, mode, phases, gap, degradedAbove, width, height, label, onChoose } = props;
  // By time, not by index: the rows move on while the point stays.
  const [pointAt, setPointAt] = useState<EpochMs | null>(null);

  const shown = useMemo(() => (rows ?? []).filter((row) => row.x >= from && row.x <= to), [rows, from, to]);
  const top = useMemo(() => highest(rows ?? [], mode), [rows, mode]);
  const axisTop = reaches(degradedAbove, top) ? Math.max(top, degradedAbove * 1.05) : top;
  const plot = useMemo(() => plotOf({ width, height }, { from, to }, axisTop), [width, height, from, to, axisTop]);
  const size = useMemo(() => ({ width, height }), [width, height]);

  const index = pointAt === null ? -1 : shown.findIndex((row) => row.at === pointAt);
  const point = shown[index];

  const onPointerMove = (event: PointerEvent<HTMLInputElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    const near = shown[nearestRow(shown, timeOf(plot, x))];
    setPointAt(near && Math.abs(xOf(plot, near.x) - x) <= REACH ? near.at : null);
  };
  const choose = () => {
    if (point && onChoose) onChoose(point);
  };

  return (
    <div className={css.chart} style={{ height }}>
      {rows === null || width === 0 ? (
        <output className={css.loading} aria-label="Loading the chart">
          <Skeleton width="100%" height={Math.max(0, height - 44)} />
        </output>
      ) : (
        <>
          <div aria-hidden>
            <LatencyPlot
              rows={rows}
              plot={plot}
              mode={mode}
              phases={phases}
              gap={gap}
              degradedAbove={degradedAbove}
              top={top}
              size={size}
            />
          </div>
          {shown.length === 0 ? <p className={css.empty}>No checks in this range.</p> : null}
          {point ? (
            <svg className={css.cursor} width={width} height={height} aria-hidden>
              <line x1={xOf(plot, point.x)} x2={xOf(plot, point.x)} y1={plot.top} y2={plot.top + plot.height} />
              {point.avg !== null && mode === 'line' ? (
                <circle cx={xOf(plot, point.x)} cy={yOf(plot, point.avg)} r={3.5} />
              ) : null}
            </svg>
          ) : null}
          {/* A slider over the points: what the chart is for someone who cannot see it, and what the arrow keys do. */}
          <input
            type="range"
            className={css.overlay}
            disabled={shown.length === 0}
            aria-label={label}
            aria-valuetext={valueText(point ?? shown.at(-1), to - from)}
            min={0}
            max={Math.max(0, shown.length - 1)}
            step={1}
            value={index < 0 ? Math.max(0, shown.length - 1) : index}
            onChange={(event) => setPointAt(shown[event.currentTarget.valueAsNumber]?.at ?? null)}
            onFocus={() => setPointAt((at) => at ?? shown.at(-1)?.at ?? null)}
            onBlur={() => setPointAt(null)}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setPointAt(null)}
            // Points are not evenly spaced in time: the press that would move the slider only chooses.
            onMouseDown={(event) => event.preventDefault()}
            onClick={choose}
            onKeyDown={(event) => {
              if (event.key === 'Enter') choose();
            }}
          />
          {point ? <PointTooltip row={point} plot={plot} phases={phases} size={size} /> : null}
        </>
      )}
    </div>
  );
}

function valueText(row: ChartRow | undefined, rangeMs: Ms): string {
  return row ? pointSentence(row, rangeMs) : 'No checks in this range';
}
