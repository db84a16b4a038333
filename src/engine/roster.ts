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
import { type Entry, inConfig, inEndpoints, readEntries, readEntry, readStored } from './endpoints/read-endpoints.ts';
import { planFileSync } from './endpoints/config-file-sync.ts';
import { inSlices } from './base/time-slices.ts';
import type { Clock } from './ports.ts';
import { RecentRing, summarize } from '../shared/recent-checks.ts';
import { invalid, RequestError } from './base/request-error.ts';
import { createTurns } from './base/serial-queue.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { ConfigVault } from './secrets/config-vault.ts';
import { SecretError } from './secrets/secret-error.ts';
import { sealStored } from './secrets/seal-stored.ts';
import type { Store, StoredState } from './store/store.ts';
import { pending } from './verdict/status.ts';
import { noPast, Watched, type Kept, type Past } from './endpoints/monitor.ts';

const DAY_MS = 86_400_000;
/** More than this many endpoints that are put under watch together are checked over the first seconds, not at once. */
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
  /** Aborted when the store is about to be closed: work that is half done is left, and what was stored comes back with it. */
  readonly signal: AbortSignal;
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
  load(stored: StoredState): Promise<Unusable[]> {
    const { clock, kinds } = this.#options;
    return this.#inTurn(async () => {
      const now = clock.now();
      const unusable: Unusable[] = [];
      const spans = Map.groupBy(stored.spans, (span: StatusSpan) => span.endpointId);
      const broken = stored.incidents.filter((one) => one.resolvedAt === null);
      const open = new Map(broken.map((one) => [one.endpointId, one]));
      await this.#inSlices(stored.endpoints, (endpoint) => {
        const last = stored.last.get(endpoint.id);
        const past: Past = {
          recent: new RecentRing(stored.recent.get(endpoint.id)),
          last: last === undefined ? null : summarize(last),
          spans: spans.get(endpoint.id) ?? [],
          standing: pending(now, open.get(endpoint.id)),
        };
        const read = readStored(endpoint, kinds);
        if (read.ok) this.#watch(keptOf(endpoint, read.entry), past, 'spread');
        else unusable.push({ endpoint, issues: read.issues });
      });
      return unusable;
    });
  }

  /**
   * Adds all or, when one of them does not fit, none.
   * @param secretsOf whose secrets are copied where an input says that one is set
   */
  create(inputs: readonly EndpointInput[], secretsOf?: EndpointId): Promise<Endpoint[]> {
    return this.#inTurn(async () => {
      const { kinds, vault } = this.#options;
      const stored = secretsOf === undefined ? null : this.get(secretsOf).stored.config;
      const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored });
      await vault.permit(entries, inEndpoints);
      return this.#create(entries, 'hand');
    });
  }

  /** Reads a config without keeping it. */
  read(input: EndpointInput, secretsOf?: EndpointId): Entry {
    const stored = secretsOf === undefined ? null : this.get(secretsOf).stored.config;
    return readEntry(input, { kinds: this.#options.kinds, stored });
  }

  update(id: EndpointId, input: EndpointInput): Promise<Endpoint> {
    return this.#inTurn(async () => {
      const watched = this.get(id);
      this.#editable([watched]);
      const { kinds, vault } = this.#options;
      const entry = readEntry(input, { kinds, stored: watched.stored.config });
      await vault.permit([entry], inConfig);
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
    const { store, kinds, vault } = this.#options;
    return this.#inTurn(async () => {
      const removed = new Map((await store.removedEndpoints()).map((endpoint) => [endpoint.id, endpoint]));
      const endpoints = [...new Set(ids)].map((id) => {
        const endpoint = removed.get(id);
        if (endpoint === undefined)
          throw new RequestError('notFound', `There is no removed endpoint with the id ${id}.`);
        return endpoint;
      });
      const changed = new Map((await sealStored(endpoints, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
      const kept = await this.#inSlices(endpoints, (endpoint) => this.#readKept(changed.get(endpoint.id) ?? endpoint));
      return this.#restore(kept);
    });
  }

  /**
   * @param until when a pause ends by itself; null: it does not
   * @returns the ids of those that were not already so
   */
  setPaused(ids: readonly EndpointId[], paused: boolean, until: EpochMs | null = null): Promise<EndpointId[]> {
    return this.#inTurn(() => this.#setPaused(this.all(ids), paused, until));
  }

  async #setPaused(wanted: readonly Watched[], paused: boolean, until: EpochMs | null): Promise<EndpointId[]> {
    const { store, scheduler, clock, onPut } = this.#options;
    const changing = wanted.filter(({ endpoint }) => endpoint.paused !== paused || endpoint.pausedUntil !== until);
    if (changing.length === 0) return [];
    await store.saveEndpoints(changing.map(({ stored }) => ({ ...stored, paused, pausedUntil: until })));
    await this.#inSlices(changing, (watched) => {
      if (paused) scheduler.remove(watched.endpoint.id);
      this.#record(watched.setPaused(paused, until, clock.now()));
      if (!paused) this.#schedule(watched, firstOf(changing));
      onPut(watched);
    });
    return changing.map((watched) => watched.endpoint.id);
  }

  /**
   * Ends pauses whose time is over. Asked when the turn comes: until then a pause may have been made longer, or its
   * endpoint removed.
   */
  endPauses(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    return this.#inTurn(() => {
      const now = this.#options.clock.now();
      const over = ids
        .flatMap((id) => this.#watched.get(id) ?? [])
        .filter(({ endpoint: { pausedUntil } }) => {
          return pausedUntil !== null && pausedUntil <= now;
        });
      return this.#setPaused(over, false, null);
    });
  }

  /** @returns the ids of those whose check began: not of those that are paused or in flight */
  checkNow(ids: readonly EndpointId[]): EndpointId[] {
    const wanted = this.all(ids);
    return wanted
      .filter(({ endpoint }) => this.#options.scheduler.checkNow(endpoint.id, areMany(wanted)))
      .map(({ endpoint }) => endpoint.id);
  }

  /** Makes the endpoints that come from lookout.yaml equal to `inputs`; all, or with one that does not fit, none. */
  syncFile(inputs: readonly EndpointInput[]): Promise<void> {
    const { kinds, store } = this.#options;
    return this.#inTurn(async () => {
      const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
      const fromFile = [...this].filter(({ endpoint }) => endpoint.source === 'file');
      const current = await this.#inSlices(fromFile, (watched) => this.#opened(watched));
      const plan = await planFileSync(entries, current, await store.removedEndpoints());
      await this.#remove(plan.remove.map((endpoint) => this.get(endpoint.id)));
      await this.#restore(await this.#inSlices(plan.restore, ({ endpoint, entry }) => this.#sealed(endpoint, entry)));
      await this.#change(plan.update.map(({ endpoint, entry }) => ({ watched: this.get(endpoint.id), entry })));
      await this.#create(plan.create, 'file');
    });
  }

  /** The loop goes on between them, so this Lookout may have been stopped. @throws the signal's reason */
  #inSlices<Item, Done>(items: Iterable<Item>, work: (item: Item) => Done | Promise<Done>): Promise<Done[]> {
    return inSlices(items, work, this.#options.signal);
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

  /** What is to be stored when the endpoint says what the entry does. */
  async #sealed(endpoint: Omit<Endpoint, 'config' | 'target'>, entry: Entry): Promise<Kept> {
    return keptOf(endpoint, { ...entry, config: await this.#options.vault.seal(entry) });
  }

  /** @throws RequestError `invalid` when this version cannot check it */
  #readKept(stored: Endpoint): Kept {
    const read = readStored(stored, this.#options.kinds);
    if (!read.ok) throw invalid(read.issues);
    return keptOf(stored, read.entry);
  }

  #editable(watched: readonly Watched[]): void {
    const fromFile = watched.find(({ endpoint }) => endpoint.source === 'file');
    if (fromFile === undefined) return;
    const { name } = fromFile.endpoint.config;
    throw new RequestError('readOnly', `“${name}” comes from the config file and is changed there.`);
  }

  async #create(entries: readonly Entry[], source: Endpoint['source']): Promise<Endpoint[]> {
    if (entries.length === 0) return [];
    const { store, clock } = this.#options;
    const createdAt = clock.now();
    const created = await this.#inSlices(entries, (entry) => {
      const id = crypto.randomUUID();
      return this.#sealed({ id, paused: false, pausedUntil: null, source, createdAt }, entry);
    });
    await store.saveEndpoints(created.map(({ stored }) => stored));
    return this.#inSlices(created, (kept) => this.#put(kept, noPast(clock.now()), firstOf(created)));
  }

  async #change(changes: readonly { readonly watched: Watched; readonly entry: Entry }[]): Promise<void> {
    if (changes.length === 0) return;
    const { store, scheduler, clock } = this.#options;
    const changed = await this.#inSlices(changes, async ({ watched, entry }) => ({
      watched,
      kept: await this.#sealed(watched.stored, entry),
    }));
    await store.saveEndpoints(changed.map(({ kept }) => kept.stored));
    await this.#inSlices(changed, ({ watched, kept }) => {
      const now = clock.now();
      scheduler.remove(kept.stored.id);
      this.#record(watched.interrupt(now));
      // What is checked is another thing now: an open incident stays open until a check of the new thing says otherwise.
      const past = { ...watched.past, standing: pending(now, watched.standing.incident) };
      this.#put(kept, past, firstOf(changed));
    });
  }

  async #remove(watched: readonly Watched[]): Promise<EndpointId[]> {
    const { store, scheduler, clock, onRemoved } = this.#options;
    if (watched.length === 0) return [];
    const ids = watched.map(({ endpoint }) => endpoint.id);
    await store.removeEndpoints(ids, clock.now());
    await this.#inSlices(watched, (one) => {
      const { id } = one.endpoint;
      this.#watched.delete(id);
      scheduler.remove(id);
      this.#record(one.interrupt(clock.now()));
      onRemoved(id);
    });
    return ids;
  }

  async #restore(removed: readonly Kept[]): Promise<Endpoint[]> {
    if (removed.length === 0) return [];
    const restored = await this.#inSlices(removed, async (kept) => ({
      kept,
      past: await this.#pastOf(kept.stored.id),
    }));
    await this.#options.store.saveEndpoints(removed.map(({ stored }) => stored));
    return this.#inSlices(restored, ({ kept, past }) => this.#put(kept, past, firstOf(restored)));
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
  #put(kept: Kept, past: Past, first: 'now' | 'spread'): Endpoint {
    const watched = this.#watch(kept, past, first);
    this.#options.onPut(watched);
    return watched.endpoint;
  }

  #watch(kept: Kept, past: Past, first: 'now' | 'spread'): Watched {
    const watched = new Watched(kept, past, this.#options.clock.now());
    this.#watched.set(kept.stored.id, watched);
    this.#schedule(watched, first);
    return watched;
  }

  #schedule({ endpoint }: Watched, first: 'now' | 'spread'): void {
    if (!endpoint.paused) this.#options.scheduler.add(endpoint.id, endpoint.config.interval, first);
  }

  #record(spans: readonly StatusSpan[]): void {
    for (const span of spans) this.#options.store.recordSpan(span);
  }
}

function keptOf(endpoint: Omit<Endpoint, 'config' | 'target'>, { config, target, kind, host }: Entry): Kept {
  return { stored: { ...endpoint, config, target }, kind, host };
}

/** When those that are put under watch together are first checked. */
function firstOf(together: readonly unknown[]): 'now' | 'spread' {
  return areMany(together) ? 'spread' : 'now';
}

function areMany({ length }: readonly unknown[]): boolean {
  return length > AT_ONCE;
}

/** Since when a removed endpoint may be forgotten for good. */
export function removedBefore(now: EpochMs): EpochMs {
  return now - 7 * DAY_MS;
}
