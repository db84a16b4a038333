/**
 * Makes all endpoints of one source equal to a list of configs. `EndpointCommands` runs these one at a time with all other
 * commands.
 */
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { CommandParts } from './command-parts.ts';
import { planFileSync, type FileSync } from './config-file-sync.ts';
import { newNode } from './members.ts';
import type { Monitor } from './monitor.ts';
import { inEndpoints, readEntries } from './read-endpoints.ts';
import { refuseNewReferences, refuseToRemoveNeeded, withFollowers } from './rename-followers.ts';

/** Whose endpoints change: those that people and scripts added, or those from lookout.yaml. */
type Source = 'hand' | 'file';

/**
 * What must change so that the endpoints of a source are equal to `inputs`.
 * @throws RequestError `invalid` with the issues of all inputs
 */
export async function planConfig(
  inputs: readonly EndpointInput[],
  source: Source,
  { kinds, store, registry, vault, changes }: CommandParts,
): Promise<FileSync> {
  const entries = await readEntries(inputs, { kinds, pathOf: inEndpoints, stored: null });
  const own = [...registry].filter(({ endpoint }) => endpoint.source === source);
  const others = [...registry].filter(({ endpoint }) => endpoint.source !== source);
  refuseNewReferences(entries.map(newNode), others, inEndpoints, { registry });
  const current = await changes.inTimeSlices(own, (monitor) => opened(monitor, vault));
  // Only removed endpoints of the file are restored when they are in it again.
  return planFileSync(entries, current, source === 'file' ? await store.removedEndpoints() : []);
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
  const updates = withFollowers(edits, source, { registry, kinds });
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
