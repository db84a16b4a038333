/** A grid of cells with colors, such as the days of a year: a slider moves from cell to cell. */
import { memo, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import css from './cell-grid.module.css';
import { ChartLoading } from '../frame/chart-loading.tsx';
import type { Size } from '../scale/geometry.ts';
import chartCss from '../frame/time-chart.module.css';

export interface GridCell {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A CSS color; null: nothing is known, and the cell is only an outline. */
  readonly fill: string | null;
  /** The size of a dot in the cell, 0 to 1: the same value as the color, for people who cannot distinguish colors. */
  readonly dot?: number;
  /** A text in the cell, if there is room. */
  readonly text?: string;
}

export interface GridLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface CellGridProps {
  /** A stable list, in the order of the arrow keys. Null: not loaded yet. */
  readonly cells: readonly GridCell[] | null;
  /** A stable list. */
  readonly labels: readonly GridLabel[];
  readonly size: Size;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** How many cells the arrow keys up and down move by. */
  readonly step: number;
  /** One line for a screen reader. */
  readonly sentence: (index: number) => string;
  readonly renderTooltip: (index: number) => ReactNode;
  /** A cell was clicked, or Enter was pressed on it. */
  readonly onChoose?: (index: number) => void;
  /** The index of the cell at which the slider starts. */
  readonly first: number;
}

const TOOLTIP = 250;
/** The narrowest cell with room for a text, in pixels. */
const TEXT_WIDTH = 30;

export function CellGrid(props: CellGridProps) {
  const { cells, size, label } = props;
  return (
    <div className={chartCss.chart} style={{ height: size.height }}>
      {cells === null || size.width === 0 ? (
        <ChartLoading label={label} size={size} />
      ) : (
        <Grid {...props} cells={cells} />
      )}
    </div>
  );
}

function Grid(props: CellGridProps & { readonly cells: readonly GridCell[] }) {
  const { cells, labels, size, label, step, sentence, renderTooltip, onChoose, first } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const chosen = pointed === null ? undefined : cells[pointed];
  const cellUnder = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const index = cells.findIndex(
      (cell) => cell.x <= x && cell.x + cell.width + 2 > x && cell.y <= y && cell.y + cell.height + 2 > y,
    );
    return index < 0 ? null : index;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = pointed ?? first;
    if (event.key === 'Enter') onChoose?.(index);
    const by = event.key === 'ArrowUp' ? -step : event.key === 'ArrowDown' ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    setPointed(Math.min(cells.length - 1, Math.max(0, index + by)));
  };
  return (
    <>
      <svg width={size.width} height={size.height} className={css.grid} aria-hidden>
        <Cells cells={cells} labels={labels} />
        {chosen === undefined ? null : (
          <rect
            x={chosen.x - 1}
            y={chosen.y - 1}
            width={chosen.width + 2}
            height={chosen.height + 2}
            rx={3}
            className={css.pointed}
          />
        )}
      </svg>
      <input
        type="range"
        className={chartCss.overlay}
        aria-label={label}
        aria-valuetext={sentence(pointed ?? first)}
        min={0}
        max={Math.max(0, cells.length - 1)}
        value={pointed ?? first}
        onChange={(event) => setPointed(event.currentTarget.valueAsNumber)}
        onFocus={() => setPointed((before) => before ?? first)}
        onBlur={() => setPointed(null)}
        onPointerMove={(event) => setPointed(cellUnder(event))}
        onPointerLeave={() => setPointed(null)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          const index = cellUnder(event);
          if (index !== null) onChoose?.(index);
        }}
        onKeyDown={onKeyDown}
      />
      {pointed === null || chosen === undefined ? null : (
        <div className={chartCss.tooltip} style={{ ...placeOf(chosen, size), width: TOOLTIP }} aria-hidden>
          {renderTooltip(pointed)}
        </div>
      )}
    </>
  );
}

/** Places the tooltip beside the cell, so that the neighbors stay visible. */
function placeOf({ x, width }: GridCell, size: Size): { readonly left: number } {
  const right = x + width + 10;
  return { left: right + TOOLTIP <= size.width ? right : Math.max(0, x - 10 - TOOLTIP) };
}

/** Not rendered again while the pointer moves or checks come in: there are hundreds of cells. */
const Cells = memo(function Cells({
  cells,
  labels,
}: {
  readonly cells: readonly GridCell[];
  readonly labels: readonly GridLabel[];
}) {
  return (
    <>
      {labels.map(({ text, x, y, anchor }) => (
        <text key={`${x} ${y}`} x={x} y={y} textAnchor={anchor} className={chartCss.tick}>
          {text}
        </text>
      ))}
      {cells.map((cell) => (
        <Cell key={cell.key} cell={cell} />
      ))}
    </>
  );
});

function Cell({ cell: { x, y, width, height, fill, dot = 0, text } }: { readonly cell: GridCell }) {
  const radius = (Math.min(width, height) / 2 - 1.5) * dot;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={2}
        {...(fill === null ? { className: css.unknown } : { fill })}
        data-cell={fill ?? 'none'}
      />
      {radius <= 0 ? null : (
        <circle cx={x + width / 2} cy={y + height / 2} r={Math.max(1, radius)} className={css.dot} />
      )}
      {text === undefined || width < TEXT_WIDTH ? null : (
        <text x={x + width / 2} y={y + height / 2 + 3.5} textAnchor="middle" className={css.text}>
          {text}
        </text>
      )}
    </g>
  );
}
