/** Selects the changes that `mutate.mjs --sample` tries. */

import { createHash } from 'node:crypto';

/** @typedef {Pick<import('./mutate-report.mjs').Change, 'fileName' | 'mutatorName' | 'replacement' | 'location'>} Place */

/**
 * A sample of the changes, selected by their content and not randomly: the same file always gives the same sample.
 * @template {Place} C
 * @param {readonly C[]} changes
 * @param {number} size the maximum number
 * @returns {C[]} in the order of `changes`
 */
export function sampleOf(changes, size) {
  const chosen = new Set(changes.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, size));
  return changes.filter((change) => chosen.has(change));
}

/** @param {Place} change */
function rank({ fileName, mutatorName, replacement, location: { start, end } }) {
  const place = [fileName, mutatorName, replacement, start.line, start.column, end.line, end.column];
  return createHash('sha256').update(JSON.stringify(place)).digest('hex');
}
