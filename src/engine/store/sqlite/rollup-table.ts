/** Rollups by minute, hour and day: grown in the same transaction as the results they sum up. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model.ts';
import { decodeRollup, encodeRollup } from '../rollup-codec.ts';
import { emptyRollup, rollUp, ROLLUP_WIDTHS, WIDTH_MS, type Rollup, type RollupWidth } from '../rollup.ts';
import type { TalliedCheck } from '../tally.ts';
import { rows } from './database.ts';
import type { FindingTable } from './finding-table.ts';

interface RollupRow {
  readonly slot: number;
  readonly data: Uint8Array;
}

interface Statements {
  readonly get: StatementSync;
  readonly put: StatementSync;
  readonly range: StatementSync;
  readonly delete: StatementSync;
}

/** A rollup that a batch has changed and not written yet. */
interface Changed {
  readonly width: RollupWidth;
  readonly key: number;
  readonly slot: number;
  readonly rollup: Rollup<number>;
}

export class RollupTable {
  readonly #findings: FindingTable;
  readonly #statements: Readonly<Record<RollupWidth, Statements>>;
  readonly #changed = new Map<string, Changed>();

  constructor(database: DatabaseSync, findings: FindingTable) {
    this.#findings = findings;
    this.#statements = {
      minute: statementsOf(database, 'minute'),
      hour: statementsOf(database, 'hour'),
      day: statementsOf(database, 'day'),
    };
  }

  /** Counts a check in its minute, hour and day; `save` writes them. */
  add(key: number, check: TalliedCheck<number>): void {
    for (const width of ROLLUP_WIDTHS) {
      const slot = slotOf(width, check.at);
      const name = `${width} ${key} ${slot}`;
      let changed = this.#changed.get(name);
      if (changed === undefined) {
        const [row] = rows<RollupRow>(this.#statements[width].get, key, slot);
        const rollup = row === undefined ? emptyRollup<number>() : decodeRollup(row.data, slot * WIDTH_MS[width]);
        changed = { width, key, slot, rollup };
        this.#changed.set(name, changed);
      }
      rollUp(changed.rollup, check);
    }
  }

  /** Writes what `add` has changed. */
  save(): void {
    for (const { width, key, slot, rollup } of this.#changed.values()) {
      this.#statements[width].put.run(key, slot, encodeRollup(rollup, slot * WIDTH_MS[width]));
    }
    this.#changed.clear();
  }

  /** After a rollback: forgets what `add` has changed. */
  discard(): void {
    this.#changed.clear();
  }

  /** Those that begin from `from` to `to`, both included, oldest first. */
  *range(
    width: RollupWidth,
    key: number,
    from: EpochMs,
    to: EpochMs,
  ): Generator<{ readonly at: EpochMs; readonly rollup: Rollup<string> }> {
    const { range } = this.#statements[width];
    for (const row of range.iterate(key, Math.ceil(from / WIDTH_MS[width]), slotOf(width, to))) {
      const { slot, data } = row as unknown as RollupRow;
      const at = slot * WIDTH_MS[width];
      const rollup = decodeRollup(data, at);
      const { failure } = rollup;
      const message = failure === null ? undefined : this.#findings.get(failure.failure).failure?.message;
      yield {
        at,
        rollup: { ...rollup, failure: failure === null ? null : { at: failure.at, failure: message ?? '' } },
      };
    }
  }

  /** Removes up to `limit` rollups of an endpoint that end at or before a time, and says how many. */
  prune(width: RollupWidth, key: number, before: EpochMs, limit: number): number {
    return Number(this.#statements[width].delete.run(key, slotOf(width, before), limit).changes);
  }
}

function slotOf(width: RollupWidth, at: EpochMs): number {
  return Math.floor(at / WIDTH_MS[width]);
}

function statementsOf(database: DatabaseSync, width: RollupWidth): Statements {
  const table = `rollup_${width}`;
  return {
    get: database.prepare(`SELECT slot, data FROM ${table} WHERE endpoint = ? AND slot = ?`),
    put: database.prepare(`INSERT OR REPLACE INTO ${table} (endpoint, slot, data) VALUES (?, ?, ?)`),
    range: database.prepare(
      `SELECT slot, data FROM ${table} WHERE endpoint = ? AND slot BETWEEN ? AND ? ORDER BY slot`,
    ),
    delete: database.prepare(
      `DELETE FROM ${table} WHERE endpoint = ?1
       AND slot IN (SELECT slot FROM ${table} WHERE endpoint = ?1 AND slot < ?2 ORDER BY slot LIMIT ?3)`,
    ),
  };
}
