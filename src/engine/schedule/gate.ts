export interface GateLimits {
  /** Places over all; at least 1. */
  readonly maxConcurrent: number;
  /** Places for one host; at least 1. */
  readonly maxPerHost: number;
}

/** Bounds how much is under way at one time, over all and for each host. First come, first served where there is room. */
export interface Gate {
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

interface Waiter {
  readonly host: string;
  readonly enter: () => void;
}

export function createGate(initial: GateLimits): Gate {
  let limits = initial;
  let inFlight = 0;
  let waiting = 0;
  const perHost = new Map<string, number>();
  /** Those that wait for a place over all, in order of arrival. Sets keep insertion order and remove in O(1). */
  const queue = new Set<Waiter>();
  /** Those that wait for their host, apart, so that a slow host holds up nobody else and costs no scan. */
  const hostQueues = new Map<string, Set<Waiter>>();

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

  /** One more of this host may line up for a place over all. */
  function admitHost(host: string): void {
    const waiters = hostQueues.get(host);
    if (waiters === undefined) return;
    const room = limits.maxPerHost - (perHost.get(host) ?? 0);
    let moved = 0;
    for (const waiter of waiters) {
      if (moved >= room) break;
      waiters.delete(waiter);
      queue.add(waiter);
      moved++;
    }
    if (waiters.size === 0) hostQueues.delete(host);
  }

  function admit(): void {
    for (const waiter of queue) {
      if (inFlight >= limits.maxConcurrent) return;
      queue.delete(waiter);
      if (hostFull(waiter.host)) waitForHost(waiter);
      else waiter.enter();
    }
  }

  function waitForHost(waiter: Waiter): void {
    const waiters = hostQueues.get(waiter.host);
    if (waiters === undefined) hostQueues.set(waiter.host, new Set([waiter]));
    else waiters.add(waiter);
  }

  return {
    acquire(host, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (queue.size === 0 && inFlight < limits.maxConcurrent && !hostFull(host)) return Promise.resolve(take(host));
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          host,
          enter: () => {
            waiting--;
            signal.removeEventListener('abort', onAbort);
            resolve(take(host));
          },
        };
        const onAbort = () => {
          waiting--;
          queue.delete(waiter);
          const ofHost = hostQueues.get(host);
          if (ofHost?.delete(waiter) && ofHost.size === 0) hostQueues.delete(host);
          reject(signal.reason);
        };
        waiting++;
        signal.addEventListener('abort', onAbort, { once: true });
        if (hostFull(host)) waitForHost(waiter);
        else queue.add(waiter);
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
