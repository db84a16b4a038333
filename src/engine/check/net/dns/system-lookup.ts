/**
 * The operating system's own resolver (`getaddrinfo`), for short names and `.local` names that neither DNS nor multicast
 * DNS knows: it also asks what only this machine knows about, such as NetBIOS, LLMNR or a directory service.
 *
 * Each of its lookups blocks one of libuv's threads and cannot be cancelled, and libuv lets lookups use at most half of its
 * threads. So the lookups wait here, where one name cannot hold up the others:
 *
 * - One lookup per name at a time; later requests for the same name get its result.
 * - A name without a result rests for four times as long as its lookup took. Meanwhile the result is the same.
 * - Names whose lookups are slow use at most half of the places, each in its turn.
 * - Only names that were quick the last time get the last places: any other one may hang.
 * - There is one place more only after a lookup of `localhost`, begun after the others, has overtaken them all: that
 *   proves that libuv has a further thread for it. How many threads there are cannot be asked.
 */
import { lookup as lookupName, type LookupAddress } from 'node:dns';
import type { Ms } from '../../../../contract/model/units.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { Address } from '../../kind.ts';

export type SystemLookup = (name: string) => Promise<readonly Address[]>;

export interface SystemAnswer {
  /** All addresses of the name. */
  readonly addresses: readonly Address[];
  /** How long the name waited for its turn. */
  readonly queuedMs: Ms;
}

export interface SystemQueue {
  /**
   * @throws the system's error; `NotLookedUpError` when the signal is aborted before the system was asked about this name;
   *   otherwise the signal's reason
   */
  ask(name: string, signal: AbortSignal): Promise<SystemAnswer>;
}

/** The signal was aborted while the name waited for its turn: nothing is known about the name. */
export class NotLookedUpError extends Error {
  override readonly name = 'NotLookedUpError';
}

/** A lookup that takes longer counts as slow: an answer from this machine or its network takes milliseconds. */
const SLOW_MS: Ms = 500;
/** A name without a result rests for this many times as long as its lookup took, and for at most a minute. */
const REST_FACTOR = 4;
const MAX_REST_MS: Ms = 60_000;
/** For this long after its rest, a name that was not found still counts as looked up while it waits for its turn. */
const STALE_MS: Ms = 300_000;
/** The most lookups at the same time, however many threads libuv has. */
const MAX_PLACES = 32;
/** How many of them may be for names that are new or slow. */
const MAX_UNPROVEN = 28;
/** The most names about which something is remembered. */
const MAX_NAMES = 1_000;
const PROBE_NAME = 'localhost';

