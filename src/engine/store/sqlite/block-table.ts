/**
 * Results in blocks, one for each endpoint and hour. Hours with few results join the block of an earlier hour of their day.
 * Blocks of the same hour are beside each other, because all of them are written at about the same time: each page is then
 * written once. A second table says which hours of a day have results in which block, so that none is looked up in vain.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { Block, rowsInBlock } from '../block-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import { row, rows, unlessDamaged } from './database.ts';

/** Hours since 1970, UTC. */
export type Hour = number;

const HOURS = 24;
/** An id is a time and the key of an endpoint: `time * KEYS + key`. */
const KEYS = 2 ** 28;

export function hourOf(at: EpochMs): Hour {
  return Math.floor(at / WIDTH_MS.hour);
}

/** The hours of a day that have results in blocks, one bit each. Days are of UTC. */
interface DayRow {
  readonly hours: number;
  /** Of them, those whose results are in the block of the nearest earlier hour that is not one of these. */
  readonly joined: number;
  /** The first hours of the blocks from which retention has removed all that it removes before the rest. */
  readonly thinned: number;
}

const EMPTY_DAY: DayRow = { hours: 0, joined: 0, thinned: 0 };

/** A block has the results from its first hour until `end`, excluded. Its first hour identifies it. */
export interface BlockPlace {
  readonly start: Hour;
  readonly end: Hour;
}

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
  /** The ids of damaged blocks that were found. */
  readonly #damaged = new Set<number>();

  constructor(database: DatabaseSync) {
    this.#get = database.prepare('SELECT data FROM block WHERE id = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO block (id, data) VALUES (?, ?)');
    this.#delete = database.prepare('DELETE FROM block WHERE id = ?');
    this.#getDay = database.prepare('SELECT hours, joined, thinned FROM block_day WHERE id = ?');
    this.#putDay = database.prepare(
      'INSERT OR REPLACE INTO block_day (id, hours, joined, thinned) VALUES (?, ?, ?, ?)',
    );
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

  /** How many damaged blocks were found since the start. */
  get damaged(): number {
    return this.#damaged.size;
  }

  /** Undefined: there is none that starts with this hour, or it is damaged. */
  block(key: number, start: Hour): Block | undefined {
    return this.#read(key, start, (data) => new Block(data));
  }

  /** How many results a block has; 0: there is no block that starts with this hour, or it is damaged. */
  size(key: number, start: Hour): number {
    return this.#read(key, start, rowsInBlock) ?? 0;
  }

  #read<T>(key: number, start: Hour, decode: (data: Uint8Array) => T): T | undefined {
    const id = start * KEYS + key;
    const found = row<{ data: Uint8Array }>(this.#get, id);
    if (found === undefined) return undefined;
    const decoded = unlessDamaged(() => decode(found.data));
    if (decoded === undefined) this.#damaged.add(id);
    return decoded;
  }

  /** The block that has the results of an hour, damaged or not; null: none has. */
  find(key: number, hour: Hour): BlockPlace | null {
    const isKnown = (this.#day(key, dayOf(hour)).hours & bitOf(hour)) !== 0;
    return isKnown ? this.nearest(key, hour) : null;
  }

  /** The last block of the same day that starts at this hour or before it; null: there is none. */
  nearest(key: number, hour: Hour): BlockPlace | null {
    return placesOf(dayOf(hour), this.#day(key, dayOf(hour))).findLast(({ start }) => start <= hour) ?? null;
  }

  /**
   * Replaces a block, or adds one. In the transaction of the caller.
   * @param hour an hour of the same day whose results are new in it, at or after `start`. No other block may start between
   * the two. Default: none but the first
   */
  put(key: number, start: Hour, data: Uint8Array, { hour = start, thinned = false } = {}): void {
    this.#put.run(start * KEYS + key, data);
    const day = dayOf(start);
    const before = this.#day(key, day);
    const bit = bitOf(start);
    const after = {
      hours: before.hours | bit | bitOf(hour),
      joined: hour === start ? before.joined : before.joined | bitOf(hour),
      thinned: thinned ? before.thinned | bit : before.thinned & ~bit,
    };
    if (after.hours !== before.hours || after.thinned !== before.thinned) this.#saveDay(key, day, after);
    const place = this.#days.findLastIndex((other) => other <= day);
    if (this.#days[place] !== day) this.#days.splice(place + 1, 0, day);
  }

  /** The block has only results that are kept longer. */
  markThinned(key: number, start: Hour): void {
    const day = this.#day(key, dayOf(start));
    this.#saveDay(key, dayOf(start), { ...day, thinned: day.thinned | bitOf(start) });
  }

  remove(key: number, { start, end }: BlockPlace): void {
    this.#delete.run(start * KEYS + key);
    const day = dayOf(start);
    const before = this.#day(key, day);
    let removed = 0;
    for (let hour = start; hour < end; hour += 1) removed |= bitOf(hour);
    const after = {
      hours: before.hours & ~removed,
      joined: before.joined & ~removed,
      thinned: before.thinned & ~removed,
    };
    if (after.hours === 0) this.#deleteDay.run(day * KEYS + key);
    else this.#saveDay(key, day, after);
  }

  /** The blocks of an endpoint that have results of the hours from `from` to `to`, both included, oldest first. */
  *places(key: number, from: Hour, to: Hour): Generator<BlockPlace> {
    for (const day of this.#days) {
      if (day < dayOf(from)) continue;
      if (day > dayOf(to)) return;
      for (const place of placesOf(day, this.#day(key, day))) if (place.end > from && place.start <= to) yield place;
    }
  }

  /** The blocks of an endpoint on a day, oldest first. */
  placesOfDay(key: number, day: number): readonly BlockPlace[] {
    return placesOf(day, this.#day(key, day));
  }

  /** The blocks that start with the hour `to` or before it, newest first. */
  *placesBackwards(key: number, to: Hour): Generator<BlockPlace> {
    for (const day of this.#days.toReversed()) {
      if (day > dayOf(to)) continue;
      for (const place of placesOf(day, this.#day(key, day)).toReversed()) if (place.start <= to) yield place;
    }
  }

  /** The end of the newest hour of an endpoint that has results in a block; -Infinity: none has. */
  end(key: number): EpochMs {
    for (const { end } of this.placesBackwards(key, Infinity)) return end * WIDTH_MS.hour;
    return -Infinity;
  }

  isThinned(key: number, start: Hour): boolean {
    return (this.#day(key, dayOf(start)).thinned & bitOf(start)) !== 0;
  }

  #day(key: number, day: number): DayRow {
    return row<DayRow>(this.#getDay, day * KEYS + key) ?? EMPTY_DAY;
  }

  #saveDay(key: number, day: number, { hours, joined, thinned }: DayRow): void {
    this.#putDay.run(day * KEYS + key, hours, joined, thinned);
  }
}

/** Days since 1970, UTC. */
export function dayOf(hour: Hour): number {
  return Math.floor(hour / HOURS);
}

/** The blocks of a day, oldest first. */
function placesOf(day: number, { hours, joined }: DayRow): readonly BlockPlace[] {
  const places: { start: Hour; end: Hour }[] = [];
  if (hours === 0) return places;
  for (let hour = day * HOURS; hour < (day + 1) * HOURS; hour += 1) {
    const bit = bitOf(hour);
    if ((hours & bit) === 0) continue;
    const last = places.at(-1);
    if ((joined & bit) !== 0 && last !== undefined) last.end = hour + 1;
    else places.push({ start: hour, end: hour + 1 });
  }
  return places;
}

function bitOf(hour: Hour): number {
  return 1 << (hour % HOURS);
}
