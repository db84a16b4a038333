import type { Issue } from '../contract/channels.ts';
import {
  RECENT_CHECKS,
  type Endpoint,
  type EndpointId,
  type EndpointInput,
  type EpochMs,
  type StatusSpan,
} from '../contract/model.ts';
import type { CheckKind } from './check/kind.ts';
import { type Entry, inConfig, inEndpoints, kindOf, readEntries, readEntry } from './entries.ts';
import { planFileSync, type FileEntry } from './file-sync.ts';
import type { Clock } from './ports.ts';
import { RecentRing, summarize } from './recent.ts';
import { invalid, RequestError } from './requests/request-error.ts';
import { createTurns } from './in-turn.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { ConfigVault } from './secrets/config-vault.ts';
import { readStoredEndpoint } from './secrets/read-endpoint.ts';
import { SecretError } from './secrets/secret-error.ts';
import { sealStored } from './secrets/seal-stored.ts';
import type { Store, StoredState } from './store/store.ts';
import { pending } from './verdict/status.ts';
import { noPast, Watched, type Past } from './watched.ts';

const DAY_MS = 86_400_000;
/** More than this many endpoints that are resumed together are checked over the first seconds, not at once. */
const AT_ONCE = 20;

export interface RosterOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly kinds: readonly CheckKind[];
  readonly vault: ConfigVault;
  /** An endpoint is new, edited, paused, resumed or restored. */
  readonly onPut: (watched: Watched) => void;
  readonly onRemoved: (id: EndpointId) => void;
}

/** An endpoint of the store that this Lookout cannot check, and why. */
export interface Unusable {
  readonly endpoint: Endpoint;
  readonly issues: readonly Issue[];
}

/**
 * The endpoints under watch: what is added, changed, paused, removed and brought back. Secrets go sealed into the store,
 * and do not come out of here: who asks for an endpoint sees only that they are set.
 */
