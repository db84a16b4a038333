import type { Endpoint, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { loadLibrariesFor } from '../check/expressions.ts';
import type { CheckKind } from '../check/kind.ts';
import { sealStored } from '../secrets/seal-stored.ts';
import type { StoredState } from '../store/store.ts';
import { areMany, EndpointChanges, sealedEndpointOf } from './changes.ts';
import { assertEditable, type CommandParts } from './command-parts.ts';
import { applyPlan, opened, planFile, planHand, type HandPlan } from './config-commands.ts';
import {
  applyImport,
  stageImport,
  undoImport,
  type AppliedImport,
  type ImportedChanges,
  type StagedImport,
} from './import-commands.ts';
import { loadEndpoints, type Unusable } from './load-endpoints.ts';
import { newNode } from './members.ts';
import type { Monitor, SealedEndpoint } from './monitor.ts';
import { inConfig, inEndpoints, readEntries, readEntry, readStored, type Entry } from './read-endpoints.ts';
import { refuseNewReferences, refuseToRemoveNeeded, withFollowers } from './rename-followers.ts';

export type EndpointCommandsOptions = Omit<CommandParts, 'changes'>;

export interface CreateOptions {
  /** Where an input says that a secret is set, copy the secret of this endpoint. */
  readonly secretsOf?: EndpointId | undefined;
  /** Default: `hand`. */
  readonly source?: Endpoint['source'];
}

/**
 * What people, scripts and lookout.yaml do with endpoints. Validates a command, then stores and applies it. Commands
 * run one at a time, because each one waits for the store. The store receives sealed secrets, and no answer contains a
 * secret.
 */
export class EndpointCommands {
  readonly #parts: CommandParts;
  readonly #serially = createSerialQueue();

  constructor(options: EndpointCommandsOptions) {
    this.#parts = { ...options, changes: new EndpointChanges(options) };
  }

  /** Starts watching the stored endpoints. @returns those that this version cannot check */
  load(stored: StoredState): Promise<Unusable[]> {
    return this.#serially(() => loadEndpoints(stored, this.#parts));
  }

  /** Adds all endpoints, or none if any of them is invalid. */
  create(inputs: readonly EndpointInput[], { secretsOf, source = 'hand' }: CreateOptions = {}): Promise<Endpoint[]> {
    return this.#serially(async () => {
      const { kinds, vault, registry } = this.#parts;
      const stored = secretsOf === undefined ? null : registry.get(secretsOf).stored.config;
      const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored });
      refuseNewReferences(entries.map(newNode), [...registry], inEndpoints, this.#parts);
      await vault.permit(entries, inEndpoints);
      return this.#parts.changes.create(entries, source);
    });
  }

  /** Validates a config without adding it. @throws RequestError `invalid` */
  async read(input: EndpointInput, secretsOf?: EndpointId): Promise<Entry> {
    const { kinds, registry } = this.#parts;
    await loadLibrariesFor([input], kinds);
    const stored = secretsOf === undefined ? null : registry.get(secretsOf).stored.config;
    return readEntry(input, { kinds, stored });
  }

  /**
   * Changes the config of an endpoint. Its history stays.
   * @throws RequestError `invalid`, `notFound`, or `readOnly` for one from lookout.yaml and of the demo
   */
  update(id: EndpointId, input: EndpointInput): Promise<Endpoint> {
    return this.#serially(async () => {
      const { kinds, vault, registry } = this.#parts;
      await loadLibrariesFor([input], kinds);
      const monitor = registry.get(id);
      assertEditable([monitor]);
      assertNotDemo(monitor);
      const entry = readEntry(input, { kinds, stored: monitor.stored.config });
      const others = [...registry].filter((other) => other !== monitor);
      refuseNewReferences([{ id, ...entry }], others, inConfig, this.#parts);
      const updates = withFollowers([{ monitor, entry }], 'hand', { kinds, monitors: registry });
      await vault.permit([entry], inConfig);
      await this.#parts.changes.update(updates);
      return registry.get(id).endpoint;
    });
  }

  /** Changes the targets of demo endpoints, whose servers have moved. Skips endpoints that were removed meanwhile. */
  moveDemo(moves: readonly { readonly id: EndpointId; readonly config: EndpointConfig }[]): Promise<void> {
    const { kinds, registry } = this.#parts;
    return this.#serially(() =>
      this.#parts.changes.update(
        moves.flatMap(({ id, config }) => {
          const monitor = registry.find(id);
          return monitor === undefined ? [] : [{ monitor, entry: readEntry(config, { kinds, stored: config }) }];
        }),
      ),
    );
  }

  /**
   * Removes endpoints. Their history stays for a while, so that they can be restored.
   * @returns the ids of the removed endpoints
   * @throws RequestError `notFound`, or `readOnly` for one from lookout.yaml, or on which one from lookout.yaml depends
   */
  remove(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    return this.#serially(async () => {
      const monitors = this.#parts.registry.all(ids);
      assertEditable(monitors);
      refuseToRemoveNeeded(monitors, this.#parts.registry);
      return this.#parts.changes.remove(monitors);
    });
  }

  /**
   * Restores those that can be restored: others never existed, exist again, or were removed too long ago.
   * @returns the restored endpoints
   * @throws RequestError `notFound` when there is none, or the reason why the only ones cannot be read
   */
  restore(ids: readonly EndpointId[]): Promise<Endpoint[]> {
    const { store, kinds, vault } = this.#parts;
    return this.#serially(async () => {
      const removed = new Map((await store.removedEndpoints()).map((endpoint) => [endpoint.id, endpoint]));
      const endpoints = [...new Set(ids)].flatMap((id) => removed.get(id) ?? []);
      if (endpoints.length === 0 && ids.length > 0) throw new RequestError('removedNotFound', { id: ids[0] ?? '' });
      const sealed = new Map((await sealStored(endpoints, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
      const unusable: RequestError[] = [];
      const read = await this.#parts.changes.inTimeSlices(endpoints, (endpoint) => {
        try {
          return [readSealed(sealed.get(endpoint.id) ?? endpoint, kinds)];
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          unusable.push(error);
          return [];
        }
      });
      const restored = await this.#parts.changes.restore(read.flat());
      if (restored.length === 0 && unusable[0] !== undefined) throw unusable[0];
      return restored;
    });
  }

  /**
   * @param until when the pause ends by itself; null: never
   * @returns the ids of the endpoints that changed
   */
  setPaused(ids: readonly EndpointId[], paused: boolean, until: EpochMs | null = null): Promise<EndpointId[]> {
    return this.#serially(() => this.#parts.changes.setPaused(this.#parts.registry.all(ids), paused, until));
  }

  /**
   * Ends pauses whose time is over. Checks each of them again when its turn comes: by then a person may have extended
   * the pause or removed the endpoint.
   */
  endPauses(ids: readonly EndpointId[]): Promise<EndpointId[]> {
    const { clock, registry } = this.#parts;
    return this.#serially(() => {
      const now = clock.now();
      const over = ids
        .flatMap((id) => registry.find(id) ?? [])
        .filter(({ endpoint: { pausedUntil } }) => pausedUntil !== null && pausedUntil <= now);
      return this.#parts.changes.setPaused(over, false, null);
    });
  }

  /** @returns the ids of the endpoints whose check started; not those that are paused or have a check in flight */
  checkNow(ids: readonly EndpointId[]): EndpointId[] {
    const { registry, scheduler } = this.#parts;
    const wanted = registry.all(ids);
    return wanted
      .filter(({ endpoint }) => scheduler.checkNow(endpoint.id, areMany(wanted)))
      .map(({ endpoint }) => endpoint.id);
  }

  /** Checks an import whose history is recorded before `applyImport` or `discardImport`. */
  stageImport(imported: ImportedChanges): Promise<StagedImport> {
    return this.#serially(() => stageImport(imported, this.#parts));
  }

  /** Discards a staged import: nothing of it is added. */
  discardImport({ created }: StagedImport): Promise<void> {
    return this.#parts.changes.discard(created);
  }

  /**
   * Adds and updates the endpoints of an import: all of them, or none if any of them is invalid.
   * @param signal aborted while other commands run before this one: nothing is added
   */
  applyImport(
    imported: ImportedChanges,
    staged: StagedImport | null = null,
    signal?: AbortSignal,
  ): Promise<AppliedImport> {
    return this.#serially(() => applyImport(imported, { staged, signal }, this.#parts));
  }

  /** Removes what an import added, and brings back what it changed, where that is still there. */
  undoImport(applied: AppliedImport): Promise<void> {
    return this.#serially(() => undoImport(applied, this.#parts));
  }

  /** All endpoints, with the secrets of those that people can change in clear. Never for a page. */
  async open(): Promise<Endpoint[]> {
    const { changes, registry, vault } = this.#parts;
    return changes.inTimeSlices([...registry], (monitor) =>
      monitor.endpoint.source === 'hand' ? opened(monitor, vault) : monitor.endpoint,
    );
  }

  /** What `applyConfig` would change. @param remove whether endpoints that are not among the inputs are removed */
  planConfig(inputs: readonly EndpointInput[], remove: boolean): Promise<HandPlan> {
    return this.#serially(() => planHand(inputs, remove, this.#parts));
  }

  /** Makes the endpoints that people added equal to `inputs`. Applies all changes, or none if any input is invalid. */
  applyConfig(inputs: readonly EndpointInput[], remove: boolean): Promise<HandPlan> {
    return this.#serially(async () => {
      const plan = await planHand(inputs, remove, this.#parts);
      await applyPlan(plan, 'hand', this.#parts);
      return plan;
    });
  }

  /** Makes the endpoints from lookout.yaml equal to `inputs`. Applies all changes, or none if any input is invalid. */
  syncFile(inputs: readonly EndpointInput[]): Promise<void> {
    return this.#serially(async () => {
      await applyPlan(await planFile(inputs, this.#parts), 'file', this.#parts);
    });
  }

  /** Ends the current status span of every endpoint, because all checks stop now. */
  interruptAll(): void {
    this.#parts.changes.interruptAll();
  }
}

/** @throws RequestError `invalid` when this version cannot check it */
function readSealed(stored: Endpoint, kinds: readonly CheckKind[]): SealedEndpoint {
  const read = readStored(stored, kinds);
  if (!read.ok) throw invalid(read.issues);
  return sealedEndpointOf(stored, read.entry);
}

/** @throws RequestError `inDemo` */
function assertNotDemo({ endpoint: { source, config } }: Monitor): void {
  if (source !== 'demo') return;
  throw new RequestError('inDemo', { name: config.name });
}
