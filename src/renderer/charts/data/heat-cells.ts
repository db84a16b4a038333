/** The cells of a heat map as SVG paths. Pure. */
import type { Distribution } from '../../../contract/model/series.ts';
import { toTenths } from '../../../shared/svg-paths.ts';
import { xOf, yOf, type Plot } from '../scale/geometry.ts';

/** The shades, from few checks to most. */
const OPACITIES = [0.1, 0.2, 0.32, 0.45, 0.58, 0.72, 0.86, 1] as const;
/** Pixels. Rows of cells that are lower are drawn together. */
const LEAST_HEIGHT = 3;
/** Pixels between cells. */
const GAP = 0.5;

export interface HeatLevel {
  readonly opacity: number;
  readonly path: string;
}

/**
 * The cells in the plot by shade. A shade shows the count of a cell relative to the fullest cell, on a logarithmic
 * scale, so that a single slow check is still visible beside thousands of fast ones.
 */
export function heatLevels(distribution: Distribution, plot: Plot): readonly HeatLevel[] {
  const { at, edges, step } = distribution;
  const paths = OPACITIES.map(() => '');
  const grouped = groupedRows(edges, plot);
  const cells = new Map<string, { readonly point: number; readonly row: number; count: number }>();
  for (const [index, point] of distribution.point.entries()) {
    const start = at[point] ?? 0;
    if (start + step < plot.from || start > plot.to) continue;
    const row = Math.floor((distribution.bucket[index] ?? 0) / grouped);
    const key = `${point} ${row}`;
    const cell = cells.get(key);
    const count = distribution.count[index] ?? 0;
    if (cell === undefined) cells.set(key, { point, row, count });
    else cell.count += count;
  }
  let most = 1;
  for (const { count } of cells.values()) most = Math.max(most, count);
  for (const { point, row, count } of cells.values()) {
    const left = xOf(plot, at[point] ?? 0);
    const right = xOf(plot, (at[point] ?? 0) + step);
    const bottom = yOf(plot, edges[row * grouped] ?? 0);
    const top = yOf(plot, edges[Math.min(edges.length - 1, (row + 1) * grouped)] ?? 0);
    const level = levelOf(count, most);
    const [width, height] = [Math.max(0.5, right - left - GAP), Math.max(0.5, bottom - top - GAP)];
    paths[level] += `M${toTenths(left)} ${toTenths(top)}h${toTenths(width)}v${toTenths(height)}h${toTenths(-width)}z`;
  }
  return OPACITIES.map((opacity, level) => ({ opacity, path: paths[level] ?? '' }));
}

/** How many buckets form one row of cells, so that the rows are high enough to be visible. */
function groupedRows(edges: readonly number[], plot: Plot): number {
  const [first = 1, second = 1.105] = edges;
  const height = Math.abs(yOf(plot, first) - yOf(plot, second));
  return Math.max(1, Math.ceil(LEAST_HEIGHT / Math.max(0.01, height)));
}

/** The index of the shade: at 1 the lightest, at `most` the darkest. */
export function levelOf(count: number, most: number): number {
  if (most <= 1) return OPACITIES.length - 3;
  const share = Math.log(1 + count) / Math.log(1 + most);
  return Math.min(OPACITIES.length - 1, Math.max(0, Math.ceil(share * OPACITIES.length) - 1));
}
