/** Removes single results, in all places where they are kept. */
import { VERDICTS } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { encodeBlock } from '../block-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import type { Retention } from '../store.ts';
import { hourOf, type BlockPlace } from './block-table.ts';
import type { Tables } from './prune.ts';

const DOWN = VERDICTS.indexOf('down');

export interface PruneStep {
  /** The endpoint. */
  readonly key: number;
  /** The time to start from; 0: the beginning. */
  readonly at: EpochMs;
  /** About how many results are examined at most. */
  readonly limit: number;
}

/**
 * Removes results of one endpoint that are older than retention allows for their verdict. In the transaction of the caller.
 * @returns where to continue; null: all is done
 */
export function pruneResultsOf(
  { sources, compaction }: Tables,
  { resultsBefore, failuresBefore }: Retention,
  { key, at, limit }: PruneStep,
): EpochMs | null {
  const { plain, blocks } = sources;
  const until = Math.max(resultsBefore, failuresBefore);
  if (at === 0) compaction.moveNow(key, until);
  const isTooOld = (time: EpochMs, verdict: number) => time < (verdict === DOWN ? failuresBefore : resultsBefore);
  if (plain.first(key, at) !== null) {
    const next = plain.prune(key, at, until, limit, isTooOld);
    if (next !== null) return next;
  }
  let looked = 0;
  for (const place of blocks.places(key, -Infinity, hourOf(until - 1))) {
    // Thinned blocks have only failed results.
    const end = place.end * WIDTH_MS.hour;
    if (blocks.isThinned(key, place.start) && place.start * WIDTH_MS.hour >= failuresBefore) continue;
    looked += end <= failuresBefore ? 1 : thin(sources, key, place, isTooOld, resultsBefore);
    if (end <= failuresBefore) blocks.remove(key, place);
    // The next step finds fewer blocks from the start.
    if (looked > limit) return Math.max(1, at);
  }
  return null;
}

/** @returns how many results were examined */
function thin(
  { blocks, findings }: Tables['sources'],
  key: number,
  place: BlockPlace,
  isTooOld: (at: EpochMs, verdict: number) => boolean,
  resultsBefore: EpochMs,
): number {
  const block = blocks.block(key, place.start);
  // A damaged block is removed when all of it is too old.
  if (block === undefined) return 1;
  const verdicts = new Map(
    block.findings.map((finding) => [finding, VERDICTS.indexOf(findings.find(finding)?.verdict ?? 'down')]),
  );
  const kept = Array.from({ length: block.length }, (_, row) => row).filter(
    (row) => !isTooOld(block.times[row] ?? 0, verdicts.get(block.finding(row)) ?? DOWN),
  );
  if (kept.length === 0) blocks.remove(key, place);
  else if (kept.length < block.length) {
    const rows = kept.map((row) => block.row(row));
    const data = encodeBlock(rows, (finding) => findings.countsOf(finding));
    blocks.put(key, place.start, data, { thinned: isOver(place, resultsBefore) });
  } else if (isOver(place, resultsBefore)) blocks.markThinned(key, place.start);
  return block.length;
}

/** Whether only failed results of the block may stay. */
function isOver({ end }: BlockPlace, resultsBefore: EpochMs): boolean {
  return end * WIDTH_MS.hour <= resultsBefore;
}

/** Removes about `limit` results of an endpoint, whatever they are. @returns 0: there are none left */
export function removeSomeResults({ sources, compaction }: Tables, key: number, limit: number): number {
  const { plain, blocks } = sources;
  compaction.removeFresh(key);
  const removed = plain.removeSome(key, limit);
  if (removed > 0) return removed;
  let blocksRemoved = 0;
  for (const place of blocks.places(key, -Infinity, Infinity)) {
    blocks.remove(key, place);
    blocksRemoved += 1;
    if (blocksRemoved * 100 > limit) break;
  }
  return blocksRemoved;
}
