/**
 * Results in a table of rows, clustered by endpoint and time: where an earlier Lookout wrote all of them. They move into
 * blocks bit by bit (`compaction.ts`). Only results whose block is damaged are still written here.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { BlockRow } from '../block-codec.ts';
import { rows } from './database.ts';

/** An array instead of an object, which would make reading a hundred thousand rows for a chart half as slow again. */
type ResultRow = readonly [at: EpochMs, finding: number, figures: Uint8Array];

/**
 * Rows per read: few enough to be collected as young garbage, many enough to make the cost of the statement negligible.
 */
const READ_ROWS = 1000;

export class PlainResults {
  readonly #insert: StatementSync;
  readonly #newest: StatementSync;
  readonly #range: StatementSync;
  readonly #count: StatementSync;
  readonly #first: StatementSync;
  readonly #last: StatementSync;
  readonly #any: StatementSync;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteRange: StatementSync;
  readonly #deleteSome: StatementSync;
  /** False: there is no row at all, so none needs to be looked for. */
  #hasRows: boolean;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO result (endpoint, at, finding, figures) VALUES (?, ?, ?, ?) ON CONFLICT (endpoint, at) DO NOTHING',
    );
    this.#newest = database.prepare(
      'SELECT at, finding, figures FROM result WHERE endpoint = ? AND at < ? ORDER BY at DESC LIMIT ?',
    );
    this.#range = database.prepare(
      'SELECT at, finding, figures FROM result WHERE endpoint = ? AND at BETWEEN ? AND ? ORDER BY at LIMIT ?',
    );
    this.#newest.setReturnArrays(true);
    this.#range.setReturnArrays(true);
    this.#count = database.prepare(
      'SELECT count(*) AS count FROM (SELECT 1 FROM result WHERE endpoint = ? AND at BETWEEN ? AND ? LIMIT ?)',
    );
    this.#first = database.prepare('SELECT min(at) AS at FROM result WHERE endpoint = ? AND at >= ?');
    this.#last = database.prepare('SELECT max(at) AS at FROM result WHERE endpoint = ?');
    this.#any = database.prepare('SELECT min(endpoint) AS endpoint FROM result WHERE endpoint > ?');
    this.#oldest = database.prepare(
      `SELECT at, (SELECT verdict FROM finding WHERE id = result.finding) AS verdict
       FROM result WHERE endpoint = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`,
    );
    this.#delete = database.prepare('DELETE FROM result WHERE endpoint = ? AND at = ?');
    this.#deleteRange = database.prepare('DELETE FROM result WHERE endpoint = ? AND at BETWEEN ? AND ?');
    this.#deleteSome = database.prepare(
      'DELETE FROM result WHERE endpoint = ?1 AND at IN (SELECT at FROM result WHERE endpoint = ?1 ORDER BY at LIMIT ?2)',
    );
    this.#hasRows = true;
    this.noteEmpty();
  }

  get hasRows(): boolean {
    return this.#hasRows;
  }

  /** Looks whether there is still a row. */
  noteEmpty(): void {
    this.#hasRows = this.endpointAfter(0) !== null;
  }

  insert(key: number, { at, finding, figures }: BlockRow): void {
    this.#hasRows = true;
    this.#insert.run(key, at, finding, figures);
  }

  /** The next endpoint that has rows, in the order of keys; null: there is none. */
  endpointAfter(key: number): number | null {
    return rows<{ endpoint: number | null }>(this.#any, key)[0]?.endpoint ?? null;
  }

  /** The time of the first result at or after a time; null: there is none. */
  first(key: number, from: EpochMs): EpochMs | null {
    return this.#hasRows ? (rows<{ at: EpochMs | null }>(this.#first, key, from)[0]?.at ?? null) : null;
  }

  /** The time of the last result; -Infinity: there is none. */
  last(key: number): EpochMs {
    return this.#hasRows ? (rows<{ at: EpochMs | null }>(this.#last, key)[0]?.at ?? -Infinity) : -Infinity;
  }

  has(key: number, at: EpochMs): boolean {
    return this.count(key, at, at, 1) > 0;
  }

  /** The newest results before a time, newest first. */
  newest(key: number, before: EpochMs, limit: number): readonly BlockRow[] {
    return this.#hasRows ? rows<ResultRow>(this.#newest, key, before, limit).map(rowOf) : [];
  }

  /** Counts the results from `from` to `to`, including both, up to `limit`. */
  count(key: number, from: EpochMs, to: EpochMs, limit: number): number {
    if (!this.#hasRows) return 0;
    return rows<{ count: number }>(this.#count, key, from, to, limit)[0]?.count ?? 0;
  }

  /** The results from `from` to `to`, including both, oldest first. */
  *range(key: number, from: EpochMs, to: EpochMs): Generator<BlockRow> {
    for (let next: EpochMs | null = this.#hasRows ? from : null; next !== null;) {
      const read: readonly ResultRow[] = rows<ResultRow>(this.#range, key, next, to, READ_ROWS);
      for (const row of read) yield rowOf(row);
      const last = read.at(-1);
      next = last === undefined || read.length < READ_ROWS ? null : last[0] + 1;
    }
  }

  /**
   * Examines up to `limit` results of an endpoint, and removes those that are too old for their verdict.
   * @param isTooOld receives a time and the index of a verdict in `VERDICTS`
   * @returns the time of the next result to examine; null: all before `until` are done
   */
  prune(
    key: number,
    from: EpochMs,
    until: EpochMs,
    limit: number,
    isTooOld: (at: EpochMs, verdict: number) => boolean,
  ): EpochMs | null {
    if (!this.#hasRows) return null;
    const looked = rows<{ at: EpochMs; verdict: number }>(this.#oldest, key, from, Math.round(until), limit);
    for (const { at, verdict } of looked) if (isTooOld(at, verdict)) this.#delete.run(key, at);
    const last = looked.at(-1);
    return last === undefined || looked.length < limit ? null : last.at + 1;
  }

  /** Removes the results from `from` to `to`, including both. */
  removeRange(key: number, from: EpochMs, to: EpochMs): void {
    this.#deleteRange.run(key, from, to);
  }

  /** Removes up to `limit` results of an endpoint, and returns their number. */
  removeSome(key: number, limit: number): number {
    return this.#hasRows ? Number(this.#deleteSome.run(key, limit).changes) : 0;
  }
}

function rowOf([at, finding, figures]: ResultRow): BlockRow {
  return { at, finding, figures };
}
