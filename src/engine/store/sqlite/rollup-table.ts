/**
 * Rollups by minute, hour and day. One is made when its time is over, from the level below (minutes from single
 * results, hours from minutes, days from hours), in the transaction of the first check after it: a check then rewrites
 * one page of the database and not four. Until then, readers take the level below.
 *
 * The invariant, for each endpoint and width: with L the newest rollup there is, everything up to the end of L is in
 * rollups of that width, and nothing after it is. So nothing is counted twice or never, whenever the process dies.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model.ts';
import { decodeRollup, encodeRollup } from '../rollup-codec.ts';
import { emptyRollup, mergeRollup, rollUp, ROLLUP_WIDTHS, WIDTH_MS, type Rollup, type RollupWidth } from '../rollup.ts';
import type { TalliedCheck } from '../tally.ts';
import { rows } from './database.ts';
import type { ResultTable } from './result-table.ts';

/** A rollup, or a single result as one, and when it begins. */
export interface RollupRow {
  readonly at: EpochMs;
  readonly rollup: Rollup<number>;
}

interface StoredRow {
  readonly slot: number;
  readonly data: Uint8Array;
}

interface Statements {
  readonly newest: StatementSync;
  readonly get: StatementSync;
  readonly put: StatementSync;
  readonly range: StatementSync;
  readonly delete: StatementSync;
}

/** What is known of an endpoint without reading. */
interface Progress {
  /** The newest rollup of each width; -1: there is none. */
  readonly newest: Record<RollupWidth, number>;
  /** The minute of the newest check since this process began; -1: there was none. */
  minute: number;
}

export class RollupTable {
  readonly #results: ResultTable;
  readonly #statements: Readonly<Record<RollupWidth, Statements>>;
  readonly #progress = new Map<number, Progress>();

  constructor(database: DatabaseSync, results: ResultTable) {
    this.#results = results;
    this.#statements = {
      minute: statementsOf(database, 'minute'),
      hour: statementsOf(database, 'hour'),
      day: statementsOf(database, 'day'),
    };
  }

  /** Counts a check that was just written as a result. */
  add(key: number, check: TalliedCheck<number>): void {
    const progress = this.#progressOf(key);
    for (const width of ROLLUP_WIDTHS) {
      const slot = slotOf(width, check.at);
      // It comes after its time was over: a long check, or a clock that was set back.
      if (slot <= progress.newest[width]) this.#amend(width, key, slot, check);
    }
    const minute = slotOf('minute', check.at);
    if (minute <= progress.minute) return;
    progress.minute = minute;
    for (const width of ROLLUP_WIDTHS) this.#make(width, key, slotOf(width, check.at));
  }

  /** Makes the rollups that hold what is before these times, so that the level below is not needed for them. */
  makeUntil(key: number, times: Readonly<Record<RollupWidth, EpochMs>>): void {
    for (const width of ROLLUP_WIDTHS) this.#make(width, key, slotOf(width, times[width]) + 1);
  }

  /** After a rollback, or when an endpoint is gone: what is known may be wrong. */
  forgetProgress(): void {
    this.#progress.clear();
  }

  /** All that happened from `from` to `to`, both included, oldest first; narrower where wide ones are not made yet. */
  *range(width: RollupWidth, key: number, from: EpochMs, to: EpochMs): Generator<RollupRow> {
    const widthMs = WIDTH_MS[width];
    const { newest } = this.#progressOf(key);
    const stored = this.#statements[width].range.iterate(
      key,
      Math.ceil(from / widthMs),
      Math.min(slotOf(width, to), newest[width]),
    );
    for (const row of stored) {
      const { slot, data } = row as unknown as StoredRow;
      yield { at: slot * widthMs, rollup: decodeRollup(data, slot * widthMs) };
    }
    yield* this.#below(width, key, Math.max(from, (newest[width] + 1) * widthMs), to);
  }

  /** Removes up to `limit` rollups of an endpoint that end at or before a time, and says how many. */
  prune(width: RollupWidth, key: number, before: EpochMs, limit: number): number {
    return Number(this.#statements[width].delete.run(key, slotOf(width, before), limit).changes);
  }

  /** The same stretch in what rollups of a width are made from. */
  *#below(width: RollupWidth, key: number, from: EpochMs, to: EpochMs): Generator<RollupRow> {
    if (from > to) return;
    const narrower = ROLLUP_WIDTHS[ROLLUP_WIDTHS.indexOf(width) - 1];
    if (narrower !== undefined) {
      yield* this.range(narrower, key, from, to);
      return;
    }
    for (const check of this.#results.range(key, from, to)) {
      const rollup = emptyRollup<number>();
      rollUp(rollup, check);
      yield { at: check.at, rollup };
    }
  }

  /** Makes the rollups that are due before a slot. */
  #make(width: RollupWidth, key: number, before: number): void {
    const { newest } = this.#progressOf(key);
    const widthMs = WIDTH_MS[width];
    const due = new Map<number, Rollup<number>>();
    for (const { at, rollup } of this.#below(width, key, (newest[width] + 1) * widthMs, before * widthMs - 1)) {
      const slot = slotOf(width, at);
      const merged = due.get(slot) ?? emptyRollup<number>();
      mergeRollup(merged, rollup);
      due.set(slot, merged);
    }
    for (const [slot, rollup] of due) {
      this.#put(width, key, slot, rollup);
      newest[width] = Math.max(newest[width], slot);
    }
  }

  #amend(width: RollupWidth, key: number, slot: number, check: TalliedCheck<number>): void {
    const [row] = rows<StoredRow>(this.#statements[width].get, key, slot);
    const rollup = row === undefined ? emptyRollup<number>() : decodeRollup(row.data, slot * WIDTH_MS[width]);
    rollUp(rollup, check);
    this.#put(width, key, slot, rollup);
  }

  #put(width: RollupWidth, key: number, slot: number, rollup: Rollup<number>): void {
    this.#statements[width].put.run(key, slot, encodeRollup(rollup, slot * WIDTH_MS[width]));
  }

  #progressOf(key: number): Progress {
    let progress = this.#progress.get(key);
    if (progress === undefined) {
      const newest = (width: RollupWidth): number =>
        rows<{ slot: number | null }>(this.#statements[width].newest, key)[0]?.slot ?? -1;
      progress = { newest: { minute: newest('minute'), hour: newest('hour'), day: newest('day') }, minute: -1 };
      this.#progress.set(key, progress);
    }
    return progress;
  }
}

function slotOf(width: RollupWidth, at: EpochMs): number {
  return Math.floor(at / WIDTH_MS[width]);
}

function statementsOf(database: DatabaseSync, width: RollupWidth): Statements {
  const table = `rollup_${width}`;
  return {
    newest: database.prepare(`SELECT max(slot) AS slot FROM ${table} WHERE endpoint = ?`),
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
