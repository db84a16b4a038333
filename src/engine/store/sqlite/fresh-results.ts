/**
 * The results that are in the journal and in no block yet, by endpoint, in memory: the journal itself is in order of time
 * and cannot be searched by endpoint. A result takes about 35 bytes here.
 */
import type { EpochMs } from '../../../contract/model/units.ts';
import type { BlockRow } from '../block-codec.ts';
import { ByteReader, ByteWriter } from '../bytes.ts';

export interface FreshRow extends BlockRow {
  /** The id of its journal entry. */
  readonly entry: number;
}

/** The results of one endpoint, one after the other in bytes. */
interface Pack {
  readonly bytes: ByteWriter;
  count: number;
  first: EpochMs;
  last: EpochMs;
  /** Of the result that was added last. */
  lastAdded: { readonly at: EpochMs; readonly entry: number };
  /** Each was added after the one before it in time. */
  sorted: boolean;
  /** Before every `MARK_EVERY`th result, so that the newest can be read without all others. */
  readonly marks: Mark[];
}

/** A place between two results from which the bytes can be read. */
interface Mark {
  readonly offset: number;
  /** The number of results before it. */
  readonly count: number;
  /** Of the result before it. */
  readonly at: EpochMs;
  readonly entry: number;
}

const MARK_EVERY = 64;
const START: Mark = { offset: 0, count: 0, at: 0, entry: 0 };

export class FreshResults {
  readonly #packs = new Map<number, Pack>();
  #bytes = 0;

  /** About how much memory the results take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get keys(): Iterable<number> {
    return this.#packs.keys();
  }

  /** The times of the earliest and the latest result of an endpoint; null: there are none. */
  extent(key: number): { readonly first: EpochMs; readonly last: EpochMs; readonly count: number } | null {
    return this.#packs.get(key) ?? null;
  }

  add(key: number, row: FreshRow): void {
    let pack = this.#packs.get(key);
    if (pack === undefined) {
      const lastAdded = { at: 0, entry: 0 };
      pack = { bytes: new ByteWriter(), count: 0, first: row.at, last: row.at, lastAdded, sorted: true, marks: [] };
      this.#packs.set(key, pack);
    }
    const before = pack.bytes.length;
    if (pack.count > 0 && pack.count % MARK_EVERY === 0) {
      pack.marks.push({ offset: before, count: pack.count, ...pack.lastAdded });
    }
    pack.bytes.signed(row.at - pack.lastAdded.at);
    pack.bytes.signed(row.entry - pack.lastAdded.entry);
    pack.bytes.uint(row.finding);
    pack.bytes.uint(row.figures.length);
    pack.bytes.raw(row.figures);
    pack.sorted &&= pack.count === 0 || row.at > pack.last;
    pack.count += 1;
    pack.first = Math.min(pack.first, row.at);
    pack.last = Math.max(pack.last, row.at);
    pack.lastAdded = { at: row.at, entry: row.entry };
    this.#bytes += pack.bytes.length - before;
  }

  /** Whether the endpoint has a result of this time here. */
  has(key: number, at: EpochMs): boolean {
    const pack = this.#packs.get(key);
    return pack !== undefined && at >= pack.first && at <= pack.last && this.rows(key).some((row) => row.at === at);
  }

  /** All results of an endpoint, oldest first. Their figures are copies. */
  rows(key: number): readonly FreshRow[] {
    const pack = this.#packs.get(key);
    if (pack === undefined) return [];
    const rows = rowsFrom(pack, START);
    return pack.sorted ? rows : rows.sort((a, b) => a.at - b.at);
  }

  /** The newest results of an endpoint, oldest first: `limit` of them, or some more, or all. Their figures are copies. */
  newest(key: number, limit: number): readonly FreshRow[] {
    const pack = this.#packs.get(key);
    if (pack?.sorted !== true) return this.rows(key);
    return rowsFrom(pack, pack.marks.findLast(({ count }) => count + limit <= pack.count) ?? START);
  }

  /** Replaces all results of the endpoint by these. */
  replace(key: number, rows: readonly FreshRow[]): void {
    this.#bytes -= this.#packs.get(key)?.bytes.length ?? 0;
    this.#packs.delete(key);
    for (const row of rows) this.add(key, row);
  }

  clear(): void {
    this.#packs.clear();
    this.#bytes = 0;
  }
}

/** The results after a mark, in the order in which they were added. */
function rowsFrom(pack: Pack, mark: Mark): FreshRow[] {
  const reader = new ByteReader(pack.bytes.take(mark.offset));
  const rows: FreshRow[] = [];
  let { at, entry } = mark;
  for (let left = pack.count - mark.count; left > 0; left -= 1) {
    at += reader.signed();
    entry += reader.signed();
    rows.push({ at, entry, finding: reader.uint(), figures: reader.raw(reader.uint()) });
  }
  return rows;
}
