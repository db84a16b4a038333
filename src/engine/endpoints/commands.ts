import type { Issue } from '../../contract/model/issue.ts';
import type { Endpoint, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { RecentRing, summarize } from '../../shared/recent-checks.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { CheckKind } from '../check/kind.ts';
import { SecretError } from '../secrets/secret-error.ts';
import { sealStored } from '../secrets/seal-stored.ts';
import type { StoredState } from '../store/store.ts';
import { EMPTY_MEMORY } from '../verdict/endpoint-memory.ts';
import { pending } from '../verdict/status.ts';
import { areMany, EndpointChanges, sealedEndpointOf, type EndpointChangesOptions } from './changes.ts';
import { planFileSync, type FileSync } from './config-file-sync.ts';
import { newNode, nodeOf, refuseCircles } from './members.ts';
import type { SealedEndpoint, Monitor } from './monitor.ts';
import { loadLibrariesFor } from '../check/expressions.ts';
import { type Entry, inConfig, inEndpoints, readEntries, readEntry, readStored } from './read-endpoints.ts';

export interface EndpointCommandsOptions extends EndpointChangesOptions {
  readonly kinds: readonly CheckKind[];
}

export interface CreateOptions {
  /** Where an input says that a secret is set, copy the secret of this endpoint. */
  readonly secretsOf?: EndpointId | undefined;
  /** Default: `hand`. */
  readonly source?: Endpoint['source'];
}

/** What an import changes. */
export interface ImportedChanges {
  readonly create: readonly { readonly input: EndpointInput; readonly paused: boolean }[];
  readonly update: readonly { readonly id: EndpointId; readonly input: EndpointInput }[];
}

export interface AppliedImport {
  readonly added: readonly Endpoint[];
  readonly updated: readonly Endpoint[];
  /** The updated endpoints as they were stored. */
  readonly before: readonly Endpoint[];
}

/** A stored endpoint that this version cannot check, with the reasons. */
export interface Unusable {
  readonly endpoint: Endpoint;
  readonly issues: readonly Issue[];
}

/**
 * What people, scripts and lookout.yaml do with endpoints. Validates a command, then stores and applies it. Commands
 * run one at a time, because each one waits for the store. The store receives sealed secrets, and no answer contains a
 * secret.
 */
export class EndpointCommands {
  readonly #options: EndpointCommandsOptions;
  readonly #changes: EndpointChanges;
  readonly #serially = createSerialQueue();

  constructor(options: EndpointCommandsOptions) {
    this.#options = options;
    this.#changes = new EndpointChanges(options);
  }

  /** Starts watching the stored endpoints. @returns those that this version cannot check */
  load(stored: StoredState): Promise<Unusable[]> {
    const { clock, kinds } = this.#options;
    return this.#serially(async () => {
      const now = clock.now();
      const unusable: Unusable[] = [];
      const spans = Map.groupBy(stored.spans, ({ endpointId }) => endpointId);
      const open = new Map(stored.incidents.filter(isOpen).map((incident) => [incident.endpointId, incident]));
      await this.#changes.inTimeSlices(stored.endpoints, (endpoint) => {
        const read = readStored(endpoint, kinds);
        if (!read.ok) {
          unusable.push({ endpoint, issues: read.issues });
          return;
        }
        const last = stored.last.get(endpoint.id);
        const known = spans.get(endpoint.id) ?? [];
        const newest = known.at(-1);
        const history = {
          recent: new RecentRing(stored.recent.get(endpoint.id)),
          last: last === undefined ? null : summarize(last),
          details: last?.details ?? null,
          spans: known,
          statusState: pending(now, open.get(endpoint.id)),
          pausedAt: newest?.status === 'paused' ? newest.from : null,
          memory: stored.memory.get(endpoint.id) ?? EMPTY_MEMORY,
        };
        this.#changes.watch(sealedEndpointOf(endpoint, read.entry), history, 'spread');
      });
      return unusable;
    });
  }

  /** Adds all endpoints, or none if any of them is invalid. */
  create(inputs: readonly EndpointInput[], { secretsOf, source = 'hand' }: CreateOptions = {}): Promise<Endpoint[]> {
    return this.#serially(async () => {
      const { kinds, vault, registry } = this.#options;
      const stored = secretsOf === undefined ? null : registry.get(secretsOf).stored.config;
      const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored });
      refuseCircles(entries.map(newNode), [...registry].map(nodeOf), inEndpoints);
      await vault.permit(entries, inEndpoints);
      return this.#changes.create(entries, source);
    });
  }

  /** Validates a config without adding it. @throws RequestError `invalid` */
  async read(input: EndpointInput, secretsOf?: EndpointId): Promise<Entry> {
    const { kinds, registry } = this.#options;
    await loadLibrariesFor([input], kinds);
    const stored = secretsOf === undefined ? null : registry.get(secretsOf).stored.config;
    return readEntry(input, { kinds, stored });
  }

  update(id: EndpointId, input: EndpointInput): Promise<Endpoint> {
    return this.#serially(async () => {
      const { kinds, vault, registry } = this.#options;
      await loadLibrariesFor([input], kinds);
      const monitor = registry.get(id);
      assertEditable([monitor]);
      assertNotDemo(monitor);
      const entry = readEntry(input, { kinds, stored: monitor.stored.config });
      const others = [...registry].filter((other) => other !== monitor);
      refuseCircles([{ id, ...entry }], others.map(nodeOf), inConfig);
      await vault.permit([entry], inConfig);
      await this.#changes.update([{ monitor, entry }]);
      return registry.get(id).endpoint;
    });
  }

  /** Changes the targets of demo endpoints, whose servers have moved. Skips endpoints that were removed meanwhile. */
  moveDemo(moves: readonly { readonly id: EndpointId; readonly config: EndpointConfig }[]): Promise<void> {
    const { kinds, registry } = this.#options;
    return this.#serially(() =>
      this.#changes.update(
        moves.flatMap(({ id, config }) => {
          const monitor = registry.find(id);
          return monitor === undefined ? [] : [{ monitor, entry: readEntry(config, { kinds, stored: config }) }];
        }),
      ),
    );
  }

  remove(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    return this.#serially(async () => {
      const monitors = this.#options.registry.all(ids);
      assertEditable(monitors);
      return this.#changes.remove(monitors);
    });
  }

  /**
   * Restores those that can be restored: others never existed, exist again, or were removed too long ago.
   * @returns the restored endpoints
   * @throws RequestError `notFound` when there is none, or the reason why the only ones cannot be read
   */
  restore(ids: readonly EndpointId[]): Promise<Endpoint[]> {
    const { store, kinds, vault } = this.#options;
    return this.#serially(async () => {
      const removed = new Map((await store.removedEndpoints()).map((endpoint) => [endpoint.id, endpoint]));
      const endpoints = [...new Set(ids)].flatMap((id) => removed.get(id) ?? []);
      if (endpoints.length === 0 && ids.length > 0) throw new RequestError('removedNotFound', { id: ids[0] ?? '' });
      const sealed = new Map((await sealStored(endpoints, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
      const unusable: RequestError[] = [];
      const read = await this.#changes.inTimeSlices(endpoints, (endpoint) => {
        try {
          return [readSealed(sealed.get(endpoint.id) ?? endpoint, kinds)];
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          unusable.push(error);
          return [];
        }
      });
      const restored = await this.#changes.restore(read.flat());
      if (restored.length === 0 && unusable[0] !== undefined) throw unusable[0];
      return restored;
    });
  }

  /**
   * @param until when the pause ends by itself; null: never
   * @returns the ids of the endpoints that changed
   */
  setPaused(ids: readonly EndpointId[], paused: boolean, until: EpochMs | null = null): Promise<EndpointId[]> {
    return this.#serially(() => this.#changes.setPaused(this.#options.registry.all(ids), paused, until));
  }

  /**
   * Ends pauses whose time is over. Checks each of them again when its turn comes: by then a person may have extended
   * the pause or removed the endpoint.
   */
  endPauses(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    const { clock, registry } = this.#options;
    return this.#serially(() => {
      const now = clock.now();
      const over = ids
        .flatMap((id) => registry.find(id) ?? [])
        .filter(({ endpoint: { pausedUntil } }) => pausedUntil !== null && pausedUntil <= now);
      return this.#changes.setPaused(over, false, null);
    });
  }

  /** @returns the ids of the endpoints whose check started; not those that are paused or have a check in flight */
  checkNow(ids: readonly EndpointId[]): EndpointId[] {
    const { registry, scheduler } = this.#options;
    const wanted = registry.all(ids);
    return wanted
      .filter(({ endpoint }) => scheduler.checkNow(endpoint.id, areMany(wanted)))
      .map(({ endpoint }) => endpoint.id);
  }

  /** Adds and updates the endpoints of an import: all of them, or none if any of them is invalid. */
  applyImport({ create, update }: ImportedChanges): Promise<AppliedImport> {
    return this.#serially(async () => {
      const { kinds, vault, registry } = this.#options;
      const inputs = create.map(({ input }) => input);
      const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
      const monitors = update.map(({ id }) => registry.get(id));
      assertEditable(monitors);
      const changed = await this.#changes.inTimeSlices(update, ({ id, input }) => {
        const monitor = registry.get(id);
        return { monitor, entry: readEntry(input, { kinds, stored: monitor.stored.config }) };
      });
      const others = [...registry].filter((monitor) => !monitors.includes(monitor));
      const nodes = [
        ...entries.map(newNode),
        ...changed.map(({ monitor, entry }) => ({ ...nodeOf(monitor), ...entry })),
      ];
      refuseCircles(nodes, others.map(nodeOf), inEndpoints);
      await vault.permit([...entries, ...changed.map(({ entry }) => entry)], inEndpoints);
      const before = monitors.map(({ stored }) => stored);
      const added = await this.#changes.create(entries, 'hand');
      const paused = added.filter((_, index) => create[index]?.paused === true).map(({ id }) => registry.get(id));
      await this.#changes.setPaused(paused, true, null);
      await this.#changes.update(changed);
      const current = (endpoints: readonly Endpoint[]) => endpoints.map(({ id }) => registry.get(id).endpoint);
      return { added: current(added), updated: current(before), before };
    });
  }

  /** Removes what an import added, and brings back what it changed, where that is still there. */
  undoImport({ added, before }: AppliedImport): Promise<void> {
    return this.#serially(async () => {
      const { kinds, registry } = this.#options;
      await this.#changes.remove(added.flatMap(({ id }) => registry.find(id) ?? []));
      const earlier = await this.#changes.inTimeSlices(before, (stored) => {
        const monitor = registry.find(stored.id);
        const read = readStored(stored, kinds);
        return monitor === undefined || !read.ok ? [] : [{ monitor, entry: read.entry }];
      });
      await this.#changes.update(earlier.flat());
    });
  }

  /** All endpoints, with the secrets of those that people can change in clear. Never for a page. */
  async open(): Promise<Endpoint[]> {
    return this.#changes.inTimeSlices([...this.#options.registry], (monitor) =>
      monitor.endpoint.source === 'hand' ? this.#opened(monitor) : monitor.endpoint,
    );
  }

  /** What `applyConfig` would change. */
  planConfig(inputs: readonly EndpointInput[]): Promise<FileSync> {
    return this.#serially(() => this.#plan(inputs, 'hand'));
  }

  /** Makes the endpoints that people added equal to `inputs`. Applies all changes, or none if any input is invalid. */
  applyConfig(inputs: readonly EndpointInput[]): Promise<FileSync> {
    return this.#serially(async () => {
      const plan = await this.#plan(inputs, 'hand');
      await this.#options.vault.permit([...plan.create, ...plan.update.map(({ entry }) => entry)], inEndpoints);
      await this.#apply(plan, 'hand');
      return plan;
    });
  }

  /** Makes the endpoints from lookout.yaml equal to `inputs`. Applies all changes, or none if any input is invalid. */
  syncFile(inputs: readonly EndpointInput[]): Promise<void> {
    return this.#serially(async () => this.#apply(await this.#plan(inputs, 'file'), 'file'));
  }

  /** @param source of the endpoints that change */
  async #plan(inputs: readonly EndpointInput[], source: 'hand' | 'file'): Promise<FileSync> {
    const { kinds, store, registry } = this.#options;
    const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
    const own = [...registry].filter(({ endpoint }) => endpoint.source === source);
    const others = [...registry].filter(({ endpoint }) => endpoint.source !== source);
    refuseCircles(entries.map(newNode), others.map(nodeOf), inEndpoints);
    const current = await this.#changes.inTimeSlices(own, (monitor) => this.#opened(monitor));
    // Only endpoints of the file come back when they are in it again.
    return planFileSync(entries, current, source === 'file' ? await store.removedEndpoints() : []);
  }

  async #apply({ create, update, restore, remove }: FileSync, source: 'hand' | 'file'): Promise<void> {
    const changes = this.#changes;
    const { registry } = this.#options;
    await changes.remove(remove.map(({ id }) => registry.get(id)));
    await changes.restore(await changes.inTimeSlices(restore, ({ endpoint, entry }) => changes.seal(endpoint, entry)));
    await changes.update(update.map(({ endpoint, entry }) => ({ monitor: registry.get(endpoint.id), entry })));
    await changes.create(create, source);
  }

  /** Ends the current status span of every endpoint, because all checks stop now. */
  interruptAll(): void {
    this.#changes.interruptAll();
  }

  /**
   * The endpoint with its secrets in clear. If its secrets cannot be read, it differs from every config, so the file's
   * config replaces it.
   */
  async #opened({ kind, stored, endpoint }: Monitor): Promise<Endpoint> {
    try {
      return { ...stored, config: await this.#options.vault.open({ kind, config: stored.config }) };
    } catch (error) {
      if (error instanceof SecretError) return endpoint;
      throw error;
    }
  }
}

function isOpen({ resolvedAt }: { readonly resolvedAt: EpochMs | null }): boolean {
  return resolvedAt === null;
}

/** @throws RequestError `invalid` when this version cannot check it */
function readSealed(stored: Endpoint, kinds: readonly CheckKind[]): SealedEndpoint {
  const read = readStored(stored, kinds);
  if (!read.ok) throw invalid(read.issues);
  return sealedEndpointOf(stored, read.entry);
}

/** @throws RequestError `readOnly` */
function assertEditable(monitors: readonly Monitor[]): void {
  const fromFile = monitors.find(({ endpoint }) => endpoint.source === 'file');
  if (fromFile === undefined) return;
  const { name } = fromFile.endpoint.config;
  throw new RequestError('inConfigFile', { name });
}

/** @throws RequestError `inDemo` */
function assertNotDemo({ endpoint: { source, config } }: Monitor): void {
  if (source !== 'demo') return;
  throw new RequestError('inDemo', { name: config.name });
}
