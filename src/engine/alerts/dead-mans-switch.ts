import type { Ms } from '../../contract/model/units.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** How often the outside service is pinged. */
export const PING_EVERY_MS: Ms = 60_000;
/** A check that is this late, or a message that is this long overdue, has stalled. */
export const STALLED_MS: Ms = 25_000;
/** A write that takes longer has stalled. */
const WRITE_LIMIT_MS: Ms = 20_000;
const PING_LIMIT_MS: Ms = 10_000;
const DOCUMENT = { collection: 'alive', id: 'alive' } as const;

export interface DeadMansSwitchOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'stats'>;
  /** The address; empty: nothing is pinged. */
  readonly url: () => string;
  /** How long the first check that is due has been due; 0: none is. */
  readonly checksLateMs: () => Ms;
  /** How long a message has been due, or being sent beyond its time limit; 0: none. */
  readonly messagesLateMs: () => Ms;
  /** Default: `fetch`. */
  readonly ping?: (url: string, signal: AbortSignal) => Promise<{ readonly ok: boolean; readonly status: number }>;
}

/**
 * Pings an outside service each minute while Lookout works, so that the service can alert people when the pings stop.
 * It does not ping when checks are not started, when the store does not write, or when messages are not sent: the last
 * ping is then at most `STALLED_MS` after the stall, and none follows.
 */
export class DeadMansSwitch {
  readonly #options: DeadMansSwitchOptions;
  #isFailing = false;

  constructor(options: DeadMansSwitchOptions) {
    this.#options = options;
  }

  /** Called every `PING_EVERY_MS`. @returns whether it pinged. Never rejects */
  async tick(): Promise<boolean> {
    const { url, log } = this.#options;
    const address = url();
    if (address === '') return false;
    const stalled = await this.#stalled();
    if (stalled !== null) {
      log('error', 'The dead man’s switch is not pinged because something has stalled', { stalled });
      return false;
    }
    await this.#ping(address);
    return true;
  }

  /** @returns null: all parts make progress */
  async #stalled(): Promise<'scheduler' | 'outbox' | 'store' | null> {
    const { store, clock, checksLateMs, messagesLateMs } = this.#options;
    if (checksLateMs() > STALLED_MS) return 'scheduler';
    if (messagesLateMs() > STALLED_MS) return 'outbox';
    if (store.stats().problem !== null) return 'store';
    const at = clock.now();
    const write = store.saveDocuments([{ ...DOCUMENT, at, open: true, json: JSON.stringify({ at }) }]);
    const written = await withinLimit(write, WRITE_LIMIT_MS);
    return written ? null : 'store';
  }

  async #ping(address: string): Promise<void> {
    const { log, ping = pingByHttp } = this.#options;
    try {
      const { ok, status } = await ping(address, AbortSignal.timeout(PING_LIMIT_MS));
      if (!ok) log('warn', 'The dead man’s switch answered with an error', { status });
      this.#isFailing = !ok;
    } catch (error) {
      // Once, and not each minute. The address may be a secret.
      if (!this.#isFailing) log('warn', 'The dead man’s switch cannot be reached', { error });
      this.#isFailing = true;
    }
  }
}

async function pingByHttp(
  url: string,
  signal: AbortSignal,
): Promise<{ readonly ok: boolean; readonly status: number }> {
  const response = await fetch(url, { signal, headers: { 'user-agent': 'Lookout' } });
  await response.body?.cancel();
  return response;
}

/** Whether a promise resolves in time. Its rejection counts as no. */
async function withinLimit(promise: Promise<void>, ms: Ms): Promise<boolean> {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), ms);
  try {
    return await Promise.race([
      promise.then(
        () => true,
        () => false,
      ),
      limit.promise,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
