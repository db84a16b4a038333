import { isDeepStrictEqual } from 'node:util';
import { RECENT_CHECKS, type Endpoint, type EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { RecentRing, summarize } from '../../shared/recent-checks.ts';
import { prepareRunner } from '../check/runner.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Clock } from '../ports.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import type { Store } from '../store/store.ts';
import { EMPTY_MEMORY } from '../verdict/endpoint-memory.ts';
import { pending } from '../verdict/status.ts';
import type { Moment } from '../verdict/status.ts';
import { emptyHistory, type EndpointHistory } from './endpoint-history.ts';
import { Monitor, type SealedEndpoint } from './monitor.ts';
import type { Entry } from './read-endpoints.ts';
import { configAfter, type NameChanges } from './name-changes.ts';
import type { EndpointRegistry } from './registry.ts';
import { namesAfter } from './rename-followers.ts';

const DAY_MS = 86_400_000;
/** When more endpoints than this start together, their first checks are spread over a few seconds. */
const AT_ONCE = 20;

/** Checks endpoints: the scheduler of this process, or Prometheus. */
export type CheckScheduler = Pick<Scheduler, 'add' | 'remove' | 'checkNow'>;

export interface EndpointChangesOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly scheduler: CheckScheduler;
  readonly vault: ConfigVault;
  readonly registry: EndpointRegistry;
  /** An endpoint is new, or it was edited, paused, resumed or restored. */
  readonly onPut: (monitor: Monitor) => void;
  readonly onRemoved: (id: EndpointId) => void;
  /** Called when endpoints were renamed, to update what refers to them by name: at once, and then in the store. */
  readonly onRenamed?: (changes: NameChanges) => Promise<void>;
  /** Called when the config of an endpoint was changed. */
  readonly onEdited?: (endpoint: Endpoint, fields: readonly string[]) => void;
  /**
   * Aborted when the store is about to close. Unfinished work stops, and the next start continues from the stored data.
   */
  readonly signal: AbortSignal;
}

/**
 * Applies validated changes to the endpoints. Each change is stored before it is applied, so that a restart brings back
 * what the person saw. Only one change may run at a time.
 */
export class EndpointChanges {
  readonly #options: EndpointChangesOptions;

  constructor(options: EndpointChangesOptions) {
    this.#options = options;
  }

