/**
 * When checks are due: at `anchor + offset + n x interval`. Each slot is computed from its number and not from the slot
 * before it, so errors do not add up and there is no drift. All times are in milliseconds on one clock.
 */

/**
 * An endpoint's place in its interval, which is the same after a restart. Endpoints with the same interval get different
 * places, so that they are not all due together. It is FNV-1a (Fowler, Noll, Vo) over the id, with a final mix.
 * @returns a whole number, 0 to `interval` - 1
 */
export function stableOffset(id: string, interval: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  // FNV alone gives ids that differ only in the last character places close to each other.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash ^= hash >>> 13;
  return Math.floor(((hash >>> 0) / 0x1_0000_0000) * interval);
}

/** The first slot strictly after `after`. */
export function slotAfter(after: number, anchor: number, offset: number, interval: number): number {
  const first = anchor + offset;
  return first + (Math.floor((after - first) / interval) + 1) * interval;
}
