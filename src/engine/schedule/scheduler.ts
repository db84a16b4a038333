/** Decides when each endpoint is checked: one timer for all endpoints, and never two checks of one endpoint in flight. */
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { DueQueue } from '../base/due-queue.ts';
import { sliceAfter } from '../base/time-slices.ts';
import type { Clock, Timers } from '../ports.ts';
import { stableOffset } from './cadence.ts';
import { createChecksInFlight } from './checks-in-flight.ts';
import type { ChecksInFlight, EndedCheck, NextCheck, Run } from './checks-in-flight.ts';
import { createDueTimer, type DueTimer } from './due-timer.ts';
import { createScheduledEndpoint, type ScheduledEndpoint } from './scheduled-endpoint.ts';
import { nextCheck, nextSlot, slotsOf, slotsPassed } from './slots.ts';

export type { NextCheck, Run } from './checks-in-flight.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Runs one check, including its wait for a place in the concurrency gate. Must not throw for anything but a bug or the
   * abort. The scheduler continues in either case, and reports a bug to `onError`.
   */
  readonly run: (id: EndpointId, run: Run) => Promise<NextCheck>;
  readonly onError: (id: EndpointId, error: unknown) => void;
  /** Called when a check has ended and the next one is known, and when slots were dropped. */
  readonly onMoved?: (id: EndpointId) => void;
  /** First checks after `start` are spread over at most this long. Default 3,000 ms. */
  readonly startSpread?: Ms;
}

export interface Scheduler {
  /**
   * Adds an endpoint, or changes its interval. `first`: check it at once, a moment after the others that are checked at
   * once, or spread it with many others over the first seconds. After a spread check, the next one may be up to one and a
   * half intervals away.
   */
  add(id: EndpointId, interval: Ms, first: 'now' | 'spread'): void;
  /** Forgets the endpoint and cancels its check in flight, which leaves no result. */
  remove(id: EndpointId): void;
  /**
   * @param ofMany whether many others are checked now, too; then no extra check follows half an interval later
   * @returns false when the endpoint is not scheduled, or a check of it is in flight
   */
  checkNow(id: EndpointId, ofMany: boolean): boolean;
  /** Begins, or continues after `hold`. Slots that passed in between are dropped and counted as missed. */
  start(): void;
  /**
   * Makes every interval this many times as long. An endpoint that is due sooner than its new next slot stays due then.
   * @throws RangeError below 1
   */
  setIntervalMultiplier(factor: number): void;
  /** Starts no more checks, and cancels those in flight, which leave no results. */
  hold(): void;
  /** Holds for good. Resolves when everything in flight has ended. */
  stop(): Promise<void>;
  /** When the next check is due, on the monotonic clock; null: none is (unknown id, in flight, held). */
  nextAt(id: EndpointId): number | null;
  /** Slots dropped so far, because the check before still ran or this machine slept. */
  readonly missedSlots: number;
  /** How long the first check that is due has been due; 0: none is. Also while checks are held. */
  readonly lateMs: Ms;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  return new QueueScheduler(options);
}

/**
 * How long checks are started without a turn of the loop in between, in milliseconds: a check that has already connected
 * waits for the start of the others, and that would be counted as its latency. A turn costs about as much as 10 µs.
 */
const START_SLICE_MS = 1;

/**
 * From one check "at once" to the next, in milliseconds. Checks that start together would hold each other up: each needs up
 * to 2 ms of work for a connection and twice as much for a TLS handshake, and more as long as the code is new.
 */
const GAP_MS = 10;
/** The longest that a check "at once" waits for others, in milliseconds. */
const MAX_GAPS_MS = 200;

class QueueScheduler implements Scheduler {
  readonly #clock: Clock;
  readonly #onMoved: (id: EndpointId) => void;
  readonly #startSpread: Ms;
  /** Slots are counted from the epoch, so that an endpoint keeps its place in the interval over restarts. */
  readonly #anchor: number;
  readonly #queue = new DueQueue<ScheduledEndpoint>();
  readonly #endpoints = new Map<EndpointId, ScheduledEndpoint>();
  readonly #checks: ChecksInFlight;
  readonly #timer: DueTimer;
  #state: 'new' | 'running' | 'held' = 'new';
  #multiplier = 1;
  #missedSlots = 0;
  /** When the next check "at once" may start, on the monotonic clock. */
  #freeAt = -Infinity;
  /** When it paused with more checks to launch, on the monotonic clock; null: all were launched. */
  #pausedAt: number | null = null;

