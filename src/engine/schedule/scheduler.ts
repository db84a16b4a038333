import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { sliceAfter } from '../base/time-slices.ts';
import type { Clock, Timer, Timers } from '../ports.ts';
import { slotAfter, stableOffset } from './cadence.ts';
import { DueQueue, type Due } from '../base/due-queue.ts';

/** Told to whoever carries a check out. */
export interface Run {
  /** How long after it was due the check was handed over. */
  readonly lateMs: Ms;
  /** Aborted when the check is no longer wanted. */
  readonly signal: AbortSignal;
  /** How many slots of the endpoint have passed since this check was due: what it has kept from being checked so far. */
  readonly swallowed: () => number;
}

/** When to check again: at the next slot, or sooner because this was a failure worth a retry. */
export interface Again {
  readonly retryIn: Ms | null;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Carries one check out, the wait in the gate included. Must not throw for anything but a bug or the abort; the
   * scheduler goes on in either case, and `onError` hears of bugs.
   */
  readonly run: (id: EndpointId, run: Run) => Promise<Again>;
  readonly onError: (id: EndpointId, error: unknown) => void;
  /** Told when a check has ended and the next is known, and when slots were dropped. */
  readonly onMoved?: (id: EndpointId) => void;
  /** First checks after `start` are spread over at most this long. Default 3,000 ms. */
  readonly startSpread?: Ms;
}

/** Decides when each endpoint is checked: one timer over all of them, and never two checks of one in flight. */
export interface Scheduler {
  /**
   * Adds an endpoint, or changes its interval. `first`: at once, or spread with many others over the first seconds; the
   * check after that one may then be up to one and a half intervals away.
   */
  add(id: EndpointId, interval: Ms, first: 'now' | 'spread'): void;
  /** Forgets it and cancels its check in flight, which leaves no result. */
  remove(id: EndpointId): void;
  /**
   * @param ofMany whether many others are checked now, too: that must not come again half an interval later
   * @returns false when it is not scheduled, or a check of it is in flight
   */
  checkNow(id: EndpointId, ofMany: boolean): boolean;
  /** Begins, or goes on after `hold`. Slots that passed in between are dropped and counted as missed. */
  start(): void;
  /**
   * Makes every interval this many times as long; what is due already stays so.
   * @throws RangeError below 1
   */
  setIntervalMultiplier(factor: number): void;
  /** Begins nothing new and cancels what is in flight; it leaves no results. */
  hold(): void;
  /** Holds for good, and settles when everything in flight has ended. */
  stop(): Promise<void>;
  /** On the monotonic clock; null: none (unknown id, in flight, held). */
  nextAt(id: EndpointId): number | null;
  /** Slots dropped so far: the check before still ran, or this machine slept. */
  readonly missedSlots: number;
}

