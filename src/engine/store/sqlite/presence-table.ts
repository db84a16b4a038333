/** When Lookout ran, and when this computer slept. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { Presence } from '../status-history.ts';
import { rows } from './database.ts';

export class PresenceTable {
  readonly #upsert: StatementSync;
  readonly #overlapping: StatementSync;
  readonly #earliest: StatementSync;
  readonly #latest: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#upsert = database.prepare('INSERT OR REPLACE INTO presence (state, since, until) VALUES (?, ?, ?)');
    this.#overlapping = database.prepare(
      'SELECT state, since AS "from", until AS "to" FROM presence WHERE since <= ? AND until >= ? ORDER BY since',
    );
    this.#earliest = database.prepare('SELECT min(since) AS since FROM presence');
    this.#latest = database.prepare('SELECT max(until) AS until FROM presence');
    this.#delete = database.prepare(
      'DELETE FROM presence WHERE rowid IN (SELECT rowid FROM presence WHERE until < ? LIMIT ?)',
    );
  }

  save({ state, from, to }: Presence): void {
    this.#upsert.run(state, Math.round(from), Math.round(to));
  }

  overlapping(from: EpochMs, to: EpochMs): readonly Presence[] {
    // Plain objects: those of SQLite have no prototype, and compare as different.
    return rows<Presence>(this.#overlapping, Math.round(to), Math.round(from)).map((row) => ({ ...row }));
  }

  /** The start of the earliest period; Infinity: there is none. */
  earliest(): EpochMs {
    return rows<{ since: EpochMs | null }>(this.#earliest)[0]?.since ?? Infinity;
  }

  /** The end of the latest period; null: there is none. */
  latest(): EpochMs | null {
    return rows<{ until: EpochMs | null }>(this.#latest)[0]?.until ?? null;
  }

  /** Removes up to `limit` periods that ended before a time, and returns their number. */
  prune(before: EpochMs, limit: number): number {
    return Number(this.#delete.run(Math.round(before), limit).changes);
  }
}
