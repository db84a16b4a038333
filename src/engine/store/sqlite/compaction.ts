/**
 * Moves results of hours that are over from the journal into blocks, a little after each batch, so that no call waits
 * long. When that is done, it does the same with the results that an earlier Lookout wrote into a table of rows.
 *
 * Each step is a transaction. Whenever the process dies, each result is in the journal or in a block; one that is in both
 * counts once.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { encodeBlock, type BlockRow } from '../block-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import { hourOf, type Hour } from './block-table.ts';
import { transaction } from './database.ts';
import type { FreshRow } from './fresh-results.ts';
import type { ResultSources } from './result-sources.ts';
import type { SpanTable } from './span-table.ts';

/** A check of the last hour may still run, or wait to be written. */
const GRACE_MS = 120_000;
/** Above this size of `FreshResults`, the current hour is moved, too. */
const MAX_FRESH_BYTES = 48 * 1024 * 1024;
/**
 * Up to this many results, an hour joins the block of an earlier hour of its day. With a block for each result, a start would
 * decode sixty of them for the last checks of an endpoint that is checked once an hour.
 */
const JOINED_ROWS = 32;
/** Entries of the journal that are removed at once. */
const ENTRIES = 200;

export interface CompactionOptions {
  readonly database: DatabaseSync;
  readonly sources: ResultSources;
  readonly spans: SpanTable;
  /** Move every result as soon as it was written. For tests. Default false. */
  readonly eager?: boolean;
  /** Default: `MAX_FRESH_BYTES`. */
  readonly maxFreshBytes?: number;
}

export class Compaction {
  readonly #options: CompactionOptions;
  /** The endpoints that have results of earlier hours, in the order of their keys. */
  #due: number[] = [];
  /** Which hours are moved: all but this one. Null: all. */
  #current: Hour | null = null;
  /** The hour of the last batch; `#due` was made for it. */
  #madeFor: Hour | null = null;
  /** The endpoint whose rows are moved into blocks. */
  #plainKey = 0;
  /** The hour from which its rows are moved; null: another endpoint is next. */
  #plainHour: Hour | null = null;

  constructor(options: CompactionOptions) {
    this.#options = options;
  }

