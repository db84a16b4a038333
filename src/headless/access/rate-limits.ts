/** Limits how many requests each client of the API sends. */
import type { Caller } from '../../engine/access/api-tokens.ts';

/** A client may send `burst` requests at once, and `perSecond` requests continuously. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Rates {
  /** The rate of each named token. */
  readonly named: Rate;
  /** The rate of the owner's token, which all open pages share. */
  readonly owner: Rate;
  /** The rate of each address without a token, which may be guessing one. */
  readonly stranger: Rate;
}

export const RATES: Rates = {
  named: { perSecond: 50, burst: 200 },
  owner: { perSecond: 500, burst: 2_000 },
  stranger: { perSecond: 5, burst: 50 },
};

/** The most clients that are remembered. */
const MAX_CLIENTS = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds on the monotonic clock. */
  at: number;
}

/** One bucket of tokens per client. */
export class RateLimits {
  readonly #rates: Rates;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rates: Rates = RATES, now: () => number = () => performance.now()) {
    this.#rates = rates;
    this.#now = now;
  }

  /**
   * Counts a request.
   * @param caller null: a client without a token, which counts by address
   * @returns null when it is allowed, otherwise after how many milliseconds the next one is
   */
  take(caller: Caller | null, address: string): number | null {
    const { named, owner, stranger } = this.#rates;
    const { perSecond, burst } = caller === null ? stranger : caller.name === null ? owner : named;
    const key = caller === null ? `address ${address}` : `token ${caller.name ?? ''}`;
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    // The most recent ones are last, so that the oldest is forgotten first.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_CLIENTS) {
      for (const first of this.#buckets.keys()) {
        this.#buckets.delete(first);
        break;
      }
    }
    if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / perSecond) * 1000);
    bucket.left -= 1;
    return null;
  }
}
