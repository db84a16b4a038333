/**
 * Results in blocks, one for each endpoint and hour. Blocks of the same hour are beside each other, because all of them
 * are written at about the same time: each page is then written once. A second table says which hours of a day have a
 * block, so that no hour is looked up in vain.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { Block } from '../block-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import { rows, unlessDamaged } from './database.ts';

/** Hours since 1970, UTC. */
export type Hour = number;

const HOURS = 24;
/** An id is a time and the key of an endpoint: `time * KEYS + key`. */
const KEYS = 2 ** 28;

export function hourOf(at: EpochMs): Hour {
  return Math.floor(at / WIDTH_MS.hour);
}

/** Which hours of a day have a block, one bit each. */
interface DayRow {
  readonly hours: number;
  /** The blocks from which retention has removed all that it removes before the rest. */
  readonly thinned: number;
}

const EMPTY_DAY: DayRow = { hours: 0, thinned: 0 };

export class BlockTable {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #getDay: StatementSync;
  readonly #putDay: StatementSync;
  readonly #deleteDay: StatementSync;
  readonly #nextDay: StatementSync;
  /** The days of which any endpoint has or had blocks, oldest first. */
  #days: number[] = [];
  /** The ids of damaged blocks that were met. */
  readonly #damaged = new Set<number>();

  constructor(database: DatabaseSync) {
    this.#get = database.prepare('SELECT data FROM block WHERE id = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO block (id, data) VALUES (?, ?)');
    this.#delete = database.prepare('DELETE FROM block WHERE id = ?');
    this.#getDay = database.prepare('SELECT hours, thinned FROM block_day WHERE id = ?');
    this.#putDay = database.prepare('INSERT OR REPLACE INTO block_day (id, hours, thinned) VALUES (?, ?, ?)');
    this.#deleteDay = database.prepare('DELETE FROM block_day WHERE id = ?');
    this.#nextDay = database.prepare('SELECT id FROM block_day WHERE id >= ? ORDER BY id LIMIT 1');
    this.reload();
  }

  /** Must be called after a rollback. */
  reload(): void {
    this.#days = [];
    for (let from = 0; ;) {
      const [row] = rows<{ id: number }>(this.#nextDay, from);
      if (row === undefined) return;
      const day = Math.floor(row.id / KEYS);
      this.#days.push(day);
      from = (day + 1) * KEYS;
    }
  }

  /** How many damaged blocks were met since the start. */
  get damaged(): number {
    return this.#damaged.size;
  }

  /** Undefined: there is none, or it is damaged. */
  block(key: number, hour: Hour): Block | undefined {
    const id = hour * KEYS + key;
    const [row] = rows<{ data: Uint8Array }>(this.#get, id);
    if (row === undefined) return undefined;
    const block = unlessDamaged(() => new Block(row.data));
    if (block === undefined) this.#damaged.add(id);
    return block;
  }

  /** Whether there is a block, damaged or not. */
  has(key: number, hour: Hour): boolean {
    return (this.#day(key, Math.floor(hour / HOURS)).hours & bitOf(hour)) !== 0;
  }

  /** Replaces the block of an hour. In the transaction of the caller. */
  put(key: number, hour: Hour, data: Uint8Array, thinned = false): void {
    this.#put.run(hour * KEYS + key, data);
    const day = Math.floor(hour / HOURS);
    const before = this.#day(key, day);
    const bit = bitOf(hour);
    const after = { hours: before.hours | bit, thinned: thinned ? before.thinned | bit : before.thinned & ~bit };
    if (after.hours !== before.hours || after.thinned !== before.thinned) this.#saveDay(key, day, after);
    const place = this.#days.findLastIndex((other) => other <= day);
    if (this.#days[place] !== day) this.#days.splice(place + 1, 0, day);
  }

  /** Nothing is left in the block but what is kept longer. */
  markThinned(key: number, hour: Hour): void {
    const day = Math.floor(hour / HOURS);
    const { hours, thinned } = this.#day(key, day);
    this.#saveDay(key, day, { hours, thinned: thinned | bitOf(hour) });
  }

  remove(key: number, hour: Hour): void {
    this.#delete.run(hour * KEYS + key);
    const day = Math.floor(hour / HOURS);
    const { hours, thinned } = this.#day(key, day);
    const after = { hours: hours & ~bitOf(hour), thinned: thinned & ~bitOf(hour) };
    if (after.hours === 0) this.#deleteDay.run(day * KEYS + key);
    else this.#saveDay(key, day, after);
  }

  /** The hours of an endpoint that have a block, from `from` to `to`, both included, oldest first. */
  *hours(key: number, from: Hour, to: Hour): Generator<Hour> {
    for (const day of this.#days) {
      if (day < Math.floor(from / HOURS)) continue;
      if (day > Math.floor(to / HOURS)) return;
      const { hours } = this.#day(key, day);
      for (let hour = day * HOURS; hour < (day + 1) * HOURS; hour += 1) {
        if ((hours & bitOf(hour)) !== 0 && hour >= from && hour <= to) yield hour;
      }
    }
  }

  /** The same before and including `to`, newest first. */
  *hoursBackwards(key: number, to: Hour): Generator<Hour> {
    for (const day of this.#days.toReversed()) {
      if (day > Math.floor(to / HOURS)) continue;
      const { hours } = this.#day(key, day);
      for (let hour = (day + 1) * HOURS - 1; hour >= day * HOURS; hour -= 1) {
        if ((hours & bitOf(hour)) !== 0 && hour <= to) yield hour;
      }
    }
  }

  /** The end of the newest hour of an endpoint that has a block; -Infinity: none has. */
  end(key: number): EpochMs {
    for (const hour of this.hoursBackwards(key, Infinity)) return (hour + 1) * WIDTH_MS.hour;
    return -Infinity;
  }

  isThinned(key: number, hour: Hour): boolean {
    return (this.#day(key, Math.floor(hour / HOURS)).thinned & bitOf(hour)) !== 0;
  }

  #day(key: number, day: number): DayRow {
    return rows<DayRow>(this.#getDay, day * KEYS + key)[0] ?? EMPTY_DAY;
  }

  #saveDay(key: number, day: number, { hours, thinned }: DayRow): void {
    this.#putDay.run(day * KEYS + key, hours, thinned);
  }
}

function bitOf(hour: Hour): number {
  return 1 << (hour % HOURS);
}