  /**
   * Does a part of the work.
   * @param newest the time of the newest result of a batch
   * @param ms no further step is started after this time
   */
  slice(newest: EpochMs, ms: Ms): void {
    this.#plan(newest);
    const until = performance.now() + ms;
    const hasTime = () => performance.now() < until;
    if (this.#due.length > 0) this.#moveDue(hasTime);
    const { journal, plain } = this.#options.sources;
    // At least once: an import writes so quickly that moving its results takes all the time.
    for (let done = journal.doneUntil; done > 0; done = hasTime() ? journal.doneUntil : 0) this.#removeEntries(done);
    if (hasTime() && plain.hasRows) this.#movePlain(hasTime);
  }

  /** Moves all results of an endpoint before a time that are not in blocks. In the transaction of the caller. */
  moveNow(key: number, before: EpochMs): void {
    this.#moveFresh(key, ({ at }) => at < before)();
  }

  /** Removes the results of an endpoint that are in no block. In the transaction of the caller. */
  removeFresh(key: number): void {
    const { fresh, journal } = this.#options.sources;
    for (const { entry } of fresh.rows(key)) journal.release(entry);
    fresh.replace(key, []);
  }

  #plan(newest: EpochMs): void {
    const { eager = false, sources, maxFreshBytes = MAX_FRESH_BYTES } = this.#options;
    const all = eager || sources.fresh.bytes > maxFreshBytes;
    if (all && (eager || this.#due.length === 0)) {
      this.#due = [...sources.fresh.keys].sort((a, b) => b - a);
      this.#current = null;
      return;
    }
    const hour = hourOf(newest - GRACE_MS);
    if (hour === this.#madeFor || all) return;
    this.#madeFor = hour;
    this.#current = hourOf(newest);
    // Those that are left from the hour before come first: otherwise the last ones would never have their turn.
    const left = new Set(this.#due);
    const others = [...sources.fresh.keys].filter((key) => !left.has(key) && this.#hasEarlier(key));
    this.#due = [...others.sort((a, b) => b - a), ...this.#due];
  }

  /** Whether an endpoint has results of another hour. Those of a later one come from a clock that was wrong. */
  #hasEarlier(key: number): boolean {
    const extent = this.#options.sources.fresh.extent(key);
    return extent !== null && (hourOf(extent.first) !== this.#current || hourOf(extent.last) !== this.#current);
  }

  /** Several endpoints share a transaction, because their blocks share pages. */
  #moveDue(hasTime: () => boolean): void {
    const current = this.#current;
    const left = [...this.#due];
    const committed: (() => void)[] = [];
    this.#transaction(() => {
      do {
        const key = left.pop();
        if (key === undefined) return;
        committed.push(this.#moveFresh(key, ({ at }) => hourOf(at) !== current));
      } while (hasTime());
    });
    for (const done of committed) done();
    this.#due = left;
  }

  /** @returns what to do once the transaction is committed */
  #moveFresh(key: number, moves: (row: FreshRow) => boolean): () => void {
    const { fresh, journal } = this.#options.sources;
    const all = fresh.rows(key);
    const moving = all.filter(moves);
    for (const [hour, rows] of byHour(moving)) this.#putInBlock(key, hour, rows);
    return () => {
      if (moving.length === 0) return;
      fresh.replace(
        key,
        all.filter((row) => !moves(row)),
      );
      for (const { entry } of moving) journal.release(entry);
    };
  }

  /** Adds the results of an hour to the block that has them, or to a small one before it, or makes a new one. */
  #putInBlock(key: number, hour: Hour, rows: readonly BlockRow[]): void {
    const { blocks, plain } = this.#options.sources;
    const place = blocks.nearest(key, hour);
    const within = place !== null && hour < place.end;
    const block = place !== null && (within || rows.length < JOINED_ROWS) ? blocks.block(key, place.start) : undefined;
    if (place !== null && block !== undefined && (within || block.length + rows.length <= JOINED_ROWS)) {
      const times = new Set(rows.map(({ at }) => at));
      const kept = Array.from({ length: block.length }, (_, row) => block.row(row)).filter(({ at }) => !times.has(at));
      blocks.put(key, place.start, this.#encode([...kept, ...rows].sort((a, b) => a.at - b.at)), { hour });
    } else if (within) {
      // The block is damaged, so the rows are stored elsewhere.
      for (const row of rows) plain.insert(key, row);
    } else blocks.put(key, hour, this.#encode(rows));
  }

  #encode(rows: readonly BlockRow[]): Uint8Array {
    return encodeBlock(rows, (finding) => this.#options.sources.findings.countsOf(finding));
  }

  #removeEntries(done: number): void {
    const { journal } = this.#options.sources;
    const until = Math.min(done, journal.oldest + ENTRIES);
    const committed = this.#transaction(() => {
      journal.removeUntil(until);
      return this.#options.spans.saveGrown(until);
    });
    committed();
    journal.forget(until);
  }

  /** Moves rows of an earlier Lookout into blocks, hour by hour. */
  #movePlain(hasTime: () => boolean): void {
    const { plain } = this.#options.sources;
    this.#transaction(() => {
      do {
        if (this.#plainHour === null) {
          // The next round begins. The rows that are left then are those with damaged blocks.
          const key = plain.endpointAfter(this.#plainKey);
          this.#plainKey = key ?? 0;
          if (key === null) break;
        }
        this.#plainHour = this.#movePlainHour(this.#plainKey, this.#plainHour ?? -Infinity);
      } while (hasTime());
    });
    if (this.#plainKey === 0) plain.noteEmpty();
  }

  /** @returns the hour from which there may be more; null: there is no more of this endpoint */
  #movePlainHour(key: number, from: Hour): Hour | null {
    const { plain, blocks } = this.#options.sources;
    const first = plain.first(key, from * WIDTH_MS.hour);
    if (first === null) return null;
    const hour = hourOf(first);
    const place = blocks.nearest(key, hour);
    const within = place !== null && hour < place.end;
    if (within && blocks.block(key, place.start) === undefined) return hour + 1;
    const [start, end] = [hour * WIDTH_MS.hour, (hour + 1) * WIDTH_MS.hour - 1];
    this.#putInBlock(key, hour, [...plain.range(key, start, end)]);
    plain.removeRange(key, start, end);
    return hour + 1;
  }

  #transaction<T>(work: () => T): T {
    try {
      return transaction(this.#options.database, work);
    } catch (error) {
      this.#options.sources.blocks.reload();
      throw error;
    }
  }
}

function byHour<Row extends BlockRow>(rows: readonly Row[]): ReadonlyMap<Hour, readonly Row[]> {
  const hours = new Map<Hour, Row[]>();
  for (const row of rows) {
    const hour = hourOf(row.at);
    const known = hours.get(hour);
    if (known === undefined) hours.set(hour, [row]);
    else known.push(row);
  }
  return hours;
}
