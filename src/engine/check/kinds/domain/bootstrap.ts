/** IANA's list of RDAP servers (RFC 9224): fetched when it is first needed, and kept for a day. */
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { domainFailure } from './failures.ts';
import { parseBootstrap, type Bootstrap } from './rdap.ts';

export const BOOTSTRAP_URL = 'https://data.iana.org/rdap/dns.json';
const KEPT_MS = 86_400_000;

/** Fetches JSON. */
export type Fetch = (url: string) => Promise<unknown>;

export class BootstrapCache {
  readonly #url: string;
  readonly #now: () => number;
  #kept: { readonly list: Bootstrap; readonly until: number } | undefined;
  #loading: Promise<Bootstrap> | undefined;

  /** @param now milliseconds of a clock that never jumps */
  constructor(url = BOOTSTRAP_URL, now = () => performance.now()) {
    this.#url = url;
    this.#now = now;
  }

  /**
   * The list. Checks that need it at the same time wait for one request. If it cannot be fetched again, the old list
   * stays in use.
   * @param fetch must not depend on `signal`: it may be used for other checks too
   * @throws FailureError `domain.bootstrap`, or the signal's reason
   */
  get(fetch: Fetch, signal: AbortSignal): Bootstrap | Promise<Bootstrap> {
    if (this.#kept !== undefined && this.#now() < this.#kept.until) return this.#kept.list;
    this.#loading ??= this.#load(fetch).finally(() => (this.#loading = undefined));
    const loading = this.#loading;
    return untilAborted(signal, (resolve, reject) => {
      loading.then(resolve, reject);
      return () => {};
    });
  }

  /** Forgets the list. */
  clear(): void {
    this.#kept = undefined;
  }

  async #load(fetch: Fetch): Promise<Bootstrap> {
    try {
      const list = parseBootstrap(await fetch(this.#url));
      if (list === null) throw new Error('it is not such a list');
      this.#kept = { list, until: this.#now() + KEPT_MS };
      return list;
    } catch (error) {
      if (this.#kept !== undefined) return this.#kept.list;
      const problem = error instanceof Error ? error.message : String(error);
      throw new FailureError(domainFailure('domain.bootstrap', { problem }, { phase: 'bootstrap' }), { cause: error });
    }
  }
}
