import type { EndpointMaintenance, MaintenanceWindow, Occurrence } from '../../contract/model/maintenance.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import type { Clock, Timer, Timers } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { occurrences } from '../verdict/maintenance.ts';
import type { Monitor } from './monitor.ts';
import type { EndpointRegistry } from './registry.ts';

/** The wall clock can be set, and timers do not run while the machine sleeps. So look at the clock at least this often. */
const LOOK_EVERY_MS: Ms = 60_000;

export interface ActiveMaintenanceOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: Pick<Store, 'recordSpan'>;
  readonly registry: EndpointRegistry;
  readonly windows: Iterable<MaintenanceWindow>;
  /** The status of an endpoint changed, because planned work began or ended. */
  readonly onStatus: (monitor: Monitor) => void;
  /** A window began or ended. */
  readonly onChanged: () => void;
}

/** An occurrence that is under way. */
interface Active extends Occurrence {
  readonly window: MaintenanceWindow;
}

/**
 * Puts endpoints into maintenance when a window begins, and out of it when the last window that matches them ends. One
 * timer, set for the next beginning or end.
 */
export class ActiveMaintenance {
  readonly #options: ActiveMaintenanceOptions;
  #active: readonly Active[] = [];
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: ActiveMaintenanceOptions) {
    this.#options = options;
  }

  /** Finds what is under way now, and sets the timer for the next change. Call it when the windows changed. */
  look(): void {
    const { clock, timers, registry, windows, onStatus, onChanged } = this.#options;
    if (this.#timer !== null) timers.clear(this.#timer);
    this.#timer = null;
    if (this.#stopped) return;
    const now = clock.now();
    let boundary = Infinity;
    const before = signatureOf(this.#active);
    this.#active = [...windows].flatMap((window) => {
      const [next] = upcoming(window, now, 1);
      if (next === undefined) return [];
      const active = next.from <= now;
      boundary = Math.min(boundary, active ? next.to : next.from);
      return active ? [{ ...next, window }] : [];
    });
    if (signatureOf(this.#active) !== before) {
      for (const monitor of registry) if (this.apply(monitor)) onStatus(monitor);
      onChanged();
    }
    if (boundary === Infinity) return;
    this.#timer = timers.set(() => this.look(), Math.min(LOOK_EVERY_MS, Math.max(1, boundary - now)));
  }

  /** Puts an endpoint into or out of maintenance. @returns whether its status changed */
  apply(monitor: Monitor): boolean {
    const { clock, store } = this.#options;
    const active = this.#active.filter(({ window }) => matches(window.config.match, monitor.endpoint));
    const last = active.toSorted((a, b) => b.to - a.to)[0];
    const wanted: EndpointMaintenance | null =
      last === undefined ? null : { name: last.window.config.name, windowId: last.window.id, until: last.to };
    const since = Math.min(...active.map(({ from }) => from), clock.now());
    const spans = monitor.setMaintenance(wanted, since, { at: clock.now(), mono: clock.mono() });
    for (const span of spans ?? []) store.recordSpan(span);
    return spans !== null;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }
}

/** The occurrences of a window or a silence that were not ended early, starting with the one under way. */
export function upcoming(
  { config, endedAt }: Pick<MaintenanceWindow, 'config' | 'endedAt'>,
  now: EpochMs,
  limit: number,
): readonly Occurrence[] {
  return occurrences(config, now)
    .filter(({ from }) => endedAt === null || from > endedAt)
    .take(limit)
    .toArray();
}

function signatureOf(active: readonly Active[]): string {
  return JSON.stringify(
    active.map(({ from, to, window: { id, config } }) => [id, from, to, config.name, config.match]),
  );
}
