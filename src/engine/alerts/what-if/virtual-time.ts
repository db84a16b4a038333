import type { EpochMs } from '../../../contract/model/units.ts';
import { DueQueue, type Due } from '../../base/due-queue.ts';
import type { Clock, Timer, Timers } from '../../ports.ts';

interface Waiting extends Due {
  readonly callback: () => void;
}

/**
 * Time that advances only on request, for the alerts of a replay. The wall clock and the monotonic clock are the same.
 */
export class VirtualTime {
  readonly #queue = new DueQueue<Waiting>();
  #now: EpochMs;

  constructor(start: EpochMs) {
    this.#now = start;
  }

  readonly clock: Clock = { now: () => this.#now, mono: () => this.#now };

  readonly timers: Timers = {
    set: (callback, ms) => {
      const waiting: Waiting = { callback, dueAt: 0, position: -1 };
      this.#queue.schedule(waiting, this.#now + Math.max(0, ms));
      return waiting as unknown as Timer;
    },
    clear: (timer) => this.#queue.remove(timer as unknown as Waiting),
  };

  /** When the next timer is due; Infinity: there is none. */
  get nextAt(): EpochMs {
    return this.#queue.peek()?.dueAt ?? Infinity;
  }

  /** Advances to a time, and calls the timers that are due then. */
  goTo(at: EpochMs): void {
    this.#now = Math.max(this.#now, at);
    for (let due = this.#queue.popDue(this.#now); due !== undefined; due = this.#queue.popDue(this.#now))
      due.callback();
  }
}
