/**
 * Rollups by minute, hour and day. Hours and days are made when their time is over, in the transaction of a check that
 * comes after it; minutes are made only when single results are about to be removed, because at an interval of 30 s, a
 * minute takes half as much as the checks that it summarizes. Each is made from the level below where there is one
 * (days from hours, hours from minutes), and from single results where there is none yet; readers do the same.
 *
 * The invariant, for each endpoint and width: with L the newest rollup there is, everything up to the end of L is in
 * rollups of that width, and nothing after it is. So nothing is counted twice or left out, whenever the process dies,
 * and whether a single result was removed or not.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { decodeRollup, encodeRollup, type Layouts } from '../rollup-codec.ts';
import {
  addRow,
  emptyRollup,
  ROLLUP_WIDTHS,
  WIDTH_MS,
  type HistoryRow,
  type Rollup,
  type RollupWidth,
} from '../rollup.ts';
import type { TalliedCheck } from '../tally.ts';
import { rows, unlessDamaged } from './database.ts';
import type { ResultTable } from './result-table.ts';

interface StoredRow {
  readonly slot: number;
  readonly data: Uint8Array;
}

interface Stretch {
  readonly from: EpochMs;
  /** Included. */
  readonly to: EpochMs;
  /** What to do with a rollup or a result that cannot be decoded. */
  readonly damaged: 'throw' | 'skip';
}

interface Statements {
  readonly newest: StatementSync;
  readonly get: StatementSync;
  readonly put: StatementSync;
  readonly range: StatementSync;
  readonly delete: StatementSync;
}

/** What is known of an endpoint without reading its rows. */
interface Progress {
  /**
   * The newest rollup of each width, or a later slot if there was nothing to make up to it; -1: there is none. The
   * invariant holds for both, so it does not matter that only the rollups outlive the process.
   */
  readonly newest: Record<RollupWidth, number>;
  /** This process has looked for hours to make before this one; -1: it has not looked yet. */
  hour: number;
}

/**
 * How many hours are made at once, because they are in the same page. Until then, readers make them from single
 * results.
 */
const MADE_HOURS = 6;
/**
 * Endpoints make their hours up to this many minutes after the end of the last one, so that not all of them read hours
 * of results for the same batch.
 */
const SPREAD_MINUTES = MADE_HOURS * 60;

export class RollupTable {
  readonly #results: ResultTable;
  readonly #layouts: Layouts;
  readonly #statements: Readonly<Record<RollupWidth, Statements>>;
  readonly #progress = new Map<number, Progress>();

