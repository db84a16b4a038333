import type { DnsServer } from './config.ts';

/**
 * Remembers which DNS servers answer, so that a dead first server does not delay every check.
 *
 * - `good`: the next server is asked only when this one stays silent.
 * - `late`: it stayed silent while another server answered. The next server is asked at the same time.
 * - `dead`: it stayed silent for the whole time that resolv.conf grants a server. Nobody waits for its answer any more.
 */
export type ServerState = 'good' | 'late' | 'dead';

interface Silence {
  readonly state: 'late' | 'dead';
  /** When it was last asked, on the monotonic clock. */
  probedAt: number;
}

/** A dead server is asked again after this time, beside the others: it may be back. */
const PROBE_EVERY_MS = 30_000;

export class ServerHealth {
  readonly #silent = new Map<string, Silence>();

  stateOf(server: DnsServer): ServerState {
    return this.#silent.get(keyOf(server))?.state ?? 'good';
  }

  /** Whether it is time to find out if a dead server is back. Asking this counts as having asked the server. */
  takeProbe(server: DnsServer): boolean {
    const silence = this.#silent.get(keyOf(server));
    const now = performance.now();
    if (silence === undefined || now - silence.probedAt < PROBE_EVERY_MS) return false;
    silence.probedAt = now;
    return true;
  }

  answered(server: DnsServer): void {
    this.#silent.delete(keyOf(server));
  }

  /** The server stayed silent while another one answered. */
  stayedSilent(server: DnsServer, state: 'late' | 'dead'): void {
    const key = keyOf(server);
    if (this.#silent.get(key)?.state === 'dead') return;
    this.#silent.set(key, { state, probedAt: performance.now() });
  }
}

function keyOf({ address, port }: DnsServer): string {
  return `${address} ${port}`;
}
