/** Reads single results in its own thread, while the thread of the store continues to write. */
import { DatabaseSync } from 'node:sqlite';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import { BlockTable } from '../sqlite/block-table.ts';
import { CoverageTable } from '../sqlite/coverage-table.ts';
import { rows } from '../sqlite/database.ts';
import { FindingTable } from '../sqlite/finding-table.ts';
import { FreshResults } from '../sqlite/fresh-results.ts';
import { JournalTable } from '../sqlite/journal-table.ts';
import { loadJournal } from '../sqlite/open-tables.ts';
import { PlainResults } from '../sqlite/plain-results.ts';
import type { ResultSources } from '../sqlite/result-sources.ts';
import { ResultTable } from '../sqlite/result-table.ts';

/**
 * How long one snapshot of the database is used. Meanwhile SQLite cannot move its log into the database, so the log
 * grows; but each new snapshot has to read the last hour of results again.
 */
const SAME_STATE_MS: Ms = 30_000;

export class ResultReader {
  readonly #database: DatabaseSync;
  readonly #sources: ResultSources;
  readonly #results: ResultTable;
  readonly #coverage: CoverageTable;
  #keys: ReadonlyMap<EndpointId, number> = new Map();
  /** When the current snapshot was taken; null: there is none. */
  #takenAt: number | null = null;

  /** @throws SQLite's error when there is no database, or it cannot be read */
  constructor(file: string) {
    const database = new DatabaseSync(file, { readOnly: true });
    this.#database = database;
    try {
      this.#sources = {
        findings: new FindingTable(database),
        journal: new JournalTable(database),
        fresh: new FreshResults(),
        blocks: new BlockTable(database),
        plain: new PlainResults(database),
      };
      this.#results = new ResultTable(this.#sources);
      this.#coverage = new CoverageTable(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** The number of results from `from` to `to`, both included. */
  count(id: EndpointId, from: EpochMs, to: EpochMs): number {
    this.#begin();
    const key = this.#keys.get(id);
    return key === undefined ? 0 : this.#results.count(key, from, to, Infinity);
  }

  /** The newest results before a time, newest first. */
  newest(id: EndpointId, before: EpochMs, limit: number): readonly CheckResult[] {
    this.#begin();
    const key = this.#keys.get(id);
    return key === undefined ? [] : this.#results.newest(key, id, before, limit);
  }

  /** Releases the snapshot, so that the next read sees newer data. Call it before waiting for anything else. */
  release(): void {
    this.#takenAt = null;
    if (this.#database.isTransaction) this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
  }

  /** Data in memory, such as the last hour of results, belongs to one snapshot of the database. */
  #begin(): void {
    const now = performance.now();
    if (this.#takenAt !== null && now - this.#takenAt < SAME_STATE_MS) return;
    this.release();
    this.#database.exec('BEGIN');
    const all = this.#database.prepare('SELECT key, id FROM endpoint');
    this.#keys = new Map(rows<{ key: number; id: string }>(all).map(({ key, id }) => [id, key]));
    this.#sources.blocks.reload();
    this.#sources.plain.noteEmpty();
    loadJournal({
      sources: this.#sources,
      results: this.#results,
      coverage: this.#coverage,
      keys: new Set(this.#keys.values()),
    });
    this.#takenAt = now;
  }
}
