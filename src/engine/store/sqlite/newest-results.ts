/** Finds the newest results of an endpoint, and decodes only what is needed. */
import type { EpochMs } from '../../../contract/model/units.ts';
import { isDisturbed } from '../../../shared/latency.ts';
import type { Block, BlockRow } from '../block-codec.ts';
import { decodeDisturbed, decodeDuration } from '../result-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import { placesBetween } from './block-rows.ts';
import { hourOf } from './block-table.ts';
import type { ResultSources } from './result-sources.ts';

/** One of the newest results of an endpoint. */
export interface NewestResult {
  readonly at: EpochMs;
  readonly finding: number;
  readonly row: () => BlockRow;
  readonly timing: () => Timing;
}

export interface Timing {
  /** In microseconds. */
  readonly duration: number;
  readonly disturbed: boolean;
}

export function timingOf({ columns, index }: NonNullable<ReturnType<Block['measured']>>): Timing {
  const duration = columns.duration[index] ?? 0;
  const selfMs = (columns.self[index] ?? 0) / 10;
  return { duration, disturbed: isDisturbed({ durationMs: duration / 1000, selfMs }) };
}

export class NewestResults {
  readonly #sources: ResultSources;

  constructor(sources: ResultSources) {
    this.#sources = sources;
  }

  /** The newest results before a time, newest first, at most `limit`. */
  before(key: number, before: EpochMs, limit: number): readonly NewestResult[] {
    const { blocks, plain } = this.#sources;
    const found = [...this.#inFresh(key, before, limit), ...plain.newest(key, before, limit)]
      .map((row) => this.#inRow(row))
      .sort((a, b) => b.at - a.at);
    for (const { start, end } of blocks.placesBackwards(key, hourOf(before - 1))) {
      const last = found[limit - 1];
      // The results found so far are newer than anything in this block or before it.
      if (last !== undefined && last.at >= end * WIDTH_MS.hour) break;
      const block = blocks.block(key, start);
      if (block === undefined) continue;
      const within = placesBetween(block, -Infinity, before - 1);
      const first = Math.max(within.first, within.end - limit);
      for (let row = first; row < within.end; row += 1) found.push(this.#inBlock(block, row));
      found.sort((a, b) => b.at - a.at);
    }
    return found.slice(0, limit);
  }

  /** Results of the journal have to be decoded, so no more than necessary. */
  #inFresh(key: number, before: EpochMs, limit: number): readonly BlockRow[] {
    const { fresh } = this.#sources;
    const extent = fresh.extent(key);
    if (extent === null || extent.first >= before) return [];
    if (extent.last < before) return fresh.newest(key, limit);
    return fresh.rows(key).filter(({ at }) => at < before);
  }

  #inRow(row: BlockRow): NewestResult {
    const { at, finding, figures } = row;
    return {
      at,
      finding,
      row: () => row,
      timing: () => ({
        duration: decodeDuration(figures),
        disturbed: decodeDisturbed(this.#sources.findings.get(finding), figures),
      }),
    };
  }

  /** Reads only what is needed of the block. */
  #inBlock(block: Block, row: number): NewestResult {
    const measured = block.measured(row);
    if (measured === null) return this.#inRow(block.row(row));
    return {
      at: block.times[row] ?? 0,
      finding: block.finding(row),
      row: () => block.row(row),
      timing: () => timingOf(measured),
    };
  }
}
