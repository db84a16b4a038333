/** Applies an import to the endpoints, and undoes it. `EndpointCommands` runs these one at a time with all other commands. */
import { isDeepStrictEqual } from 'node:util';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import { assertEditable, type CommandParts } from './command-parts.ts';
import { newNode, nodeOf } from './members.ts';
import type { Monitor, SealedEndpoint } from './monitor.ts';
import { inEndpoints, readEntries, readEntry, readStored, type Entry } from './read-endpoints.ts';
import type { EndpointRegistry } from './registry.ts';
import { refuseNewReferences, withFollowers } from './rename-followers.ts';

/** What an import changes. */
export interface ImportedChanges {
  readonly create: readonly { readonly input: EndpointInput; readonly paused: boolean }[];
  readonly update: readonly { readonly id: EndpointId; readonly input: EndpointInput }[];
}

/** An import whose history is being recorded, while other commands run. */
export interface StagedImport {
  /** In the order of `ImportedChanges.create`. Stored as removed endpoints. */
  readonly created: readonly SealedEndpoint[];
  /** The endpoints that were there. */
  readonly known: ReadonlySet<EndpointId>;
  /** Those that are to be updated. */
  readonly before: readonly Endpoint[];
}

/** What an import has changed, so that it can be undone. */
export interface AppliedImport {
  readonly added: readonly Endpoint[];
  readonly updated: readonly Endpoint[];
  /** The updated endpoints as they were stored. */
  readonly before: readonly Endpoint[];
}

/**
 * Checks an import, and stores its new endpoints as removed ones until `applyImport` adds them.
 * @throws RequestError as `applyImport`
 */
export async function stageImport(imported: ImportedChanges, parts: CommandParts): Promise<StagedImport> {
  const { entries, monitors } = await readImport(imported, parts);
  const known = new Set([...parts.registry].map(({ endpoint }) => endpoint.id));
  const created = await parts.changes.stage(entries, 'hand');
  return { created, known, before: monitors.map(({ stored }) => stored) };
}

/**
 * Adds and updates endpoints: all of them, or none if any of them is invalid.
 * @param options.staged the new endpoints with their history. If they are not added, they are discarded
 * @param options.signal aborted before it begins: nothing is added
 * @throws RequestError `invalid` with the issues of the inputs, `notFound` or `inConfigFile` for one that is to be updated,
 * `importOvertaken` when one of them was added or changed since it was staged; the signal's reason
 */
export async function applyImport(
  imported: ImportedChanges,
  { staged, signal }: { readonly staged: StagedImport | null; readonly signal?: AbortSignal | undefined },
  parts: CommandParts,
): Promise<AppliedImport> {
  const { kinds, registry, changes } = parts;
  const read = async () => {
    try {
      signal?.throwIfAborted();
      const found = await readImport(imported, parts);
      if (staged !== null) refuseOvertaken(found, staged, registry);
      return { ...found, updates: withFollowers(found.changed, 'hand', { kinds, monitors: registry }) };
    } catch (error) {
      if (staged !== null) await changes.discard(staged.created);
      throw error;
    }
  };
  const { entries, monitors, updates } = await read();
  const before = monitors.map(({ stored }) => stored);
  const added = await changes.create(entries, 'hand', staged?.created);
  const paused = added.filter((_, index) => imported.create[index]?.paused === true).map(({ id }) => registry.get(id));
  await changes.setPaused(paused, true, null);
  await changes.update(updates);
  const current = (endpoints: readonly Endpoint[]) => endpoints.map(({ id }) => registry.get(id).endpoint);
  return { added: current(added), updated: current(before), before };
}

interface ReadImport {
  /** Of the new endpoints. */
  readonly entries: readonly Entry[];
  /** Those that are to be updated. */
  readonly monitors: readonly Monitor[];
  readonly changed: readonly { readonly monitor: Monitor; readonly entry: Entry }[];
}

async function readImport(
  { create, update }: ImportedChanges,
  { kinds, vault, registry, changes }: CommandParts,
): Promise<ReadImport> {
  const inputs = create.map(({ input }) => input);
  const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
  const monitors = update.map(({ id }) => registry.get(id));
  assertEditable(monitors);
  const changed = await changes.inTimeSlices(update, ({ id, input }) => {
    const monitor = registry.get(id);
    return { monitor, entry: readEntry(input, { kinds, stored: monitor.stored.config }) };
  });
  const others = [...registry].filter((monitor) => !monitors.includes(monitor));
  const nodes = [...entries.map(newNode), ...changed.map(({ monitor, entry }) => ({ ...nodeOf(monitor), ...entry }))];
  refuseNewReferences(nodes, others, inEndpoints, { registry });
  await vault.permit([...entries, ...changed.map(({ entry }) => entry)], inEndpoints);
  return { entries, monitors, changed };
}

/** Recording history takes minutes, and meanwhile a person may have added the same endpoints. */
function refuseOvertaken(
  { entries, monitors }: ReadImport,
  { known, before }: StagedImport,
  registry: EndpointRegistry,
): void {
  const keyOf = (kind: string, target: string) => JSON.stringify([kind, target]);
  const wanted = new Set(entries.map(({ config, target }) => keyOf(config.kind, target)));
  const added = [...registry].find(
    ({ endpoint: { id, config, target } }) => !known.has(id) && wanted.has(keyOf(config.kind, target)),
  );
  const edited = monitors.find(({ stored }, index) => !isDeepStrictEqual(stored.config, before[index]?.config));
  const overtaken = added ?? edited;
  if (overtaken !== undefined) throw new RequestError('importOvertaken', { name: overtaken.endpoint.config.name });
}

/** Removes what an import added, and brings back what it changed, where that is still there. */
export async function undoImport(
  { added, before }: AppliedImport,
  { kinds, registry, changes }: CommandParts,
): Promise<void> {
  await changes.remove(added.flatMap(({ id }) => registry.find(id) ?? []));
  const earlier = await changes.inTimeSlices(before, (stored) => {
    const monitor = registry.find(stored.id);
    const read = readStored(stored, kinds);
    return monitor === undefined || !read.ok ? [] : [{ monitor, entry: read.entry }];
  });
  await changes.update(withFollowers(earlier.flat(), 'hand', { kinds, monitors: registry }));
}
