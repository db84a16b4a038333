/**
 * When checks are due: `anchor + offset + n x interval`. A slot is computed from its number, never from the slot before,
 * so that nothing adds up: there is no drift. All times are in milliseconds on one clock.
 */

/**
 * A stable place in the interval for an endpoint, so that many endpoints with one interval do not fall due together,
 * and each keeps its place over restarts. FNV-1a (Fowler, Noll, Vo) with a final mix, over the id.
 * @returns a whole number, 0 to `interval` - 1
 */
export function stableOffset(id: string, interval: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  // FNV alone leaves ids that differ in the last character close together.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash ^= hash >>> 13;
  return Math.floor(((hash >>> 0) / 0x1_0000_0000) * interval);
}

/** The first slot strictly after `after`. */
export function slotAfter(after: number, anchor: number, offset: number, interval: number): number {
  const first = anchor + offset;
  return first + (Math.floor((after - first) / interval) + 1) * interval;
}
