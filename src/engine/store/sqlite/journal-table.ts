/**
 * The journal: what each batch added, in order of time, so that a batch changes a few pages at the end of one table
 * instead of a page of each endpoint. It holds about the last hour. Results go on into blocks (`compaction.ts`), and an
 * entry is removed when all its results have.
 *
 * A result that is in the journal and in a block counts once, so it does not matter when entries are removed.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unlessDamaged } from './database.ts';
import {
  decodeJournal,
  encodeJournal,
  type JournalEntry,
  type JournalResult,
  type JournalSpan,
} from './journal-codec.ts';

export class JournalTable {
  readonly #insert: StatementSync;
  readonly #all: StatementSync;
  readonly #delete: StatementSync;
  /** By the id of an entry, oldest first: how many of its results are in no block yet. */
  readonly #waiting = new Map<number, number>();
  #nextId = 1;
  #results: JournalResult[] = [];
  #spans: JournalSpan[] = [];

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO journal (id, data) VALUES (?, ?)');
    this.#all = database.prepare('SELECT id, data FROM journal ORDER BY id');
    this.#delete = database.prepare('DELETE FROM journal WHERE id <= ?');
  }

  /** The id that the next entry will have. */
  get nextId(): number {
    return this.#nextId;
  }

  /** Adds a result to the next entry. */
  addResult(result: JournalResult): void {
    this.#results.push(result);
  }

  /** Adds a span to the next entry. */
  addSpan(span: JournalSpan): void {
    this.#spans.push(span);
  }

  /** Writes what was added as one entry. In the transaction of the caller. */
  write(): void {
    if (this.#results.length === 0 && this.#spans.length === 0) return;
    this.#insert.run(this.#nextId, encodeJournal({ results: this.#results, spans: this.#spans }));
    this.#waiting.set(this.#nextId, this.#results.length);
    this.#nextId += 1;
    this.#results = [];
    this.#spans = [];
  }

  /**
   * Reads all entries, oldest first, and forgets what was added since the last `write`. A damaged entry is skipped.
   * @param read returns how many results of the entry are in no block
   */
  load(read: (id: number, entry: JournalEntry) => number): void {
    this.#waiting.clear();
    this.#results = [];
    this.#spans = [];
    this.#nextId = 1;
    for (const row of this.#all.iterate()) {
      const { id, data } = row as unknown as { readonly id: number; readonly data: Uint8Array };
      const entry = unlessDamaged(() => decodeJournal(data));
      this.#waiting.set(id, entry === undefined ? 0 : read(id, entry));
      this.#nextId = id + 1;
    }
  }

  /** Results of this entry are in a block now, or were removed. */
  release(id: number, count = 1): void {
    this.#waiting.set(id, (this.#waiting.get(id) ?? count) - count);
  }

  /** The newest entry up to which all results are in blocks; 0: none. */
  get doneUntil(): number {
    let done = 0;
    for (const [id, waiting] of this.#waiting) {
      if (waiting > 0) break;
      done = id;
    }
    return done;
  }

  /** The oldest entry; 0: there is none. */
  get oldest(): number {
    const [id = 0] = this.#waiting.keys();
    return id;
  }

  /** Removes entries. In the transaction of the caller, who calls `forget` after it. */
  removeUntil(id: number): void {
    this.#delete.run(id);
  }

  /** The entries up to this one were removed. */
  forget(until: number): void {
    for (const id of this.#waiting.keys()) {
      if (id > until) break;
      this.#waiting.delete(id);
    }
  }

  /** The number of entries. */
  get size(): number {
    return this.#waiting.size;
  }
}
