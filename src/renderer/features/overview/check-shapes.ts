/** The shapes of the recent checks: a bar for each bucket, and a line of their latency. One SVG path for each color. */
import type { Verdict } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { isDisturbed, type Bucket } from './check-buckets.ts';

/** Pixels from one bar to the next; one of them is the gap. */
export const PITCH = 4;
export const BAR_WIDTH = RECENT_CHECKS * PITCH;
export const BAR_HEIGHT = 18;

/** The height shows the verdict as well as the color: failures are the tallest. */
const HEIGHTS: Readonly<Record<Verdict, number>> = { up: 11, degraded: 14, down: BAR_HEIGHT, unknown: 5 };
const NONE_HEIGHT = 3;

/** Paths by verdict, the newest bucket at the right end; `none` is time without checks. */
export function barPaths(buckets: readonly Bucket[]): Readonly<Record<Verdict | 'none', string>> {
  const paths = { up: '', degraded: '', down: '', unknown: '', none: '' };
  const missing = RECENT_CHECKS - buckets.length;
  for (let slot = 0; slot < missing; slot++) paths.none += bar(slot, NONE_HEIGHT);
  buckets.forEach(({ verdict }, index) => {
    if (verdict === null) paths.none += bar(missing + index, NONE_HEIGHT);
    else paths[verdict] += bar(missing + index, HEIGHTS[verdict]);
  });
  return paths;
}

function bar(slot: number, height: number): string {
  return `M${slot * PITCH} ${BAR_HEIGHT}v-${height}h${PITCH - 1}v${height}z`;
}

/**
 * The bucket that is `fromRight` pixels from the bar's right end.
 * @returns undefined where there is no bucket
 */
export function bucketAt(buckets: readonly Bucket[], fromRight: number): Bucket | undefined {
  const index = buckets.length - 1 - Math.floor(fromRight / PITCH);
  return fromRight >= 0 && index >= 0 ? buckets[index] : undefined;
}

export interface Sparkline {
  /**
   * Latency of the successful checks, from zero; it breaks at failures and where checks are missing. It leaves out checks
   * that were measured while Lookout was busy.
   */
  readonly line: string;
  /** A mark at the bottom for each bucket with a failure. */
  readonly failures: string;
}

/** The width of the sparkline in its own units: one for each bucket. It is stretched to the width of its column. */
export const SPARK_UNITS = RECENT_CHECKS;

/** @param height of the drawing, in pixels */
export function sparkline(buckets: readonly Bucket[], height: number): Sparkline {
  const most = Math.max(0, ...buckets.map(({ durationMs }) => durationMs ?? 0));
  const x = (index: number) => RECENT_CHECKS - buckets.length + index + 0.5;
  const y = (ms: number) => round(height - 2 - (most === 0 ? 0 : (ms / most) * (height - 4)));
  let line = '';
  let failures = '';
  /** The last bucket of the line that is being drawn. */
  let end: number | null = null;
  buckets.forEach(({ durationMs, verdict, disturbed }, index) => {
    if (verdict === 'down') failures += `M${x(index)} ${height}v-4`;
    // A single empty bucket may mean only that a check was late.
    if (durationMs === null && !disturbed && (verdict !== null || index - (end ?? 0) > 1)) end = null;
    if (durationMs === null) return;
    // A lone success between two failures is a line without length: the round cap makes it a dot.
    line += end === null ? `M${x(index)} ${y(durationMs)}h0` : `L${x(index)} ${y(durationMs)}`;
    end = index;
  });
  return { line, failures };
}

/** The fastest and the slowest of the successful checks that were not disturbed; null: there was none. */
export function latencyRange(recent: RecentChecks): { readonly min: Ms; readonly max: Ms } | null {
  let min = Infinity;
  let max = -Infinity;
  recent.durationMs.forEach((ms, index) => {
    const verdict = recent.verdict[index];
    if ((verdict !== 'up' && verdict !== 'degraded') || isDisturbed(recent, index)) return;
    min = Math.min(min, ms);
    max = Math.max(max, ms);
  });
  return min > max ? null : { min, max };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