export class Roster {
  readonly #options: RosterOptions;
  readonly #watched = new Map<EndpointId, Watched>();
  /** Changes happen one after the other, since each waits for the store in its middle. */
  readonly #inTurn = createTurns();

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#watched.size;
  }

  [Symbol.iterator](): IterableIterator<Watched> {
    return this.#watched.values();
  }

  find(id: EndpointId): Watched | undefined {
    return this.#watched.get(id);
  }

  /** @throws RequestError `notFound` */
  get(id: EndpointId): Watched {
    const watched = this.#watched.get(id);
    if (watched === undefined) throw new RequestError('notFound', `There is no endpoint with the id ${id}.`);
    return watched;
  }

  /** @throws RequestError `notFound` when any of them is missing */
  all(ids: readonly EndpointId[]): Watched[] {
    return [...new Set(ids)].map((id) => this.get(id));
  }

  /** Takes up what the store kept. @returns what it had to leave out */
  load(stored: StoredState): Unusable[] {
    const now = this.#options.clock.now();
    const unusable: Unusable[] = [];
    const spans = Map.groupBy(stored.spans, (span: StatusSpan) => span.endpointId);
    const open = new Map(stored.incidents.filter((one) => one.resolvedAt === null).map((one) => [one.endpointId, one]));
    for (const endpoint of stored.endpoints) {
      const last = stored.last.get(endpoint.id);
      const past: Past = {
        recent: new RecentRing(stored.recent.get(endpoint.id)),
        last: last === undefined ? null : summarize(last),
        spans: spans.get(endpoint.id) ?? [],
        standing: pending(now, open.get(endpoint.id)),
      };
      const issues = this.#watch(endpoint, past, 'spread');
      if (issues.length > 0) unusable.push({ endpoint, issues });
    }
    return unusable;
  }

  /**
   * Adds all or, when one of them does not fit, none.
   * @param secretsOf whose secrets are copied where an input says that one is set
   */
  create(inputs: readonly EndpointInput[], secretsOf?: EndpointId): Promise<Endpoint[]> {
    return this.#inTurn(async () => {
      const { kinds, vault } = this.#options;
      const stored = secretsOf === undefined ? null : this.get(secretsOf).stored.config;
      const entries = readEntries(inputs, { kinds, pathOf: inEndpoints, stored });
      await vault.permit(entries, inEndpoints);
      return this.#create(entries, 'hand');
    });
  }

  /** Reads a config without keeping it. */
  read(input: EndpointInput, secretsOf?: EndpointId): Entry {
    return readEntry(input, this.#options.kinds, secretsOf === undefined ? null : this.get(secretsOf).stored.config);
  }

  update(id: EndpointId, input: EndpointInput): Promise<Endpoint> {
    return this.#inTurn(async () => {
      const watched = this.get(id);
      this.#editable([watched]);
      const entry = readEntry(input, this.#options.kinds, watched.stored.config);
      await this.#options.vault.permit([entry], inConfig);
      await this.#change([{ watched, entry }]);
      return this.get(id).endpoint;
    });
  }

  remove(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    return this.#inTurn(async () => {
      const watched = this.all(ids);
      this.#editable(watched);
      return this.#remove(watched);
    });
  }

  /** @throws RequestError `notFound` when one was never there or is gone for good */
  restore(ids: readonly EndpointId[]): Promise<Endpoint[]> {
    return this.#inTurn(async () => {
      const known = await this.#options.store.removedEndpoints();
      const removed = new Map(known.map((endpoint) => [endpoint.id, endpoint]));
      const endpoints = [...new Set(ids)].map((id) => {
        const endpoint = removed.get(id);
        if (endpoint === undefined)
          throw new RequestError('notFound', `There is no removed endpoint with the id ${id}.`);
        return endpoint;
      });
      await this.#restore(endpoints);
      return endpoints.map(({ id }) => this.get(id).endpoint);
    });
  }

  /**
   * @param until when a pause ends by itself; null: it does not
   * @returns the ids of those that were not already so
   */
  setPaused(ids: readonly EndpointId[], paused: boolean, until: EpochMs | null = null): Promise<EndpointId[]> {
    const { store, scheduler, clock, onPut } = this.#options;
    return this.#inTurn(async () => {
      const changing = this.all(ids).filter(
        ({ endpoint }) => endpoint.paused !== paused || endpoint.pausedUntil !== until,
      );
      if (changing.length === 0) return [];
      await store.saveEndpoints(changing.map(({ stored }) => ({ ...stored, paused, pausedUntil: until })));
      for (const watched of changing) {
        if (paused) scheduler.remove(watched.endpoint.id);
        this.#record(watched.setPaused(paused, until, clock.now()));
        if (!paused) this.#schedule(watched, changing.length > AT_ONCE ? 'spread' : 'now');
        onPut(watched);
      }
      return changing.map((watched) => watched.endpoint.id);
    });
  }

  /** Makes the endpoints that come from lookout.yaml equal to `inputs`; all, or with one that does not fit, none. */
  syncFile(inputs: readonly EndpointInput[]): Promise<void> {
    return this.#inTurn(async () => {
      const { kinds } = this.#options;
      const entries = readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
      const fromFile = [...this].filter(({ endpoint }) => endpoint.source === 'file');
      const current = await Promise.all(fromFile.map((watched) => this.#opened(watched)));
      const plan = planFileSync(entries, current, await this.#options.store.removedEndpoints());
      await this.#remove(plan.remove.map((endpoint) => this.get(endpoint.id)));
      const restored = plan.restore.map(async ({ endpoint, entry }) => ({
        ...endpoint,
        ...(await this.#sealed(entry)),
      }));
      await this.#restore(await Promise.all(restored));
      await this.#change(plan.update.map(({ endpoint, entry }) => ({ watched: this.get(endpoint.id), entry })));
      await this.#create(plan.create, 'file');
    });
  }

  /** With its secrets in clear; one that cannot be read differs from every other, so that the file's is taken. */
  async #opened({ kind, stored, endpoint }: Watched): Promise<Endpoint> {
    try {
      return { ...stored, config: await this.#options.vault.open({ kind, config: stored.config }) };
    } catch (error) {
      if (error instanceof SecretError) return endpoint;
      throw error;
    }
  }

  /** Checks stop for all: what is known holds until now. */
  interruptAll(): void {
    const now = this.#options.clock.now();
    for (const watched of this) this.#record(watched.interrupt(now));
  }

  /** As it is stored. */
  async #sealed(entry: FileEntry): Promise<FileEntry> {
    const kind = kindOf(entry.config, this.#options.kinds);
    return { config: await this.#options.vault.seal({ kind, config: entry.config }), target: entry.target };
  }

  #editable(watched: readonly Watched[]): void {
    const fromFile = watched.find(({ endpoint }) => endpoint.source === 'file');
    if (fromFile === undefined) return;
    const { name } = fromFile.endpoint.config;
    throw new RequestError('readOnly', `“${name}” comes from the config file and is changed there.`);
  }

  async #create(entries: readonly FileEntry[], source: Endpoint['source']): Promise<Endpoint[]> {
    if (entries.length === 0) return [];
    const sealed = await Promise.all(entries.map((entry) => this.#sealed(entry)));
    const now = this.#options.clock.now();
    const endpoints = sealed.map((entry): Endpoint => ({
      id: crypto.randomUUID(),
      ...entry,
      paused: false,
      pausedUntil: null,
      source,
      createdAt: now,
    }));
    await this.#options.store.saveEndpoints(endpoints);
    return endpoints.map((endpoint) => this.#put(endpoint, noPast(now)));
  }

  async #change(changes: readonly { readonly watched: Watched; readonly entry: FileEntry }[]): Promise<void> {
    if (changes.length === 0) return;
    const { store, scheduler, clock } = this.#options;
    const changed = await Promise.all(
      changes.map(async ({ watched, entry }) => ({
        watched,
        endpoint: { ...watched.stored, ...(await this.#sealed(entry)) },
      })),
    );
    await store.saveEndpoints(changed.map(({ endpoint }) => endpoint));
    const now = clock.now();
    for (const { watched, endpoint } of changed) {
      scheduler.remove(endpoint.id);
      this.#record(watched.interrupt(now));
      // What is checked is another thing now: an open incident stays open until a check of the new thing says otherwise.
      this.#put(endpoint, { ...watched.past, standing: pending(now, watched.standing.incident) });
    }
  }

  async #remove(watched: readonly Watched[]): Promise<EndpointId[]> {
    const { store, scheduler, clock, onRemoved } = this.#options;
    if (watched.length === 0) return [];
    const ids = watched.map(({ endpoint }) => endpoint.id);
    await store.removeEndpoints(ids, clock.now());
    for (const one of watched) {
      const { id } = one.endpoint;
      this.#watched.delete(id);
      scheduler.remove(id);
      this.#record(one.interrupt(clock.now()));
      onRemoved(id);
    }
    return ids;
  }

  async #restore(removed: readonly Endpoint[]): Promise<void> {
    if (removed.length === 0) return;
    const { store, kinds, vault } = this.#options;
    const changed = new Map((await sealStored(removed, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
    const endpoints = removed.map((endpoint) => changed.get(endpoint.id) ?? endpoint);
    const pasts = await Promise.all(endpoints.map((endpoint) => this.#pastOf(endpoint.id)));
    await store.saveEndpoints(endpoints);
    for (const [index, endpoint] of endpoints.entries()) {
      this.#put(endpoint, pasts[index] ?? noPast(this.#options.clock.now()));
    }
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
    return {
      recent: RecentRing.of(checks.toReversed()),
      last: newest === undefined ? null : summarize(newest),
      spans,
      standing: pending(
        now,
        incidents.find((incident) => incident.resolvedAt === null),
      ),
    };
  }

  /** Under watch from now on, with whoever is told of it. @returns it as anyone may see it */
  #put(stored: Endpoint, past: Past): Endpoint {
    const issues = this.#watch(stored, past, 'now');
    if (issues.length > 0) throw invalid(issues);
    const watched = this.get(stored.id);
    this.#options.onPut(watched);
    return watched.endpoint;
  }

  #watch(endpoint: Endpoint, past: Past, first: 'now' | 'spread'): readonly Issue[] {
    const parsed = readStoredEndpoint(endpoint.config, this.#options.kinds);
    if (!parsed.ok) return parsed.issues;
    const kind = kindOf(parsed.config, this.#options.kinds);
    const current: Endpoint = { ...endpoint, config: parsed.config, target: parsed.target };
    const watched = new Watched(current, kind, parsed.host, past, this.#options.clock.now());
    this.#watched.set(endpoint.id, watched);
    this.#schedule(watched, first);
    return [];
  }

  #schedule({ endpoint }: Watched, first: 'now' | 'spread'): void {
    if (!endpoint.paused) this.#options.scheduler.add(endpoint.id, endpoint.config.interval, first);
  }

  #record(spans: readonly StatusSpan[]): void {
    for (const span of spans) this.#options.store.recordSpan(span);
  }
}

/** Since when a removed endpoint may be forgotten for good. */
export function removedBefore(now: EpochMs): EpochMs {
  return now - 7 * DAY_MS;
}
