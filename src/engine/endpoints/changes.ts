import { RECENT_CHECKS, type Endpoint } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { RecentRing, summarize } from '../../shared/recent-checks.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Clock } from '../ports.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import type { Store } from '../store/store.ts';
import { pending } from '../verdict/status.ts';
import type { Moment } from '../verdict/timeline.ts';
import { Monitor, noPast, type Kept, type Past } from './monitor.ts';
import type { Entry } from './read-endpoints.ts';
import type { EndpointRegistry } from './registry.ts';

const DAY_MS = 86_400_000;
/** When more endpoints than this start together, their first checks are spread over the first seconds. */
const AT_ONCE = 20;

export interface EndpointChangesOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly vault: ConfigVault;
  readonly registry: EndpointRegistry;
  /** An endpoint is new, edited, paused, resumed or restored. */
  readonly onPut: (monitor: Monitor) => void;
  readonly onRemoved: (id: EndpointId) => void;
  /** Aborted when the store is about to close: unfinished work stops, and the next start continues from what was stored. */
  readonly signal: AbortSignal;
}

/**
 * Changes to the endpoints that have been validated. Each change is stored first and applied after that, so that what a
 * person sees is what a restart brings back. Only one change may run at a time.
 */
export class EndpointChanges {
  readonly #options: EndpointChangesOptions;

  constructor(options: EndpointChangesOptions) {
    this.#options = options;
  }

  async create(entries: readonly Entry[], source: Endpoint['source']): Promise<Endpoint[]> {
    if (entries.length === 0) return [];
    const { store, clock } = this.#options;
    const createdAt = clock.now();
    const created = await this.inTimeSlices(entries, (entry) => {
      const id = crypto.randomUUID();
      return this.seal({ id, paused: false, pausedUntil: null, source, createdAt }, entry);
    });
    await store.saveEndpoints(created.map(({ stored }) => stored));
    return this.inTimeSlices(created, (kept) => this.#put(kept, noPast(clock.now()), firstOf(created)));
  }

  async update(changes: readonly { readonly monitor: Monitor; readonly entry: Entry }[]): Promise<void> {
    if (changes.length === 0) return;
    const { store, scheduler, clock } = this.#options;
    const changed = await this.inTimeSlices(changes, async ({ monitor, entry }) => ({
      monitor,
      kept: await this.seal(monitor.stored, entry),
    }));
    await store.saveEndpoints(changed.map(({ kept }) => kept.stored));
    await this.inTimeSlices(changed, ({ monitor, kept }) => {
      const now = clock.now();
      scheduler.remove(kept.stored.id);
      this.#record(monitor.interrupt(this.#now()));
      // The config is another one now: an open incident stays open until a check of the new config says otherwise.
      const past = { ...monitor.past, standing: pending(now, monitor.standing.incident) };
      this.#put(kept, past, firstOf(changed));
    });
  }

  async remove(monitors: readonly Monitor[]): Promise<EndpointId[]> {
    const { store, scheduler, clock, registry, onRemoved } = this.#options;
    if (monitors.length === 0) return [];
    const ids = monitors.map(({ endpoint }) => endpoint.id);
    await store.removeEndpoints(ids, clock.now());
    await this.inTimeSlices(monitors, (monitor) => {
      const { id } = monitor.endpoint;
      registry.delete(id);
      scheduler.remove(id);
      this.#record(monitor.interrupt(this.#now()));
      onRemoved(id);
    });
    return ids;
  }

  async restore(removed: readonly Kept[]): Promise<Endpoint[]> {
    if (removed.length === 0) return [];
    const restored = await this.inTimeSlices(removed, async (kept) => ({
      kept,
      past: await this.#pastOf(kept.stored.id),
    }));
    await this.#options.store.saveEndpoints(removed.map(({ stored }) => stored));
    return this.inTimeSlices(restored, ({ kept, past }) => this.#put(kept, past, firstOf(restored)));
  }

  /** @returns the ids of those that were not already so */
  async setPaused(wanted: readonly Monitor[], paused: boolean, until: EpochMs | null): Promise<EndpointId[]> {
    const { store, scheduler, onPut } = this.#options;
    const changing = wanted.filter(({ endpoint }) => endpoint.paused !== paused || endpoint.pausedUntil !== until);
    if (changing.length === 0) return [];
    await store.saveEndpoints(changing.map(({ stored }) => ({ ...stored, paused, pausedUntil: until })));
    await this.inTimeSlices(changing, (monitor) => {
      if (paused) scheduler.remove(monitor.endpoint.id);
      this.#record(monitor.setPaused(paused, until, this.#now()));
      if (!paused) this.#schedule(monitor, firstOf(changing));
      onPut(monitor);
    });
    return changing.map((monitor) => monitor.endpoint.id);
  }

  /** All checks stop: each endpoint's status holds until now. */
  interruptAll(): void {
    for (const monitor of this.#options.registry) this.#record(monitor.interrupt(this.#now()));
  }

  /** Starts watching an endpoint. */
  watch(kept: Kept, past: Past, first: 'now' | 'spread'): Monitor {
    const monitor = new Monitor(kept, past, this.#options.clock.now());
    this.#options.registry.set(monitor);
    this.#schedule(monitor, first);
    return monitor;
  }

  /** What is stored for an endpoint with this config. */
  async seal(endpoint: Omit<Endpoint, 'config' | 'target'>, entry: Entry): Promise<Kept> {
    return keptOf(endpoint, { ...entry, config: await this.#options.vault.seal(entry) });
  }

  /** Other work runs between items, and it may stop Lookout. @throws the signal's reason */
  inTimeSlices<Item, Done>(items: Iterable<Item>, work: (item: Item) => Done | Promise<Done>): Promise<Done[]> {
    return inTimeSlices(items, work, this.#options.signal);
  }

  async #pastOf(id: EndpointId): Promise<Past> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const [checks, spans, incidents] = await Promise.all([
      store.checks(id, { limit: RECENT_CHECKS }),
      store.spans(id, { from: now - DAY_MS, to: now }),
      store.incidents({ id, limit: 1 }),
    ]);
    const [newest] = checks;
    const open = incidents.find((incident) => incident.resolvedAt === null);
    return {
      recent: RecentRing.of(checks.toReversed()),
      last: newest === undefined ? null : summarize(newest),
      spans,
      standing: pending(now, open),
    };
  }

  /** @returns the endpoint as pages may see it */
  #put(kept: Kept, past: Past, first: 'now' | 'spread'): Endpoint {
    const monitor = this.watch(kept, past, first);
    this.#options.onPut(monitor);
    return monitor.endpoint;
  }

  #schedule({ endpoint }: Monitor, first: 'now' | 'spread'): void {
    if (!endpoint.paused) this.#options.scheduler.add(endpoint.id, endpoint.config.interval, first);
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { at: clock.now(), mono: clock.mono() };
  }

  #record(spans: readonly StatusSpan[]): void {
    for (const span of spans) this.#options.store.recordSpan(span);
  }
}

export function keptOf(endpoint: Omit<Endpoint, 'config' | 'target'>, { config, target, kind, host }: Entry): Kept {
  return { stored: { ...endpoint, config, target }, kind, host };
}

/** When endpoints that start together get their first check. */
function firstOf(together: readonly unknown[]): 'now' | 'spread' {
  return areMany(together) ? 'spread' : 'now';
}

export function areMany({ length }: readonly unknown[]): boolean {
  return length > AT_ONCE;
}
