/** The past of endpoints for status pages. Reading it takes a while, and it changes slowly, so it is cached. */
import type { Incident } from '../../contract/model/incident.ts';
import { PUBLIC_DAYS, PUBLIC_INCIDENT_DAYS } from '../../contract/model/status-page.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import { uptimeDaysOf } from '../history/calendar.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';

const DAY_MS = 86_400_000;
/** How long the past is cached. Daily uptimes and ended incidents appear at most this late. */
const KEEP_MS = 60_000;
/** The most incidents per endpoint. */
const MAX_INCIDENTS = 20;

/** The past of an endpoint. The columns have `PUBLIC_DAYS` entries, oldest day first. */
export interface PublicHistory {
  readonly dates: readonly string[];
  readonly upMs: readonly Ms[];
  readonly downMs: readonly Ms[];
  /** Newest first, including those that are excluded from uptime. */
  readonly incidents: readonly Incident[];
}

interface Kept {
  readonly until: EpochMs;
  readonly history: Promise<PublicHistory>;
}

/** Reads each endpoint's past once a minute at most, however many people read status pages. */
export class PublicHistories {
  readonly #parts: { readonly clock: Clock; readonly store: Pick<Store, 'cells' | 'incidents'> };
  readonly #kept = new Map<string, Kept>();

  constructor(parts: { readonly clock: Clock; readonly store: Pick<Store, 'cells' | 'incidents'> }) {
    this.#parts = parts;
  }

  async of(monitor: Monitor, timeZone: string): Promise<PublicHistory> {
    const now = this.#parts.clock.now();
    const key = `${monitor.endpoint.id} ${timeZone}`;
    const kept = this.#kept.get(key);
    // A clock that was set back must not extend this time.
    if (kept !== undefined && kept.until > now && kept.until <= now + KEEP_MS) return kept.history;
    const history = this.#read(monitor, timeZone, now);
    this.#kept.set(key, { until: now + KEEP_MS, history });
    history.catch(() => this.#kept.delete(key));
    return history;
  }

  /** Forgets endpoints that are gone. */
  forgetAllBut(known: (id: EndpointId) => boolean): void {
    for (const key of this.#kept.keys()) if (!known(key.split(' ', 1)[0] ?? '')) this.#kept.delete(key);
  }

  async #read(monitor: Monitor, timeZone: string, now: EpochMs): Promise<PublicHistory> {
    const [days, incidents] = await Promise.all([
      uptimeDaysOf(monitor, { days: PUBLIC_DAYS, timeZone }, this.#parts),
      this.#parts.store.incidents({
        id: monitor.endpoint.id,
        endedAfter: now - PUBLIC_INCIDENT_DAYS * DAY_MS,
        limit: MAX_INCIDENTS,
      }),
    ]);
    return { dates: days.date, upMs: days.upMs, downMs: days.downMs, incidents };
  }
}