  constructor(database: DatabaseSync, results: ResultTable, layouts: Layouts) {
    this.#results = results;
    this.#layouts = layouts;
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
      // The result arrives after its period was over: a long check, or a clock that was set back.
      if (slot <= progress.newest[width]) this.#amend(width, key, slot, check);
    }
    const until = check.at - (key % SPREAD_MINUTES) * WIDTH_MS.minute;
    const hour = Math.floor(slotOf('hour', until) / MADE_HOURS) * MADE_HOURS;
    if (hour <= progress.hour) return;
    progress.hour = hour;
    this.#make('hour', key, hour);
    this.#make('day', key, slotOf('day', hour * WIDTH_MS.hour));
  }

  /**
   * Makes the rollups that hold what is before these times, so that the level below is not needed for them.
   * @param limit the most rows of the level below that are read, besides those that complete a rollup @returns whether
   *   all are made; otherwise call it again
   */
  makeUntil(key: number, times: Readonly<Record<RollupWidth, EpochMs>>, limit: number): boolean {
    return ROLLUP_WIDTHS.every((width) => this.#make(width, key, slotOf(width, times[width]) + 1, limit));
  }

  /** Adds a rollup that was made elsewhere, of an endpoint that has none of this width for that time or later. */
  putCounted(width: RollupWidth, key: number, at: EpochMs, rollup: Rollup<number>): void {
    this.#put(width, key, slotOf(width, at), rollup);
    this.#progress.delete(key);
  }

  /** Call it after a rollback, or when an endpoint is gone: what is remembered may be wrong. */
  forgetProgress(): void {
    this.#progress.clear();
  }

  /**
   * The history from `from` to `to`, both included, oldest first; with narrower rollups where wide ones are not made
   * yet. @throws the error of decoding, when a rollup or a result is damaged
   */
  range(width: RollupWidth, key: number, from: EpochMs, to: EpochMs): Generator<HistoryRow<number>> {
    return this.#rows(width, key, { from, to, damaged: 'throw' });
  }

  *#rows(width: RollupWidth, key: number, { from, to, damaged }: Stretch): Generator<HistoryRow<number>> {
    const widthMs = WIDTH_MS[width];
    const { newest } = this.#progressOf(key);
    const stored = this.#statements[width].range.iterate(
      key,
      Math.ceil(from / widthMs),
      Math.min(slotOf(width, to), newest[width]),
    );
    for (const row of stored) {
      const { slot, data } = row as unknown as StoredRow;
      const decode = () => decodeRollup(data, slot * widthMs, this.#layouts);
      const rollup = damaged === 'skip' ? unlessDamaged(decode) : decode();
      if (rollup !== undefined) yield { at: slot * widthMs, rollup };
    }
    yield* this.#below(width, key, { from: Math.max(from, (newest[width] + 1) * widthMs), to, damaged });
  }

  /** Removes up to `limit` rollups of an endpoint that end at or before a time, and returns their number. */
  prune(width: RollupWidth, key: number, before: EpochMs, limit: number): number {
    return Number(this.#statements[width].delete.run(key, slotOf(width, before), limit).changes);
  }

  /** The rows of the same stretch from which rollups of a width are made. */
  #below(width: RollupWidth, key: number, stretch: Stretch): Iterable<HistoryRow<number>> {
    const { from, to, damaged } = stretch;
    if (from > to) return [];
    const narrower = ROLLUP_WIDTHS[ROLLUP_WIDTHS.indexOf(width) - 1];
    return narrower === undefined ? this.#results.range(key, from, to, damaged) : this.#rows(narrower, key, stretch);
  }

  /**
   * Makes the rollups that are due before a slot; see `makeUntil`. Damaged rows are skipped: otherwise no later check
   * of the endpoint could be stored.
   */
  #make(width: RollupWidth, key: number, before: number, limit = Infinity): boolean {
    const { newest } = this.#progressOf(key);
    const widthMs = WIDTH_MS[width];
    const due: { readonly slot: number; readonly rollup: Rollup<number> }[] = [];
    let read = 0;
    let made = Math.max(newest[width], before - 1);
    const stretch: Stretch = { from: (newest[width] + 1) * widthMs, to: before * widthMs - 1, damaged: 'skip' };
    for (const row of this.#below(width, key, stretch)) {
      const slot = slotOf(width, row.at);
      let last = due.at(-1);
      if (last?.slot !== slot) {
        if (last !== undefined && read >= limit) {
          made = last.slot;
          break;
        }
        last = { slot, rollup: emptyRollup() };
        due.push(last);
      }
      addRow(last.rollup, row);
      read += 1;
    }
    for (const { slot, rollup } of due) this.#put(width, key, slot, rollup);
    newest[width] = made;
    return made >= before - 1;
  }

  #amend(width: RollupWidth, key: number, slot: number, check: TalliedCheck<number>): void {
    const [row] = rows<StoredRow>(this.#statements[width].get, key, slot);
    const start = slot * WIDTH_MS[width];
    const rollup =
      row === undefined ? emptyRollup<number>() : unlessDamaged(() => decodeRollup(row.data, start, this.#layouts));
    // A damaged rollup stays as it is.
    if (rollup === undefined) return;
    addRow(rollup, check);
    this.#put(width, key, slot, rollup);
  }

  #put(width: RollupWidth, key: number, slot: number, rollup: Rollup<number>): void {
    this.#statements[width].put.run(key, slot, encodeRollup(rollup, slot * WIDTH_MS[width], this.#layouts));
  }

  #progressOf(key: number): Progress {
    let progress = this.#progress.get(key);
    if (progress === undefined) {
      const newest = (width: RollupWidth): number =>
        rows<{ slot: number | null }>(this.#statements[width].newest, key)[0]?.slot ?? -1;
      progress = { newest: { minute: newest('minute'), hour: newest('hour'), day: newest('day') }, hour: -1 };
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