  constructor({ clock, timers, run, onError, onMoved = () => {}, startSpread = 3000 }: SchedulerOptions) {
    this.#clock = clock;
    this.#onMoved = onMoved;
    this.#startSpread = startSpread;
    this.#anchor = clock.mono() - clock.now();
    this.#checks = createChecksInFlight({
      clock,
      run,
      onError,
      onEnded: (endpoint, check) => this.#ended(endpoint, check),
    });
    this.#timer = createDueTimer(clock, timers, () => this.#launchDue());
  }

  get lateMs(): Ms {
    const first = this.#queue.peek();
    return first === undefined ? 0 : Math.max(0, this.#clock.mono() - first.dueAt);
  }

  get missedSlots(): number {
    return this.#missedSlots;
  }

  add(id: EndpointId, interval: Ms, first: 'now' | 'spread'): void {
    let endpoint = this.#endpoints.get(id);
    if (endpoint === undefined) {
      endpoint = createScheduledEndpoint(id, interval, this.#anchor);
      this.#endpoints.set(id, endpoint);
    }
    endpoint.ownInterval = interval;
    this.#applyMultiplier(endpoint);
    if (endpoint.abort !== null) return;
    endpoint.ofMany = first === 'spread';
    this.#queue.schedule(endpoint, first === 'now' ? this.#atOnce() : this.#clock.mono() + this.#spreadOf(endpoint));
    this.#setTimer();
  }

  remove(id: EndpointId): void {
    const endpoint = this.#endpoints.get(id);
    if (endpoint === undefined) return;
    this.#endpoints.delete(id);
    this.#queue.remove(endpoint);
    this.#checks.cancel(endpoint);
    endpoint.abort = null;
    this.#setTimer();
  }

  checkNow(id: EndpointId, ofMany: boolean): boolean {
    const endpoint = this.#endpoints.get(id);
    if (endpoint === undefined || endpoint.abort !== null || this.#state !== 'running') return false;
    endpoint.ofMany = ofMany;
    this.#queue.schedule(endpoint, ofMany ? this.#clock.mono() : this.#atOnce());
    this.#setTimer();
    return true;
  }

  start(): void {
    if (this.#state === 'running') return;
    const wasHeld = this.#state === 'held';
    this.#state = 'running';
    const now = this.#clock.mono();
    if (wasHeld) for (const endpoint of this.#endpoints.values()) this.#continueAfterHold(endpoint, now);
    this.#setTimer();
  }

  setIntervalMultiplier(factor: number): void {
    if (!(factor >= 1)) throw new RangeError(`Expected factor to be 1 or more, got ${factor}`);
    if (factor === this.#multiplier) return;
    this.#multiplier = factor;
    const now = this.#clock.mono();
    for (const endpoint of this.#endpoints.values()) {
      this.#applyMultiplier(endpoint);
      if (endpoint.position < 0) continue;
      const at = nextCheck(endpoint.slots, endpoint.lastDueAt, now, false);
      if (at < endpoint.dueAt) this.#move(endpoint, at);
    }
    this.#setTimer();
  }

  hold(): void {
    this.#state = 'held';
    this.#pausedAt = null;
    this.#setTimer();
    for (const endpoint of this.#endpoints.values()) this.#checks.cancel(endpoint);
  }

  async stop(): Promise<void> {
    this.hold();
    this.#endpoints.clear();
    await this.#checks.ended();
  }

  nextAt(id: EndpointId): number | null {
    const endpoint = this.#endpoints.get(id);
    return this.#state === 'running' && endpoint !== undefined && endpoint.position >= 0 ? endpoint.dueAt : null;
  }

  #spreadOf({ id, slots }: ScheduledEndpoint): Ms {
    return stableOffset(id, Math.min(slots.interval, this.#startSpread));
  }

  /** When a check that is wanted now may start. */
  #atOnce(): number {
    const now = this.#clock.mono();
    const at = Math.min(Math.max(now, this.#freeAt), now + MAX_GAPS_MS);
    this.#freeAt = at + GAP_MS;
    return at;
  }

  #setTimer(): void {
    this.#timer.set(this.#state === 'running' ? (this.#queue.peek()?.dueAt ?? null) : null);
  }

  /** Launches what is due, for no longer than a slice of time: thousands at once would block the event loop. */
  #launchDue(): void {
    let now = this.#clock.mono();
    const until = now + sliceAfter(this.#pausedAt === null ? 0 : now - this.#pausedAt, START_SLICE_MS);
    this.#pausedAt = null;
    for (let endpoint = this.#queue.popDue(now); endpoint !== undefined; endpoint = this.#queue.popDue(now)) {
      this.#launchOrDrop(endpoint, now);
      now = this.#clock.mono();
      if (now < until) continue;
      if ((this.#queue.peek()?.dueAt ?? Infinity) <= now) this.#pausedAt = now;
      break;
    }
    this.#setTimer();
  }

  #launchOrDrop(endpoint: ScheduledEndpoint, now: number): void {
    const lateMs = now - endpoint.dueAt;
    const { interval } = endpoint.slots;
    if (lateMs < interval) {
      this.#checks.start(endpoint, lateMs);
      return;
    }
    // This machine slept or stalled for longer than an interval: to catch up, all endpoints would be checked at once.
    this.#missedSlots += Math.floor(lateMs / interval);
    this.#move(endpoint, nextSlot(endpoint.slots, now));
  }

  #ended(endpoint: ScheduledEndpoint, { ofMany, retryIn }: EndedCheck): void {
    if (this.#state !== 'running' || this.#endpoints.get(endpoint.id) !== endpoint) return;
    const { slots, lastDueAt } = endpoint;
    const now = this.#clock.mono();
    this.#missedSlots += slotsPassed(slots, lastDueAt, now);
    this.#move(endpoint, retryIn === null ? nextCheck(slots, lastDueAt, now, ofMany) : now + retryIn);
    this.#setTimer();
  }

  #continueAfterHold(endpoint: ScheduledEndpoint, now: number): void {
    // Its cancelled check has not ended yet; its end schedules the next one.
    if (endpoint.abort !== null) return;
    // An endpoint whose check was cancelled is not in the queue.
    if (endpoint.position >= 0) {
      const lateMs = now - endpoint.dueAt;
      if (lateMs < 0 || endpoint.isNew) return;
      // It fell due meanwhile. Checking all of those at once would be a burst, so each waits for its next slot.
      this.#missedSlots += Math.floor(lateMs / endpoint.slots.interval) + 1;
    }
    this.#move(endpoint, nextSlot(endpoint.slots, now));
  }

  #applyMultiplier(endpoint: ScheduledEndpoint): void {
    endpoint.slots = slotsOf(endpoint.id, endpoint.ownInterval * this.#multiplier, this.#anchor);
  }

  #move(endpoint: ScheduledEndpoint, dueAt: number): void {
    this.#queue.schedule(endpoint, dueAt);
    this.#onMoved(endpoint.id);
  }
}
