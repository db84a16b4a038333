/** Lines and areas as SVG paths. Pure. */

export interface PathPoint {
  readonly x: number;
  /** Null breaks the path. */
  readonly y: number | null;
}

/** A line through the points. */
export function linePath(points: readonly PathPoint[]): string {
  let path = '';
  let drawing = false;
  for (const { x, y } of points) {
    if (y === null) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${toTenths(x)} ${toTenths(y)}`;
    drawing = true;
  }
  return path;
}

/** The area between two lists of the same length, whose points have the same `x`; it breaks where either does. */
export function areaPath(upper: readonly PathPoint[], lower: readonly PathPoint[]): string {
  let path = '';
  let first = 0;
  const close = (end: number) => {
    if (end - first >= 1) {
      const top = upper.slice(first, end);
      const bottom = lower.slice(first, end).toReversed();
      path += `${linePath(top)}${linePath(bottom).replace('M', 'L')}Z`;
    }
    first = end + 1;
  };
  for (const [index, { y }] of upper.entries()) if (y === null || (lower[index]?.y ?? null) === null) close(index);
  close(upper.length);
  return path;
}

/** Rounds a coordinate: a tenth of a pixel cannot be seen, and longer numbers take longer to parse. */
export function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
