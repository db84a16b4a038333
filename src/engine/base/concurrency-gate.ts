import { DueQueue, type Due } from './due-queue.ts';

export interface GateLimits {
  /** The most checks in flight at one time; at least 1. */
  readonly maxConcurrent: number;
  /** The most checks in flight at one time to one host; at least 1. */
  readonly maxPerHost: number;
}

/**
 * Limits how many checks run at one time, in total and per host. First come, first served, except that a full host
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

export function createConcurrencyGate(initial: GateLimits): ConcurrencyGate {
  let limits = initial;
  let inFlight = 0;
  let waiting = 0;
  let arrivals = 0;
  const perHost = new Map<string, number>();
  /** Waits for a place in total. */
  const queue = new DueQueue<Waiter>();
  /**
   * Wait for a place at their host. They have their own queues, so that a slow host holds up no other host and is never
   * scanned.
   */
  const hostQueues = new Map<string, DueQueue<Waiter>>();

  const hostFull = (host: string): boolean => host !== '' && (perHost.get(host) ?? 0) >= limits.maxPerHost;

  function take(host: string): () => void {
    inFlight++;
    if (host !== '') perHost.set(host, (perHost.get(host) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      inFlight--;
      if (host !== '') {
        const left = (perHost.get(host) ?? 1) - 1;
        if (left === 0) perHost.delete(host);
        else perHost.set(host, left);
      }
      admitHost(host);
      admit();
    };
  }

  /**
   * Moves as many waiting checks of the host as the host has room for back into the total queue, in their original
   * order.
   */
  function admitHost(host: string): void {
    const waiters = hostQueues.get(host);
    if (waiters === undefined) return;
    for (let room = limits.maxPerHost - (perHost.get(host) ?? 0); room > 0; room--) {
      const waiter = waiters.peek();
      if (waiter === undefined) break;
      move(waiter, queue);
    }
    if (waiters.size === 0) hostQueues.delete(host);
  }

  function admit(): void {
    while (inFlight < limits.maxConcurrent) {
      const waiter = queue.peek();
      if (waiter === undefined) return;
      if (hostFull(waiter.host)) {
        move(waiter, hostQueue(waiter.host));
      } else {
        move(waiter, null);
        waiter.enter();
      }
    }
  }

  function hostQueue(host: string): DueQueue<Waiter> {
    const waiters = hostQueues.get(host) ?? new DueQueue<Waiter>();
    hostQueues.set(host, waiters);
    return waiters;
  }

  function move(waiter: Waiter, to: DueQueue<Waiter> | null): void {
    waiter.queue?.remove(waiter);
    waiter.queue = to;
    to?.schedule(waiter, waiter.dueAt);
  }

  return {
    acquire(host, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (queue.size === 0 && inFlight < limits.maxConcurrent && !hostFull(host)) return Promise.resolve(take(host));
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          host,
          queue: null,
          dueAt: arrivals++,
          position: -1,
          enter: () => {
            waiting--;
            signal.removeEventListener('abort', onAbort);
            resolve(take(host));
          },
        };
        const onAbort = () => {
          waiting--;
          move(waiter, null);
          // Its place in the total queue may have kept another check of the same host waiting.
          admitHost(host);
          admit();
          reject(signal.reason);
        };
        waiting++;
        signal.addEventListener('abort', onAbort, { once: true });
        move(waiter, hostFull(host) ? hostQueue(host) : queue);
        admit();
      });
    },
    setLimits(next) {
      limits = next;
      for (const host of hostQueues.keys()) admitHost(host);
      admit();
    },
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return waiting;
    },
  };
}
