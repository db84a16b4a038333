/** Documents: JSON with a name, a time, and whether it is still open. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { DocumentQuery, StoredDocument } from '../store.ts';
import { rows, type Durably } from './database.ts';

interface DocumentRow extends Omit<StoredDocument, 'open'> {
  readonly open: number;
}

export class DocumentTable {
  readonly #database: DatabaseSync;
  readonly #durably: Durably;
  readonly #upsert: StatementSync;
  readonly #remove: StatementSync;
  readonly #prune: StatementSync;

  constructor(database: DatabaseSync, durably: Durably) {
    this.#database = database;
    this.#durably = durably;
    this.#upsert = database.prepare(
      'INSERT OR REPLACE INTO document (collection, id, at, open, json) VALUES (?, ?, ?, ?, ?)',
    );
    this.#remove = database.prepare('DELETE FROM document WHERE collection = ? AND id = ?');
    this.#prune = database.prepare(
      'DELETE FROM document WHERE (collection, id) IN (SELECT collection, id FROM document WHERE open = 0 AND at < ? LIMIT ?)',
    );
  }

  /** In the transaction of the caller. */
  save({ collection, id, at, open, json }: StoredDocument): void {
    this.#upsert.run(collection, id, Math.round(at), open ? 1 : 0, json);
  }

  saveDurably(
    documents: readonly StoredDocument[],
    remove: readonly Pick<StoredDocument, 'collection' | 'id'>[],
  ): void {
    this.#durably(() => {
      for (const document of documents) this.save(document);
      for (const { collection, id } of remove) this.#remove.run(collection, id);
    });
  }

  list({ collection, open, before, limit }: DocumentQuery): readonly StoredDocument[] {
    const conditions = ['collection = ?'];
    if (open !== undefined) conditions.push(`open = ${open ? 1 : 0}`);
    if (before !== undefined) conditions.push('at < ?');
    const query = this.#database.prepare(
      `SELECT collection, id, at, open, json FROM document WHERE ${conditions.join(' AND ')}
       ORDER BY at DESC, id DESC LIMIT ?`,
    );
    const times = before === undefined ? [] : [Math.round(before)];
    return rows<DocumentRow>(query, collection, ...times, limit ?? -1).map((row) => ({ ...row, open: row.open === 1 }));
  }

  /** Removes up to `limit` that are not open and older than a time, and says how many. */
  prune(before: EpochMs, limit: number): number {
    return Number(this.#prune.run(Math.round(before), limit).changes);
  }
}
