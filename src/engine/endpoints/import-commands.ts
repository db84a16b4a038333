/** Applies an import to the endpoints, and undoes it. `EndpointCommands` runs these one at a time with all other commands. */
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { assertEditable, type CommandParts } from './command-parts.ts';
import { newNode, nodeOf } from './members.ts';
import { inEndpoints, readEntries, readEntry, readStored } from './read-endpoints.ts';
import { refuseNewReferences, withFollowers } from './rename-followers.ts';

/** What an import changes. */
export interface ImportedChanges {
  readonly create: readonly { readonly input: EndpointInput; readonly paused: boolean }[];
  readonly update: readonly { readonly id: EndpointId; readonly input: EndpointInput }[];
  /** Stores the history of the endpoints of `create`, see `EndpointChanges.create`. Absent: they have none. */
  readonly recordPast?: (created: readonly Endpoint[]) => Promise<void>;
}

/** What an import has changed, so that it can be undone. */
export interface AppliedImport {
  readonly added: readonly Endpoint[];
  readonly updated: readonly Endpoint[];
  /** The updated endpoints as they were stored. */
  readonly before: readonly Endpoint[];
}

/**
 * Adds and updates endpoints: all of them, or none if any of them is invalid.
 * @throws RequestError `invalid` with the issues of the inputs, `notFound` or `inConfigFile` for one that is to be updated
 */
export async function applyImport(
  { create, update, recordPast }: ImportedChanges,
  { kinds, vault, registry, changes }: CommandParts,
): Promise<AppliedImport> {
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
  const updates = withFollowers(changed, 'hand', { registry, kinds });
  await vault.permit([...entries, ...changed.map(({ entry }) => entry)], inEndpoints);
  const before = monitors.map(({ stored }) => stored);
  const added = await changes.create(entries, 'hand', recordPast);
  const paused = added.filter((_, index) => create[index]?.paused === true).map(({ id }) => registry.get(id));
  await changes.setPaused(paused, true, null);
  await changes.update(updates);
  const current = (endpoints: readonly Endpoint[]) => endpoints.map(({ id }) => registry.get(id).endpoint);
  return { added: current(added), updated: current(before), before };
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
  await changes.update(withFollowers(earlier.flat(), 'hand', { registry, kinds }));
}
