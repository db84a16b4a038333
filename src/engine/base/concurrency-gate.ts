import { DueQueue, type Due } from './due-queue.ts';

export interface GateLimits {
  /** The most checks in flight at the same time; at least 1. */
  readonly maxConcurrent: number;
  /** The most checks in flight at the same time to one host; at least 1. */
  readonly maxPerHost: number;
}

/**
 * Limits how many checks run at the same time, in total and per host. First come, first served, except that a full host
 * never holds up another one.
 */
export interface ConcurrencyGate {
  /**
   * Waits for a place.
   * @param host the per-host limit counts under this name; empty: no per-host limit
   * @returns a function that releases the place; a second call does nothing
   * @throws the signal's reason when aborted while waiting
   */
  acquire(host: string, signal: AbortSignal): Promise<() => void>;
  /**
   * Applies at once. A higher limit admits waiting checks; a lower one admits none until enough places are released.
   */
  setLimits(limits: GateLimits): void;
  readonly inFlight: number;
  readonly waiting: number;
}

/** `dueAt` is a number that grows in the order of arrival, the same for all queues. */
interface Waiter extends Due {
  readonly host: string;
  readonly enter: () => void;
  /** Null: it does not wait, or not yet. */
  queue: DueQueue<Waiter> | null;
}

export function createConcurrencyGate(limits: GateLimits): ConcurrencyGate {
  return new Gate(limits);
}

class Gate implements ConcurrencyGate {
  #limits: GateLimits;
  #inFlight = 0;
  #waiting = 0;
  #lastArrival = 0;
  readonly #perHost = new Map<string, number>();
  /** Checks that wait for a place in total. */
  readonly #queue = new DueQueue<Waiter>();
  /**
   * Checks that wait for a place at their host. They have their own queues, so that a slow host holds up no other host
   * and is never scanned.
   */
  readonly #hostQueues = new Map<string, DueQueue<Waiter>>();

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#waiting;
  }

  acquire(host: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const isFree = this.#queue.size === 0 && this.#inFlight < this.#limits.maxConcurrent && !this.#isFull(host);
    return isFree ? Promise.resolve(this.#take(host)) : this.#wait(host, signal);
  }

  setLimits(limits: GateLimits): void {
    this.#limits = limits;
    for (const host of this.#hostQueues.keys()) this.#admitHost(host);
    this.#admit();
  }

  #wait(host: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        host,
        queue: null,
        dueAt: this.#lastArrival++,
        position: -1,
        enter: () => {
          this.#waiting--;
          signal.removeEventListener('abort', onAbort);
          resolve(this.#take(host));
        },
      };
      const onAbort = () => {
        this.#waiting--;
        move(waiter, null);
        // Its place in the total queue may have kept another check of the same host waiting.
        this.#admitHost(host);
        this.#admit();
        reject(signal.reason);
      };
      this.#waiting++;
      signal.addEventListener('abort', onAbort, { once: true });
      move(waiter, this.#isFull(host) ? this.#hostQueue(host) : this.#queue);
      this.#admit();
    });
  }

  /** @returns releases the place, once */
  #take(host: string): () => void {
    this.#inFlight++;
    this.#count(host, 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#inFlight--;
      this.#count(host, -1);
      this.#admitHost(host);
      this.#admit();
    };
  }

  #count(host: string, change: 1 | -1): void {
    if (host === '') return;
    const count = (this.#perHost.get(host) ?? 0) + change;
    if (count === 0) this.#perHost.delete(host);
    else this.#perHost.set(host, count);
  }

  #isFull(host: string): boolean {
    return host !== '' && (this.#perHost.get(host) ?? 0) >= this.#limits.maxPerHost;
  }

  #admit(): void {
    while (this.#inFlight < this.#limits.maxConcurrent) {
      const waiter = this.#queue.peek();
      if (waiter === undefined) return;
      if (this.#isFull(waiter.host)) {
        move(waiter, this.#hostQueue(waiter.host));
      } else {
        move(waiter, null);
        waiter.enter();
      }
    }
  }

  /**
   * Moves as many waiting checks of the host as the host has room for back into the total queue, in their original
   * order.
   */
  #admitHost(host: string): void {
    const waiters = this.#hostQueues.get(host);
    if (waiters === undefined) return;
    for (let room = this.#limits.maxPerHost - (this.#perHost.get(host) ?? 0); room > 0; room--) {
      const waiter = waiters.peek();
      if (waiter === undefined) break;
      move(waiter, this.#queue);
    }
    if (waiters.size === 0) this.#hostQueues.delete(host);
  }

  #hostQueue(host: string): DueQueue<Waiter> {
    const waiters = this.#hostQueues.get(host) ?? new DueQueue<Waiter>();
    this.#hostQueues.set(host, waiters);
    return waiters;
  }
}

function move(waiter: Waiter, to: DueQueue<Waiter> | null): void {
  waiter.queue?.remove(waiter);
  waiter.queue = to;
  to?.schedule(waiter, waiter.dueAt);
}