interface Waiter {
  readonly since: Ms;
  readonly resolve: (answer: SystemAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Name {
  readonly name: string;
  /** When the last lookup ended, on the monotonic clock; -Infinity: it has not been looked up yet. */
  endedAt: Ms;
  /** How long the last lookup took; 0: it has not been looked up yet. */
  tookMs: Ms;
  /** The last error, and until when it holds on the monotonic clock; null: the name was found or never looked up. */
  rest: { readonly error: Error; readonly until: Ms } | null;
  /** When the lookup began; null: it waits for its turn, or nobody asks for the name. */
  startedAt: Ms | null;
  readonly waiting: Set<Waiter>;
}

export function createSystemQueue(lookup: SystemLookup = systemLookup): SystemQueue {
  const names = new Map<string, Name>();
  /** In the order of the requests. */
  const queue = new Set<Name>();
  const running = new Set<Name>();
  let places = 1;
  let proving = false;

  function admit(): void {
    while (running.size < places) {
      const one = nextOf(queue, running, places);
      if (one === undefined) break;
      queue.delete(one);
      void run(one);
    }
    if (queue.size > 0 && running.size === places && places < MAX_PLACES) void prove();
  }

  /** Never rejects. */
  async function run(one: Name): Promise<void> {
    const startedAt = performance.now();
    one.startedAt = startedAt;
    running.add(one);
    const result = await lookup(one.name).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    running.delete(one);
    settle(one, startedAt, result);
    admit();
  }

  /** Finds out whether there is a thread beside those that all places use. */
  async function prove(): Promise<void> {
    if (proving) return;
    proving = true;
    const overtaken = [...running].map((one) => ({ one, startedAt: one.startedAt }));
    // The result does not matter.
    await lookup(PROBE_NAME).catch(() => null);
    proving = false;
    if (overtaken.length === places && overtaken.every(({ one, startedAt }) => one.startedAt === startedAt)) places++;
    admit();
  }

  function find(name: string): Name {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size >= MAX_NAMES) {
      for (const [key, one] of names) if (!queue.has(one) && !running.has(one)) names.delete(key);
    }
    const one: Name = { name, endedAt: -Infinity, tookMs: 0, rest: null, startedAt: null, waiting: new Set() };
    names.set(name, one);
    return one;
  }

  return {
    ask(name, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const one = find(name);
      if (one.rest !== null && one.startedAt === null && performance.now() < one.rest.until) {
        return Promise.reject(one.rest.error);
      }
      let hadTurn = one.rest !== null && performance.now() < one.rest.until + STALE_MS;
      return untilAborted<SystemAnswer>(signal, (resolve, reject) => {
        const waiter: Waiter = { since: performance.now(), resolve, reject };
        one.waiting.add(waiter);
        if (one.startedAt === null) queue.add(one);
        admit();
        return () => {
          hadTurn ||= one.startedAt !== null;
          // The name stays in the queue: the next check asks for it again, and then its turn has come nearer.
          one.waiting.delete(waiter);
        };
      }).catch((error: unknown) => {
        throw signal.aborted && !hadTurn
          ? new NotLookedUpError('The lookup was never started', { cause: error })
          : error;
      });
    },
  };
}

/** Whether the last lookup was slow, or the one under way is so far. */
function isSlow({ tookMs, startedAt }: Name): boolean {
  const soFar = startedAt === null ? 0 : performance.now() - startedAt;
  return Math.max(tookMs, soFar) > SLOW_MS;
}

/** The last lookup was quick, and so is the one under way so far. */
function isQuick(one: Name): boolean {
  return one.endedAt > -Infinity && !isSlow(one);
}

/** Names that were quick come first, then those that have waited longest. */
function precedes(one: Name, other: Name): boolean {
  return isSlow(one) === isSlow(other) ? one.endedAt < other.endedAt : isSlow(other);
}

/** The name whose turn it is; undefined: none may begin. */
function nextOf(queue: ReadonlySet<Name>, running: ReadonlySet<Name>, places: number): Name | undefined {
  const slow = [...running].filter(isSlow).length;
  const quick = [...running].filter(isQuick).length;
  const mayBeSlow = slow < Math.ceil(places / 2);
  const mayHang = running.size - quick < MAX_UNPROVEN;
  let chosen: Name | undefined;
  for (const one of queue) {
    if ((isSlow(one) && !mayBeSlow) || (!isQuick(one) && !mayHang)) continue;
    if (chosen === undefined || precedes(one, chosen)) chosen = one;
  }
  return chosen;
}

/** The lookup of a name has ended: remembers how, and answers those who wait. */
function settle(one: Name, startedAt: Ms, result: readonly Address[] | Error): void {
  const now = performance.now();
  one.startedAt = null;
  one.endedAt = now;
  one.tookMs = now - startedAt;
  one.rest =
    result instanceof Error ? { error: result, until: now + Math.min(REST_FACTOR * one.tookMs, MAX_REST_MS) } : null;
  const waiting = [...one.waiting];
  one.waiting.clear();
  for (const { since, resolve, reject } of waiting) {
    if (result instanceof Error) reject(result);
    else resolve({ addresses: result, queuedMs: Math.max(0, startedAt - since) });
  }
}

function systemLookup(name: string): Promise<readonly Address[]> {
  return new Promise((resolve, reject) => {
    lookupName(name, { all: true, order: 'verbatim' }, (error: Error | null, found: LookupAddress[]) => {
      if (error === null) resolve(found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })));
      else reject(error);
    });
  });
}
