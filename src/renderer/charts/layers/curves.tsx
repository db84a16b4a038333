/** Curves over time as plain SVG paths: they are drawn again with each check, and several times a second during gestures. */
import { useMemo } from 'react';
import type { EpochMs } from '../../../contract/model/units.ts';
import { areaPath, linePath, toTenths, type PathPoint } from '../../../shared/svg-paths.ts';
import { clippedYOf, xOf, type Plot } from '../scale/geometry.ts';
import css from '../frame/time-chart.module.css';
import { shareOf } from '../scale/scale.ts';
import type { PhaseLook } from '../data/phase-look.ts';
import { loneRows, type PlotRow } from '../data/plot-rows.ts';

interface CurveProps {
  readonly data: readonly PlotRow[];
  readonly plot: Plot;
}

function pointsOf(data: readonly PlotRow[], plot: Plot, read: (row: PlotRow) => number | null): PathPoint[] {
  return data.map((row) => toPoint(plot, row.x, read(row)));
}

/** A value above the axis is drawn at its top, where `Clipped` marks and labels it. */
function toPoint(plot: Plot, time: EpochMs, value: number | null): PathPoint {
  return { x: xOf(plot, time), y: value === null ? null : clippedYOf(plot, value) };
}

/**
 * The median as a line in its smoke: from the 5th to the 95th and from the 25th to the 75th percentile, and up to the
 * highest value as a whisker. Where a point is one check, only the line.
 */
export function SmokeCurves({ data, plot }: CurveProps) {
  const curves = useMemo(() => {
    const of = (read: (row: PlotRow) => number | null) => pointsOf(data, plot, read);
    return {
      line: linePath(of(({ value }) => value)),
      wide: areaPath(
        of((row) => outerOf(row)[1]),
        of((row) => outerOf(row)[0]),
      ),
      narrow: areaPath(
        of(({ quantiles }) => quantiles?.p75 ?? null),
        of(({ quantiles }) => quantiles?.p25 ?? null),
      ),
      whiskers: whiskersOf(data, plot),
    };
  }, [data, plot]);
  const { line, wide, narrow, whiskers } = curves;
  return (
    <g data-smoke>
      <path d={whiskers} stroke="var(--accent)" strokeOpacity={0.45} strokeWidth={1} fill="none" data-whiskers />
      <path d={wide} fill="var(--accent)" fillOpacity={0.14} />
      <path d={narrow} fill="var(--accent)" fillOpacity={0.24} />
      <path d={line} stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" fill="none" data-line />
      <LoneDots data={data} plot={plot} />
    </g>
  );
}

const NOTHING = [null, null] as const;

/** From the 5th to the 95th percentile; a metric whose distribution is not kept has its lowest and highest value. */
function outerOf({ quantiles, band }: PlotRow): readonly [number | null, number | null] {
  return quantiles === null ? (band ?? NOTHING) : [quantiles.p5, quantiles.p95];
}

/** Pixels. Shorter whiskers would only thicken the smoke. */
const LEAST_WHISKER = 1.5;

/** A line from the smoke to the highest value of each point, with a cap where there is room. */
function whiskersOf(data: readonly PlotRow[], plot: Plot): string {
  const cap = plot.width / Math.max(1, data.length) > 7 ? 2 : 0;
  let path = '';
  for (const { x, quantiles, band } of data) {
    if (quantiles === null || band === null) continue;
    const [bottom, top] = [clippedYOf(plot, quantiles.p95), clippedYOf(plot, band[1])];
    if (bottom - top < LEAST_WHISKER) continue;
    const left = toTenths(xOf(plot, x));
    path += `M${left} ${toTenths(bottom)}V${toTenths(top)}`;
    if (cap > 0) path += `M${left - cap} ${toTenths(top)}h${2 * cap}`;
  }
  return path;
}

/** The phases stacked in the order in which they happen. */
export function StackedPhases({ data, plot, phases }: CurveProps & { readonly phases: readonly PhaseLook[] }) {
  const levels = useMemo(() => {
    // A missing phase is 0, so that the areas have no holes.
    const sums: (number | null)[] = data.map((row) => (row.phases === null ? null : 0));
    const floor = data.map((row, index) => toPoint(plot, row.x, sums[index] ?? null));
    const tops = phases.map(({ name }) =>
      data.map((row, index) => {
        const below = sums[index] ?? null;
        const sum = below === null ? null : below + (row.phases?.[name] ?? 0);
        sums[index] = sum;
        return toPoint(plot, row.x, sum);
      }),
    );
    return [floor, ...tops];
  }, [data, plot, phases]);
  return phases.map((phase, index) => (
    <path
      key={phase.name}
      d={areaPath(levels[index + 1] ?? [], levels[index] ?? [])}
      fill={phase.color}
      fillOpacity={0.85}
      data-phase={phase.name}
    />
  ));
}

/** A dot for each success between two failures, where there is no line. */
function LoneDots({ data, plot }: CurveProps) {
  const rows = useMemo(() => loneRows(data), [data]);
  return rows.map((row) => (
    <circle key={row.x} cx={xOf(plot, row.x)} cy={clippedYOf(plot, row.value ?? 0)} r={2} fill="var(--accent)" />
  ));
}

/** Pixels between the labels. */
const CLIPPED_LABEL = 84;

/** A triangle at the top for each point that is above the axis; the highest of those close together has a label. */
export function Clipped({ data, plot, write }: CurveProps & { readonly write: (value: number) => string }) {
  const above = useMemo(() => {
    const peaks = data
      .map((row) => ({ at: row.x, x: xOf(plot, row.x), value: Math.max(row.band?.[1] ?? 0, row.value ?? 0) }))
      .filter(({ value }) => shareOf(plot.scale, value) > 1);
    const written: typeof peaks = [];
    for (const peak of peaks.toSorted((a, b) => b.value - a.value)) {
      if (written.every(({ x }) => Math.abs(x - peak.x) >= CLIPPED_LABEL)) written.push(peak);
    }
    return { peaks, written: new Set(written) };
  }, [data, plot]);
  const { top } = plot;
  return above.peaks.map((peak) => (
    <g key={peak.at} data-clipped={peak.value}>
      <path d={`M${peak.x - 3} ${top + 5}h6l-3 -5z`} fill="var(--accent)" />
      {above.written.has(peak) ? (
        <text x={peak.x} y={top + 16} textAnchor="middle" className={css.clippedLabel}>
          {write(peak.value)}
        </text>
      ) : null}
    </g>
  ));
}

/** The height at which a row is drawn; undefined: it has no value. */
export function heightOfRow(row: PlotRow, plot: Plot): number | undefined {
  return row.value === null ? undefined : clippedYOf(plot, row.value);
}