interface Entry extends Due {
  readonly id: EndpointId;
  /** As it was asked for. */
  wanted: Ms;
  /** Stretched. */
  interval: Ms;
  offset: Ms;
  /** Not checked since it was added: not to be held up until its next slot. */
  isNew: boolean;
  /** Its next check is one of many out of turn. */
  ofMany: boolean;
  /** When the check before was due, on the monotonic clock. */
  lastDueAt: number;
  abort: AbortController | null;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, timers } = options;
  const startSpread = options.startSpread ?? 3000;
  // Slots are counted from the epoch, so that an endpoint keeps its place in the interval over restarts.
  const anchor = clock.mono() - clock.now();
  const queue = new DueQueue<Entry>();
  const entries = new Map<EndpointId, Entry>();
  const inFlight = new Set<Promise<void>>();
  let running = false;
  let held = false;
  let stretch = 1;
  let missedSlots = 0;
  let timer: Timer | null = null;
  let timerAt = Infinity;
  /** When it left off with more to launch, on the monotonic clock: thousands at once would hold the loop up. */
  let leftOffAt: number | null = null;

  function arm(): void {
    const next = running ? queue.peek() : undefined;
    if (next === undefined) {
      if (timer !== null) timers.clear(timer);
      timer = null;
      timerAt = Infinity;
      return;
    }
    if (timer !== null && timerAt === next.dueAt) return;
    if (timer !== null) timers.clear(timer);
    timerAt = next.dueAt;
    timer = timers.set(onTimer, Math.max(0, Math.ceil(next.dueAt - clock.mono())));
  }

  function onTimer(): void {
    timer = null;
    timerAt = Infinity;
    let now = clock.mono();
    const until = now + sliceAfter(leftOffAt === null ? 0 : now - leftOffAt);
    leftOffAt = null;
    for (let entry = queue.popDue(now); entry !== undefined; entry = queue.popDue(now)) {
      const late = now - entry.dueAt;
      if (late >= entry.interval) {
        // This machine slept or stalled past a whole interval: catching up would be a herd of checks at once.
        missedSlots += Math.floor(late / entry.interval);
        queue.schedule(entry, slotAfter(now, anchor, entry.offset, entry.interval));
        options.onMoved?.(entry.id);
      } else {
        launch(entry, late);
      }
      now = clock.mono();
      if (now < until) continue;
      if ((queue.peek()?.dueAt ?? Infinity) <= now) leftOffAt = now;
      break;
    }
    arm();
  }

  function launch(entry: Entry, lateMs: Ms): void {
    const abort = new AbortController();
    const { ofMany } = entry;
    entry.abort = abort;
    entry.isNew = false;
    entry.ofMany = false;
    const check = execute(entry, abort, lateMs, ofMany);
    inFlight.add(check);
    // `execute` never rejects; it ends by taking itself off the list.
    void check.then(() => inFlight.delete(check));
  }

  async function execute(entry: Entry, abort: AbortController, lateMs: Ms, ofMany: boolean): Promise<void> {
    const { dueAt } = entry;
    entry.lastDueAt = dueAt;
    let again: Again = { retryIn: null };
    const swallowed = (): number => slotsPassed(entry, dueAt, clock.mono());
    try {
      again = await options.run(entry.id, { lateMs, signal: abort.signal, swallowed });
    } catch (error) {
      if (!abort.signal.aborted) options.onError(entry.id, error);
    }
    // Removed, or removed and added again, while it ran: this run has no say any more.
    if (entry.abort !== abort) return;
    entry.abort = null;
    if (!running || entries.get(entry.id) !== entry) return;
    const now = clock.mono();
    missedSlots += slotsPassed(entry, dueAt, now);
    if (again.retryIn !== null) queue.schedule(entry, now + again.retryIn);
    else queue.schedule(entry, nextAfter(entry, now, ofMany));
    options.onMoved?.(entry.id);
    arm();
  }

  /** Slots that an endpoint would have been checked at, had its check not been in flight from `dueAt` to `now`. */
  function slotsPassed({ interval, offset }: Entry, dueAt: number, now: number): number {
    const first = slotAfter(dueAt + interval / 2 - 1, anchor, offset, interval);
    return now < first ? 0 : Math.floor((now - first) / interval) + 1;
  }

  function setInterval(entry: Entry, wanted: Ms): void {
    entry.wanted = wanted;
    entry.interval = wanted * stretch;
    entry.offset = stableOffset(entry.id, entry.interval);
  }

  /**
   * The next slot, but not within half an interval of the check before, which may have been one out of turn. That can be
   * one and a half intervals away; an extra check half an interval before it then keeps the wait within one.
   */
  function nextAfter(entry: Entry, now: number, ofMany: boolean): number {
    const { interval, lastDueAt } = entry;
    const slot = slotAfter(Math.max(now, lastDueAt + interval / 2 - 1), anchor, entry.offset, interval);
    // At a start, an import or when all are checked, extra checks for half of them would double the load.
    return slot - now > interval && !ofMany ? slot - interval / 2 : slot;
  }

  function hold(): void {
    running = false;
    held = true;
    leftOffAt = null;
    arm();
    for (const entry of entries.values()) entry.abort?.abort(new Error('The check is no longer wanted'));
  }

  return {
    add(id, interval, first) {
      let entry = entries.get(id);
      if (entry === undefined) {
        entry = {
          id,
          wanted: 0,
          interval: 0,
          offset: 0,
          isNew: true,
          ofMany: false,
          abort: null,
          lastDueAt: -Infinity,
          dueAt: 0,
          position: -1,
        };
        entries.set(id, entry);
      }
      setInterval(entry, interval);
      if (entry.abort !== null) return;
      entry.ofMany = first === 'spread';
      const spread = first === 'now' ? 0 : stableOffset(id, Math.min(entry.interval, startSpread));
      queue.schedule(entry, clock.mono() + spread);
      arm();
    },
    remove(id) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      entries.delete(id);
      queue.remove(entry);
      const abort = entry.abort;
      entry.abort = null;
      abort?.abort(new Error('The check is no longer wanted'));
      arm();
    },
    checkNow(id, ofMany) {
      const entry = entries.get(id);
      if (entry === undefined || entry.abort !== null || !running) return false;
      entry.ofMany = ofMany;
      queue.schedule(entry, clock.mono());
      arm();
      return true;
    },
    start() {
      if (running) return;
      running = true;
      const now = clock.mono();
      for (const entry of entries.values()) {
        const late = now - entry.dueAt;
        if (entry.position < 0) {
          // Held while in flight: it was taken out of the queue and its check was cancelled.
          entry.abort = null;
        } else if (held && late >= 0 && !entry.isNew) {
          // Fell due while held: all of those at once would be a herd, their next slots are spread.
          missedSlots += Math.floor(late / entry.interval) + 1;
        } else {
          continue;
        }
        queue.schedule(entry, slotAfter(now, anchor, entry.offset, entry.interval));
        options.onMoved?.(entry.id);
      }
      arm();
    },
    setIntervalMultiplier(factor) {
      if (!(factor >= 1)) throw new RangeError(`Expected factor to be 1 or more, got ${factor}`);
      if (factor === stretch) return;
      stretch = factor;
      const now = clock.mono();
      for (const entry of entries.values()) {
        setInterval(entry, entry.wanted);
        if (entry.position < 0) continue;
        const slot = nextAfter(entry, now, false);
        if (slot >= entry.dueAt) continue;
        queue.schedule(entry, slot);
        options.onMoved?.(entry.id);
      }
      arm();
    },
    hold,
    async stop() {
      hold();
      entries.clear();
      await Promise.all(inFlight);
    },
    nextAt(id) {
      const entry = entries.get(id);
      return running && entry !== undefined && entry.position >= 0 ? entry.dueAt : null;
    },
    get missedSlots() {
      return missedSlots;
    },
  };
}
