/** Endpoints and settings, which people entered. Written durably. */
import type { DatabaseSync } from 'node:sqlite';
import type { Endpoint, EndpointConfig } from '../../../contract/model/endpoint.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { overwritingDeletedData, rows, type Durably } from './database.ts';

interface EndpointRow {
  readonly key: number;
  readonly id: string;
  readonly config: string;
  readonly target: string;
  readonly paused: number;
  readonly paused_until: number | null;
  readonly source: string;
  readonly created_at: number;
}

const COLUMNS = 'key, id, config, target, paused, paused_until, source, created_at';

export class EndpointTable {
  readonly #database: DatabaseSync;
  readonly #durably: Durably;
  /** The keys of all endpoints, including removed ones. */
  readonly #keys = new Map<EndpointId, number>();

  constructor(database: DatabaseSync, durably: Durably) {
    this.#database = database;
    this.#durably = durably;
    const all = database.prepare('SELECT key, id FROM endpoint');
    for (const row of rows<{ key: number; id: string }>(all)) this.#keys.set(row.id, row.key);
  }

  /** The number of an endpoint in the history tables; undefined: there is no such endpoint. */
  key(id: EndpointId): number | undefined {
    return this.#keys.get(id);
  }

  /** The numbers of all endpoints, including removed ones. */
  keys(): ReadonlySet<number> {
    return new Set(this.#keys.values());
  }

  /** The endpoints that are not removed, with their keys, in the order in which they were added. */
  listed(): readonly { readonly key: number; readonly endpoint: Endpoint }[] {
    const query = this.#database.prepare(`SELECT ${COLUMNS} FROM endpoint WHERE removed_at IS NULL ORDER BY key`);
    return rows<EndpointRow>(query).map((row) => ({ key: row.key, endpoint: endpointOf(row) }));
  }

  /** The removed endpoints, newest removal first. */
  removed(): readonly Endpoint[] {
    const query = this.#database.prepare(
      `SELECT ${COLUMNS} FROM endpoint WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, key DESC`,
    );
    return rows<EndpointRow>(query).map(endpointOf);
  }

  /** @param removedAt null: they are not removed */
  save(endpoints: readonly Endpoint[], removedAt: EpochMs | null = null): void {
    const upsert = this.#database.prepare(
      `INSERT INTO endpoint (id, config, target, paused, paused_until, source, created_at, removed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET config = excluded.config, target = excluded.target, paused = excluded.paused,
         paused_until = excluded.paused_until, source = excluded.source, created_at = excluded.created_at,
         removed_at = excluded.removed_at
       RETURNING key`,
    );
    const write = () =>
      endpoints.map(({ id, config, target, paused, pausedUntil, source, createdAt }) => {
        const [row] = rows<{ key: number }>(
          upsert,
          id,
          JSON.stringify(config),
          target,
          paused ? 1 : 0,
          pausedUntil === null ? null : Math.round(pausedUntil),
          source,
          Math.round(createdAt),
          removedAt === null ? null : Math.round(removedAt),
        );
        if (row === undefined) throw new Error(`Expected the endpoint ${id} to be given a key, got none`);
        return [id, row.key] as const;
      });
    const keys = overwritingDeletedData(this.#database, () => this.#durably(write));
    for (const [id, key] of keys) this.#keys.set(id, key);
  }

  /** Removes endpoints. Those that are already removed keep their time of removal. */
  remove(ids: readonly EndpointId[], at: EpochMs): void {
    const update = this.#database.prepare('UPDATE endpoint SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
    this.#durably(() => {
      for (const id of ids) update.run(Math.round(at), id);
    });
  }

  /** The keys of endpoints that do not come from lookout.yaml and were removed before a time. */
  removedBefore(time: EpochMs): readonly number[] {
    const query = this.#database.prepare(
      "SELECT key FROM endpoint WHERE removed_at < ? AND source <> 'file' ORDER BY key",
    );
    return rows<{ key: number }>(query, Math.round(time)).map((row) => row.key);
  }

  /** The next endpoint in the order of keys, including removed ones. */
  keyAfter(key: number): number | undefined {
    const query = this.#database.prepare('SELECT key FROM endpoint WHERE key > ? ORDER BY key LIMIT 1');
    return rows<{ key: number }>(query, key)[0]?.key;
  }

  /** Deletes an endpoint for good. Its history must have been deleted before. */
  forget(key: number): void {
    const [row] = rows<{ id: string }>(this.#database.prepare('DELETE FROM endpoint WHERE key = ? RETURNING id'), key);
    if (row !== undefined) this.#keys.delete(row.id);
  }

  settings(): Partial<Settings> {
    const query = this.#database.prepare('SELECT name, value FROM setting');
    return Object.fromEntries(
      rows<{ name: string; value: string }>(query).map(({ name, value }) => [name, parseOr(value, value)]),
    );
  }

  saveSettings(settings: Settings): void {
    const upsert = this.#database.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)');
    this.#durably(() => {
      for (const [name, value] of Object.entries(settings)) upsert.run(name, JSON.stringify(value));
    });
  }
}

/**
 * Parses JSON. For a text that is not JSON, because the file is damaged, returns `otherwise`, which the caller's
 * validation refuses.
 */
function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return otherwise;
    throw error;
  }
}

function endpointOf(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    // When it is not JSON, the endpoint is reported as unusable. The target then serves as its name.
    config: parseOr(row.config, { name: row.target }) as EndpointConfig,
    target: row.target,
    paused: row.paused !== 0,
    pausedUntil: row.paused_until,
    source: row.source === 'file' || row.source === 'demo' ? row.source : 'hand',
    createdAt: row.created_at,
  };
}
