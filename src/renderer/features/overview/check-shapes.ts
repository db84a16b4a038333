/** Shapes of the recent checks: a bar each, and a line of their latency. One SVG path a colour, nothing to lay out. */
import type { Verdict } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';

/** Pixels from one check to the next in the bar; one of them is the gap. */
export const PITCH = 4;
export const BAR_WIDTH = RECENT_CHECKS * PITCH;
export const BAR_HEIGHT = 18;

/** Height tells the verdict as well as colour does: a failure is the tallest. */
const HEIGHTS: Readonly<Record<Verdict, number>> = { up: 11, degraded: 14, down: BAR_HEIGHT, unknown: 5 };

/** Paths by verdict, the newest check at the right end; `none` are the places of checks that are still to come. */
export function barPaths(recent: RecentChecks): Readonly<Record<Verdict | 'none', string>> {
  const paths = { up: '', degraded: '', down: '', unknown: '', none: '' };
  const missing = RECENT_CHECKS - recent.verdict.length;
  for (let slot = 0; slot < missing; slot++) paths.none += bar(slot, 3);
  recent.verdict.forEach((verdict, index) => {
    paths[verdict] += bar(missing + index, HEIGHTS[verdict]);
  });
  return paths;
}

function bar(slot: number, height: number): string {
  return `M${slot * PITCH} ${BAR_HEIGHT}v-${height}h${PITCH - 1}v${height}z`;
}

/**
 * Which check stands at `fromRight` pixels from the bar's right end.
 * @returns an index into the columns, or null where there is none (yet)
 */
export function checkAt(recent: RecentChecks, fromRight: number): number | null {
  const index = recent.at.length - 1 - Math.floor(fromRight / PITCH);
  return fromRight >= 0 && index >= 0 && index < recent.at.length ? index : null;
}

export interface Sparkline {
  /** Latency of the successful checks, from zero; broken at every check that did not succeed. */
  readonly line: string;
  /** A mark on the ground for every failure. */
  readonly failures: string;
}

/** @param width of the drawing, in pixels, as is `height` */
export function sparkline(recent: RecentChecks, width: number, height: number): Sparkline {
  let most = 0;
  recent.durationMs.forEach((ms, index) => {
    if (succeeded(recent.verdict[index])) most = Math.max(most, ms);
  });
  const x = (index: number) => round(((RECENT_CHECKS - recent.at.length + index + 0.5) * width) / RECENT_CHECKS);
  const y = (ms: number) => round(height - 2 - (most === 0 ? 0 : (ms / most) * (height - 4)));
  let line = '';
  let failures = '';
  let drawing = false;
  recent.durationMs.forEach((ms, index) => {
    const good = succeeded(recent.verdict[index]);
    // A lone success between two failures is a line of no length: the round cap makes it a dot.
    if (good) line += drawing ? `L${x(index)} ${y(ms)}` : `M${x(index)} ${y(ms)}h0`;
    if (recent.verdict[index] === 'down') failures += `M${x(index)} ${height}v-4`;
    drawing = good;
  });
  return { line, failures };
}

function succeeded(verdict: Verdict | undefined): boolean {
  return verdict === 'up' || verdict === 'degraded';
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
