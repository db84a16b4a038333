/** What changed at endpoints, and what they remember from check to check so that a change can be noticed. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DetailChange, EndpointChange } from '../../../contract/model/change.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { EMPTY_MEMORY, type StoredMemory } from '../../verdict/endpoint-memory.ts';
import { KEPT_CHANGES } from '../store.ts';
import { rows } from './database.ts';

export class ChangeTable {
  readonly #save: StatementSync;
  readonly #newest: StatementSync;
  readonly #delete: StatementSync;
  readonly #saveMemory: StatementSync;
  readonly #memory: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#save = database.prepare('INSERT OR REPLACE INTO change (endpoint, at, data) VALUES (?, ?, ?)');
    this.#newest = database.prepare(
      'SELECT at, data FROM change WHERE endpoint = ? AND at < ? ORDER BY at DESC LIMIT ?',
    );
    this.#delete = database.prepare(
      `DELETE FROM change WHERE endpoint = ?1 AND at IN (SELECT at FROM change WHERE endpoint = ?1 AND at < max(?2,
         coalesce((SELECT at FROM change WHERE endpoint = ?1 ORDER BY at DESC LIMIT 1 OFFSET ${KEPT_CHANGES - 1}), ?2)) LIMIT ?3)`,
    );
    this.#saveMemory = database.prepare('INSERT OR REPLACE INTO memory (endpoint, data) VALUES (?, ?)');
    this.#memory = database.prepare('SELECT data FROM memory WHERE endpoint = ?');
    this.#forget = database.prepare('DELETE FROM memory WHERE endpoint = ?');
  }

  /** @param json of `DetailChange[]` */
  save(key: number, at: EpochMs, json: string): void {
    this.#save.run(key, Math.round(at), json);
  }

  /** Newest first. Those that a result found together count as one, so that a page never ends between them. */
  newest(key: number, before: EpochMs, limit: number): readonly EndpointChange[] {
    return rows<{ at: EpochMs; data: string }>(this.#newest, key, Math.round(before), limit).flatMap(({ at, data }) =>
      ((readJson(data) as readonly DetailChange[] | null) ?? []).map((change) => ({ ...change, at })),
    );
  }

  /** Removes up to `limit` changes before a time, and those beyond `KEPT_CHANGES`; returns their number. */
  prune(key: number, before: EpochMs, limit: number): number {
    return Number(this.#delete.run(key, Math.round(before), limit).changes);
  }

  /** @param json of a `StoredMemory` */
  saveMemory(key: number, json: string): void {
    this.#saveMemory.run(key, json);
  }

  /** Null: the endpoint remembers nothing. */
  memory(key: number): StoredMemory | null {
    const [row] = rows<{ data: string }>(this.#memory, key);
    const memory = row === undefined ? null : (readJson(row.data) as Partial<StoredMemory> | null);
    return memory === null ? null : { ...EMPTY_MEMORY, ...memory };
  }

  forgetMemory(key: number): void {
    this.#forget.run(key);
  }
}

/** Null: it is damaged. The rest of the database can be used without it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
