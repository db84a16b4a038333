import { DueQueue, type Due } from './due-queue.ts';

export interface GateLimits {
  /** Places over all; at least 1. */
  readonly maxConcurrent: number;
  /** Places for one host; at least 1. */
  readonly maxPerHost: number;
}

/** Bounds how much is under way at one time, over all and for each host. First come, first served where there is room. */
export interface ConcurrencyGate {
  /**
   * Waits for a place.
   * @param host counted under the per-host limit; empty: under none
   * @returns what gives the place back; calling it twice does nothing
   * @throws the signal's reason when aborted while waiting
   */
  acquire(host: string, signal: AbortSignal): Promise<() => void>;
  /** Applies at once: more places let waiting ones in, fewer let nobody in until enough have left. */
  setLimits(limits: GateLimits): void;
  readonly inFlight: number;
  readonly waiting: number;
}

/** Due by a number in the order in which they came, whichever queue they are in. */
interface Waiter extends Due {
  readonly host: string;
  readonly enter: () => void;
  /** Null: it waits no more, or not yet. */
  queue: DueQueue<Waiter> | null;
}

export function createConcurrencyGate(initial: GateLimits): ConcurrencyGate {
  let limits = initial;
  let inFlight = 0;
  let waiting = 0;
  let came = 0;
  const perHost = new Map<string, number>();
  /** Those that wait for a place over all. */
  const queue = new DueQueue<Waiter>();
  /** Those that wait for their host, apart, so that a slow host holds up nobody else and costs no scan. */
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

  /** No more of this host than it has room for line up for a place over all, where they would be had they never left. */
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
          dueAt: came++,
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
          // It may have stood for others of its host that could line up.
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