  /** @param staged what `stage` made of the entries, with the history that was recorded since */
  async create(
    entries: readonly Entry[],
    source: Endpoint['source'],
    staged?: readonly SealedEndpoint[],
  ): Promise<Endpoint[]> {
    if (entries.length === 0) return [];
    const created = staged ?? (await this.#seal(entries, source));
    await this.#options.store.saveEndpoints(created.map(({ stored }) => stored));
    return this.inTimeSlices(created, async (sealed) => {
      const { id } = sealed.stored;
      const history = staged === undefined ? emptyHistory(this.#options.clock.now()) : await this.#historyOf(id);
      return this.#put(sealed, history, firstCheckOf(created));
    });
  }

  /**
   * Stores new endpoints as removed ones, so that their history can be recorded before `create` adds them. After a crash they
   * stay removed.
   */
  async stage(entries: readonly Entry[], source: Endpoint['source']): Promise<readonly SealedEndpoint[]> {
    const { store, clock } = this.#options;
    const staged = await this.#seal(entries, source);
    await store.saveEndpoints(
      staged.map(({ stored }) => stored),
      clock.now(),
    );
    return staged;
  }

  /** Discards what `stage` stored. The next cleanup deletes it. */
  discard(staged: readonly SealedEndpoint[]): Promise<void> {
    return this.#options.store.saveEndpoints(
      staged.map(({ stored }) => stored),
      0,
    );
  }

  async update(changes: readonly { readonly monitor: Monitor; readonly entry: Entry }[]): Promise<void> {
    if (changes.length === 0) return;
    const { store, scheduler, clock } = this.#options;
    const changed = await this.inTimeSlices(changes, async ({ monitor, entry }) => ({
      monitor,
      sealed: await this.seal(monitor.stored, entry),
    }));
    const names = namesAfter(changes, this.#options.registry);
    await store.saveEndpoints(changed.map(({ sealed }) => sealed.stored));
    const apply = ({ monitor, sealed }: (typeof changed)[number]) => {
      const now = clock.now();
      scheduler.remove(sealed.stored.id);
      this.#record(monitor.interrupt(this.#now()));
      // With the new config, an open incident stays open until a check decides.
      const memory = isSameTarget(monitor, sealed) ? monitor.memory.toStored() : EMPTY_MEMORY;
      const history = { ...monitor.history, statusState: pending(now, monitor.statusState.incident), memory };
      if (memory === EMPTY_MEMORY) store.recordMemory(sealed.stored.id, memory);
      const before = monitor.endpoint.config;
      const after = this.#put(sealed, history, firstCheckOf(changed));
      this.#options.onEdited?.(after, changedFields(before, after.config));
    };
    // Without a pause, so that no check ends, and Lookout does not stop, between a new name and what follows it.
    const parts = Map.groupBy(changed, (one) => !areMany(changed) || isAbout(names, one));
    for (const one of parts.get(true) ?? []) apply(one);
    const following = names.some ? this.#options.onRenamed?.(names) : undefined;
    await Promise.all([following, this.inTimeSlices(parts.get(false) ?? [], apply)]);
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

  async restore(removed: readonly SealedEndpoint[]): Promise<Endpoint[]> {
    if (removed.length === 0) return [];
    const restored = await this.inTimeSlices(removed, async (sealed) => ({
      sealed,
      history: await this.#historyOf(sealed.stored.id),
    }));
    await this.#options.store.saveEndpoints(removed.map(({ stored }) => stored));
    return this.inTimeSlices(restored, ({ sealed, history }) => this.#put(sealed, history, firstCheckOf(restored)));
  }

  /** @returns the ids of the endpoints that changed */
  async setPaused(wanted: readonly Monitor[], paused: boolean, until: EpochMs | null): Promise<EndpointId[]> {
    const { store, scheduler, onPut } = this.#options;
    const changing = wanted.filter(({ endpoint }) => endpoint.paused !== paused || endpoint.pausedUntil !== until);
    if (changing.length === 0) return [];
    await store.saveEndpoints(changing.map(({ stored }) => ({ ...stored, paused, pausedUntil: until })));
    await this.inTimeSlices(changing, (monitor) => {
      if (paused) scheduler.remove(monitor.endpoint.id);
      this.#record(monitor.setPaused(paused, until, this.#now()));
      if (!paused) this.#schedule(monitor, firstCheckOf(changing));
      onPut(monitor);
    });
    return changing.map((monitor) => monitor.endpoint.id);
  }

  /** Ends the current status span of every endpoint, because all checks stop now. */
  interruptAll(): void {
    for (const monitor of this.#options.registry) this.#record(monitor.interrupt(this.#now()));
  }

  /** Starts watching an endpoint. */
  watch(sealed: SealedEndpoint, history: EndpointHistory, first: 'now' | 'spread'): Monitor {
    const monitor = new Monitor(sealed, history, this.#options.clock.now());
    this.#options.registry.set(monitor);
    this.#schedule(monitor, first);
    return monitor;
  }

  /** Returns what is stored for an endpoint with this config: its secrets are sealed. */
  async seal(endpoint: Omit<Endpoint, 'config' | 'target'>, entry: Entry): Promise<SealedEndpoint> {
    return sealedEndpointOf(endpoint, { ...entry, config: await this.#options.vault.seal(entry) });
  }

  /** Other work runs between the items, and it may stop Lookout. @throws the signal's reason */
  inTimeSlices<Item, Done>(items: Iterable<Item>, work: (item: Item) => Done | Promise<Done>): Promise<Done[]> {
    return inTimeSlices(items, work, this.#options.signal);
  }

  #seal(entries: readonly Entry[], source: Endpoint['source']): Promise<SealedEndpoint[]> {
    const createdAt = this.#options.clock.now();
    return this.inTimeSlices(entries, (entry) => {
      const id = crypto.randomUUID();
      return this.seal({ id, paused: false, pausedUntil: null, source, createdAt }, entry);
    });
  }

  async #historyOf(id: EndpointId): Promise<EndpointHistory> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const [checks, spans, incidents, memory] = await Promise.all([
      store.checks(id, { limit: RECENT_CHECKS }),
      store.spans(id, { from: now - DAY_MS, to: now }),
      store.incidents({ id, limit: 1 }),
      store.memory(id),
    ]);
    const [newest] = checks;
    const open = incidents.find((incident) => incident.resolvedAt === null);
    return {
      recent: RecentRing.of(checks.toReversed()),
      last: newest === undefined ? null : summarize(newest),
      spans,
      statusState: pending(now, open),
      pausedAt: null,
      memory,
    };
  }

  /** @returns the endpoint as pages may see it, without secrets */
  #put(sealed: SealedEndpoint, history: EndpointHistory, first: 'now' | 'spread'): Endpoint {
    const monitor = this.watch(sealed, history, first);
    this.#options.onPut(monitor);
    return monitor.endpoint;
  }

  #schedule(monitor: Monitor, first: 'now' | 'spread'): void {
    const { id, paused, config } = monitor.endpoint;
    if (paused) return;
    const add = () => this.#options.scheduler.add(id, config.interval, first);
    // Checks that begin while their code is warmed up all continue at the moment when it is warm, and hold each other
    // up.
    const prepared = first === 'now' ? prepareRunner(monitor.kind, monitor.stored.config) : null;
    if (!(prepared instanceof Promise)) {
      add();
      return;
    }
    // It never rejects.
    void prepared.then(() => {
      if (this.#options.registry.find(id) === monitor && !monitor.endpoint.paused) add();
    });
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { at: clock.now(), mono: clock.mono() };
  }

  #record(spans: readonly StatusSpan[]): void {
    for (const span of spans) this.#options.store.recordSpan(span);
  }
}

export function sealedEndpointOf(
  endpoint: Omit<Endpoint, 'config' | 'target'>,
  { config, target, kind, host }: Entry,
): SealedEndpoint {
  return { stored: { ...endpoint, config, target }, kind, host };
}

/** Whether an edit changes neither what is checked nor how: then what the endpoint remembers still counts. */
function isSameTarget(monitor: Monitor, { kind, stored: { config } }: SealedEndpoint): boolean {
  const names = [...kind.form.map(({ name }) => name), 'kind', 'conditions', 'dialect'];
  return names.every((name) => isDeepStrictEqual(monitor.stored.config[name], config[name]));
}

/** Whether a change renames the endpoint, or the endpoint has references that follow the new names. */
function isAbout(
  names: NameChanges,
  { monitor, sealed }: { readonly monitor: Monitor; readonly sealed: SealedEndpoint },
): boolean {
  const { kind, stored } = monitor;
  if (stored.config.name !== sealed.stored.config.name) return true;
  return names.some && configAfter({ kind, config: stored.config }, names) !== null;
}

/** The names of the fields that differ. A secret is only known to be set. */
function changedFields(before: EndpointConfig, after: EndpointConfig): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** When endpoints that start together have their first check. */
function firstCheckOf(together: readonly unknown[]): 'now' | 'spread' {
  return areMany(together) ? 'spread' : 'now';
}

export function areMany({ length }: readonly unknown[]): boolean {
  return length > AT_ONCE;
}
