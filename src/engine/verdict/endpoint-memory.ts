/** What an endpoint remembers from check to check, so that a change can be noticed. The store keeps it over restarts. */
import { isDeepStrictEqual } from 'node:util';
import type { DetailDescriptor } from '../../contract/descriptor.ts';
import type { DetailChange } from '../../contract/model/change.ts';
import type { CheckDetails } from '../../contract/model/check.ts';
import type { Json } from '../../contract/model/units.ts';
import type { TrackedBefore } from '../check/kind.ts';

/** A detail that a kind tracks. */
export interface TrackedValue {
  readonly last: Json;
  /** Its values in the last checks, at most `KEPT_VALUES` of them, and how many checks had each. */
  readonly seen: readonly { readonly value: Json; readonly checks: number }[];
}

/** The memory of an endpoint as JSON. */
export interface StoredMemory {
  /** By the source of a placeholder after which a condition has `changed`: the fingerprint of its last value. */
  readonly conditions: Readonly<Record<string, string>>;
  /** By the name of the detail. */
  readonly tracked: Readonly<Record<string, TrackedValue>>;
}

export const EMPTY_MEMORY: StoredMemory = { conditions: {}, tracked: {} };

const KEPT_VALUES = 8;
/** Above this number of checks, all counts are halved, so that what was usual long ago is forgotten. */
const COUNTED_CHECKS = 64;

type Tracking = Pick<DetailDescriptor, 'name' | 'tracked'>;

export class EndpointMemory {
  // Null until something is remembered: most endpoints remember nothing, and two empty maps would be 400 bytes for each.
  #conditions: Map<string, string> | null;
  #tracked: Map<string, TrackedValue> | null;
  /** What was stored last. */
  #stored: string;

  constructor({ conditions, tracked }: StoredMemory = EMPTY_MEMORY) {
    this.#conditions = mapOf(conditions);
    this.#tracked = mapOf(tracked);
    this.#stored = this.#essence();
  }

  /** See `StoredMemory.conditions`. Belongs to the caller, who may change it. */
  get conditions(): Map<string, string> {
    return (this.#conditions ??= new Map());
  }

  /** What the checks before found of each tracked detail. */
  known(): Readonly<Record<string, TrackedBefore>> {
    if (this.#tracked === null) return NOTHING_KNOWN;
    return Object.fromEntries(
      [...this.#tracked].map(([name, { last, seen }]) => [name, { last, usual: usualOf(seen) ?? last }]),
    );
  }

  /** Takes the details of the next check. @returns those that changed, in the order of the kind */
  track(details: readonly Tracking[], found: CheckDetails): readonly DetailChange[] {
    const changes: DetailChange[] = [];
    for (const { name, tracked } of details) {
      const value = found[name] as Json | undefined;
      if (tracked === undefined || value === undefined || value === null) continue;
      const known = this.#tracked?.get(name);
      const isSame = (one: Json) => isDeepStrictEqual(comparable(one, tracked), comparable(value, tracked));
      if (known !== undefined && !isSame(known.last)) changes.push({ name, before: known.last, after: value });
      this.#tracked ??= new Map();
      this.#tracked.set(name, { last: value, seen: counted(known?.seen ?? [], value, isSame) });
    }
    return changes;
  }

  /** What must be stored; null: nothing that matters has changed since the last call. */
  takeUnstored(): StoredMemory | null {
    if (isEmpty(this.#conditions) && isEmpty(this.#tracked)) return null;
    const essence = this.#essence();
    if (essence === this.#stored) return null;
    this.#stored = essence;
    return this.toStored();
  }

  toStored(): StoredMemory {
    return {
      conditions: Object.fromEntries(this.#conditions ?? []),
      tracked: Object.fromEntries(this.#tracked ?? []),
    };
  }

  /** Differs when something must be stored. Counts matter only roughly: otherwise each check would be a write. */
  #essence(): string {
    if (this.#conditions === null && this.#tracked === null) return '';
    const tracked = [...(this.#tracked ?? [])].map(([name, { last, seen }]) => [
      name,
      last,
      seen.map(({ checks }) => Math.floor(Math.log2(checks))),
    ]);
    return JSON.stringify([[...(this.#conditions ?? [])], tracked]);
  }
}

const NOTHING_KNOWN: Readonly<Record<string, never>> = {};

function mapOf<Value>(stored: Readonly<Record<string, Value>>): Map<string, Value> | null {
  const entries = Object.entries(stored);
  return entries.length === 0 ? null : new Map(entries);
}

function isEmpty(map: ReadonlyMap<string, unknown> | null): boolean {
  return map === null || map.size === 0;
}

function comparable(value: Json, tracked: 'value' | 'set'): Json {
  return tracked === 'set' && Array.isArray(value) ? value.map((one) => JSON.stringify(one)).toSorted() : value;
}

function counted(seen: TrackedValue['seen'], value: Json, isSame: (one: Json) => boolean): TrackedValue['seen'] {
  const before = seen.find((one) => isSame(one.value))?.checks ?? 0;
  const others = seen.filter((one) => !isSame(one.value)).slice(0, KEPT_VALUES - 1);
  const all = [{ value, checks: before + 1 }, ...others];
  if (all.reduce((sum, { checks }) => sum + checks, 0) <= COUNTED_CHECKS) return all;
  return all.map((one) => ({ ...one, checks: Math.floor(one.checks / 2) })).filter(({ checks }) => checks > 0);
}

/** Of two that are equally usual, the one that was seen last. */
function usualOf(seen: TrackedValue['seen']): Json | undefined {
  return seen.reduce<TrackedValue['seen'][number] | undefined>(
    (best, one) => (best === undefined || one.checks > best.checks ? one : best),
    undefined,
  )?.value;
}
