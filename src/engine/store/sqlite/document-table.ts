/** Documents: JSON with a name, a time, and whether it is still open. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { DocumentQuery, StoredDocument } from '../store.ts';
import { rows, type Durably } from './database.ts';

interface DocumentRow extends Omit<StoredDocument, 'open' | 'owner'> {
  readonly open: number;
  readonly owner: string | null;
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
      'INSERT OR REPLACE INTO document (collection, id, at, open, owner, json) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#remove = database.prepare('DELETE FROM document WHERE collection = ? AND id = ?');
    this.#prune = database.prepare(
      'DELETE FROM document WHERE (collection, id) IN (SELECT collection, id FROM document WHERE open = 0 AND at < ? LIMIT ?)',
    );
  }

  /** In the transaction of the caller. */
  save({ collection, id, at, open, owner, json }: StoredDocument): void {
    this.#upsert.run(collection, id, Math.round(at), open ? 1 : 0, owner ?? null, json);
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

  list({ collection, id, owner, open, before, limit }: DocumentQuery): readonly StoredDocument[] {
    const conditions: readonly (readonly [condition: string, value: string | number | undefined])[] = [
      ['collection = ?', collection],
      ['id = ?', id],
      ['owner = ?', owner],
      ['open = ?', open === undefined ? undefined : Number(open)],
      ['at < ?', before === undefined ? undefined : Math.round(before)],
    ];
    const given = conditions.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
    const query = this.#database.prepare(
      `SELECT collection, id, at, open, owner, json FROM document
       WHERE ${given.map(({ condition }) => condition).join(' AND ')} ORDER BY at DESC, id DESC LIMIT ?`,
    );
    return rows<DocumentRow>(query, ...given.map(({ value }) => value), limit ?? -1).map((row) => documentOf(row));
  }

  /** Removes up to `limit` documents that are not open and older than a time, and returns their number. */
  prune(before: EpochMs, limit: number): number {
    return Number(this.#prune.run(Math.round(before), limit).changes);
  }
}

function documentOf({ owner, ...row }: DocumentRow): StoredDocument {
  return { ...row, open: row.open === 1, ...(owner === null ? {} : { owner }) };
}
