/**
 * Makes all endpoints of one source equal to a list of configs. `EndpointCommands` runs these one at a time with all other
 * commands.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import { RequestError } from '../base/request-error.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { CommandParts } from './command-parts.ts';
import { planFileSync, type FileSync } from './config-file-sync.ts';
import { newNode } from './members.ts';
import type { Monitor } from './monitor.ts';
import type { NameChanges } from './name-changes.ts';
import { inEndpoints, readEntries, type Entry } from './read-endpoints.ts';
import { namesAfter, refuseNewReferences, refuseToRemoveNeeded, withFollowers } from './rename-followers.ts';

/** Whose endpoints change: those that people and scripts added, or those from lookout.yaml. */
type Source = 'hand' | 'file';

/**
 * What must change so that the endpoints of lookout.yaml are equal to `inputs`.
 * @throws RequestError `invalid` with the issues of all inputs
 */
export async function planFile(
  inputs: readonly EndpointInput[],
  { kinds, store, registry, vault, changes }: CommandParts,
): Promise<FileSync> {
  const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
  const { file, others } = bySource(registry);
  refuseNewReferences(entries.map(newNode), others, inEndpoints, { registry });
  const current = await changes.inTimeSlices(file, (monitor) => opened(monitor, vault));
  return planFileSync(entries, current, await store.removedEndpoints());
}

/** What must change among the endpoints that people and scripts added. */
export interface HandPlan extends FileSync {
  readonly entries: readonly Entry[];
  /** How many are not among the inputs and stay, because nothing is to be removed. */
  readonly kept: number;
  /** How the changes affect the names of endpoints. */
  readonly names: NameChanges;
}

/**
 * What must change so that the endpoints that people added are equal to `inputs`. An input that an endpoint of lookout.yaml equals
 * changes nothing.
 * @param remove whether endpoints that are not among the inputs are removed
 * @throws RequestError `invalid` with the issues of all inputs, or the reason why `applyPlan` would refuse the plan
 */
export async function planHand(
  inputs: readonly EndpointInput[],
  remove: boolean,
  { kinds, registry, vault, changes }: CommandParts,
): Promise<HandPlan> {
  const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
  const { file, hand } = bySource(registry);
  const inFile = new Map(file.map((monitor) => [monitor.endpoint.config.name, monitor]));
  const own = entries.filter(({ config }) => !inFile.has(config.name));
  for (const { config } of entries) {
    const monitor = inFile.get(config.name);
    if (monitor === undefined) continue;
    const { config: before } = await opened(monitor, vault);
    if (!isDeepStrictEqual(config, before)) throw new RequestError('inConfigFile', { name: config.name });
  }
  const current = await changes.inTimeSlices(hand, (monitor) => opened(monitor, vault));
  const sync = await planFileSync(own, current, []);
  const left = new Set(sync.remove.map(({ id }) => id));
  const staying = [...registry].filter(({ endpoint: { id, source } }) =>
    source === 'hand' ? !remove && left.has(id) : true,
  );
  refuseNewReferences(own.map(newNode), staying, (path, index) => inEndpoints(path, placeIn(entries, own, index)), {
    registry,
  });
  const edits = sync.update.map(({ endpoint, entry }) => ({ monitor: registry.get(endpoint.id), entry }));
  const removed = remove ? sync.remove : [];
  const gone = removed.map(({ id }) => registry.get(id));
  const monitors = without(registry, gone);
  withFollowers(edits, 'hand', { kinds, monitors });
  refuseToRemoveNeeded(gone, registry);
  const changed = [...sync.create, ...edits.map(({ entry }) => entry)];
  await vault.permit(changed, (path, index) => inEndpoints(path, placeIn(entries, changed, index)));
  return { ...sync, entries, remove: removed, kept: left.size - removed.length, names: namesAfter(edits, monitors) };
}

function without(monitors: Iterable<Monitor>, removed: readonly Monitor[]): readonly Monitor[] {
  const gone = new Set(removed);
  return [...monitors].filter((monitor) => !gone.has(monitor));
}

/** The number of an entry among all of them. */
function placeIn(entries: readonly Entry[], some: readonly Entry[], index: number): number {
  return entries.findIndex((entry) => entry === some[index]);
}

function bySource(registry: Iterable<Monitor>) {
  const all = [...registry];
  const of = (source: Source) => all.filter(({ endpoint }) => endpoint.source === source);
  return { file: of('file'), hand: of('hand'), others: all.filter(({ endpoint }) => endpoint.source !== 'file') };
}

/** @param source of the endpoints that the plan creates */
export async function applyPlan(
  { create, update, restore, remove }: FileSync,
  source: Source,
  { registry, changes, kinds }: CommandParts,
): Promise<void> {
  const removed = remove.map(({ id }) => registry.get(id));
  if (source === 'hand') refuseToRemoveNeeded(removed, registry);
  const edits = update.map(({ endpoint, entry }) => ({ monitor: registry.get(endpoint.id), entry }));
  const updates = withFollowers(edits, source, { kinds, monitors: without(registry, removed) });
  await changes.remove(removed);
  await changes.restore(await changes.inTimeSlices(restore, ({ endpoint, entry }) => changes.seal(endpoint, entry)));
  await changes.update(updates);
  await changes.create(create, source);
}

/**
 * The endpoint with its secrets in clear. If its secrets cannot be read, it differs from every config, so a new config
 * replaces it.
 */
export async function opened({ kind, stored, endpoint }: Monitor, vault: ConfigVault): Promise<Endpoint> {
  try {
    return { ...stored, config: await vault.open({ kind, config: stored.config }) };
  } catch (error) {
    if (error instanceof SecretError) return endpoint;
    throw error;
  }
}
