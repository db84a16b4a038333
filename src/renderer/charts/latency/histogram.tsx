/** How often each latency was measured in the range. */
import { useMemo, useState, type MouseEvent } from 'react';
import type { Distribution } from '../../../contract/model/series.ts';
import { formatCount, formatLatencyRange, formatPercent } from '../../format.ts';
import { say } from '../../texts.ts';
import { plotOf, type Size } from '../scale/geometry.ts';
import { ChartFrame } from '../frame/chart-frame.tsx';
import { ChartLoading } from '../frame/chart-loading.tsx';
import { histogramOf, percentileLines, type HistogramBar, type Percentiles } from '../data/histogram-bars.ts';
import { labelPlace } from '../scale/ticks.ts';
import css from '../frame/time-chart.module.css';
import { linearScale, logScale, shareOf } from '../scale/scale.ts';
import { LATENCY, noLabel } from '../scale/value-format.ts';

export interface HistogramProps {
  /** Null: not loaded yet. */
  readonly distribution: Distribution | null;
  /** For the lines of the percentiles. */
  readonly summary: Percentiles | null;
  readonly size: Size;
  readonly label: string;
}

export function Histogram({ distribution, summary, size, label }: HistogramProps) {
  const bars = useMemo(() => (distribution === null ? null : histogramOf(distribution)), [distribution]);
  return (
    <div className={css.chart} style={{ height: size.height }}>
      {bars === null || size.width === 0 ? (
        <ChartLoading label={label} size={size} />
      ) : (
        <Bars bars={bars} summary={summary} size={size} label={label} />
      )}
    </div>
  );
}

function Bars({
  bars,
  summary,
  size,
  label,
}: Omit<HistogramProps, 'distribution'> & { readonly bars: readonly HistogramBar[] }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const most = bars.reduce((max, { count }) => Math.max(max, count), 0);
  const counts = useMemo(() => linearScale(most), [most]);
  const [low, high] = [bars[0]?.from ?? 1, bars.at(-1)?.to ?? 10];
  const scale = useMemo(() => logScale(low, high), [low, high]);
  const plot = useMemo(() => plotOf(size, { from: 0, to: 1 }, counts), [size, counts]);
  const bottom = plot.top + plot.height;
  const xOfValue = (value: number) => plot.left + shareOf(scale, value) * plot.width;
  const bar = chosen === null ? undefined : bars[chosen];
  const barAt = (event: MouseEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const index = bars.findIndex(({ from, to }) => xOfValue(from) <= x && xOfValue(to) > x);
    return index < 0 ? null : index;
  };
  return (
    <>
      <div aria-hidden>
        <ChartFrame size={size} scale={counts} label={most === 0 ? noLabel : countLabel} threshold={null} />
        <svg className={css.cursor} width={size.width} height={size.height}>
          {bars.map(({ from, to, count }, index) => {
            const left = xOfValue(from);
            const height = shareOf(counts, count) * plot.height;
            return (
              <rect
                key={from}
                x={left}
                y={bottom - height}
                width={Math.max(1, xOfValue(to) - left - 1)}
                height={height}
                fill="var(--accent)"
                fillOpacity={index === chosen ? 1 : 0.7}
                data-bar={count}
              />
            );
          })}
          {bars.length === 0
            ? null
            : scale.ticks.map((tick) => {
                const label = LATENCY.tick(tick, scale);
                // The last tick is at the end of the chart, so its label is moved into it.
                const x = labelPlace(xOfValue(tick), label, { left: 0, right: size.width }) ?? xOfValue(tick);
                return (
                  <text key={tick} x={x} y={bottom + 16} className={css.tick} textAnchor="middle">
                    {label}
                  </text>
                );
              })}
          {percentileLines(summary, xOfValue).map(({ name, x }) => (
            <g key={name} className={css.percentile}>
              <path d={`M${x} ${plot.top}V${bottom}`} />
              <text x={x + 4} y={plot.top + 9}>
                {name}
              </text>
            </g>
          ))}
        </svg>
      </div>
      {bars.length === 0 ? <p className={css.empty}>{say('chart.noChecks')}</p> : null}
      <input
        type="range"
        className={css.overlay}
        disabled={bars.length === 0}
        aria-label={label}
        aria-valuetext={barText(bars[chosen ?? 0])}
        min={0}
        max={Math.max(0, bars.length - 1)}
        value={chosen ?? 0}
        onChange={(event) => setChosen(event.currentTarget.valueAsNumber)}
        onFocus={() => setChosen((before) => before ?? 0)}
        onBlur={() => setChosen(null)}
        onPointerMove={(event) => setChosen(barAt(event))}
        onPointerLeave={() => setChosen(null)}
        onMouseDown={(event) => event.preventDefault()}
      />
      {bar === undefined ? null : <BarTooltip bar={bar} x={xOfValue(bar.to)} size={size} />}
    </>
  );
}

const TOOLTIP = 180;

function BarTooltip({ bar, x, size }: { readonly bar: HistogramBar; readonly x: number; readonly size: Size }) {
  const left = x + 10 + TOOLTIP <= size.width ? x + 10 : Math.max(0, x - 30 - TOOLTIP);
  return (
    <div className={css.tooltip} style={{ left, width: TOOLTIP }} aria-hidden>
      <p className={css.time}>{formatLatencyRange(bar.from, bar.to)}</p>
      <p className={css.figure}>
        <span>{say('chart.checks', { count: bar.count })}</span>
        <span>{formatPercent(bar.share)}</span>
      </p>
      <p className={css.figure}>
        <span>Up to here</span>
        <span>{formatPercent(bar.upTo)}</span>
      </p>
    </div>
  );
}

const countLabel = (value: number) => formatCount(value);

function barText(bar: HistogramBar | undefined): string {
  if (bar === undefined) return say('chart.noChecks');
  const range = formatLatencyRange(bar.from, bar.to);
  return say('chart.bar', { range, count: bar.count, share: formatPercent(bar.share) });
}
