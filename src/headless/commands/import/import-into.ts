/** Adds imported endpoints to the data of a Lookout that does not run. */
import { join } from 'node:path';
import type { Endpoint, EndpointInput } from '../../../contract/model/endpoint.ts';
import { checkKinds, findKind, kindDescriptors, parseEndpoint } from '../../../engine/check/registry.ts';
import { completeInput } from '../../../engine/endpoints/new-endpoint.ts';
import { changesOf } from '../../../engine/importers/imports.ts';
import type { ImportResult } from '../../../engine/importers/importer.ts';
import { byPastKey, type MayHavePast, type PastKey, type PastPart } from '../../../engine/importers/past.ts';
import { recordPast } from '../../../engine/importers/record-past.ts';
import { createMerge, type MergedEndpoint } from '../../../engine/importers/merge.ts';
import { createConfigVault, type ConfigVault } from '../../../engine/secrets/config-vault.ts';
import { createKeyFileSecrets, KEY_FILE } from '../../../engine/secrets/key-file.ts';
import { SecretError } from '../../../engine/secrets/secret-error.ts';
import { DEFAULT_SETTINGS } from '../../../engine/settings/settings.ts';
import type { Store } from '../../../engine/store/store.ts';
import { followersOf } from './follow-renames.ts';
import type { Io } from '../../base/io.ts';
import { createLog } from '../../base/log.ts';
import { withStore } from '../../data/offline-store.ts';
import { createProgressLine } from '../../base/progress-line.ts';

export interface ImportIntoOptions {
  readonly storeWorkerUrl: URL;
  /** True: only compares, and changes nothing. */
  readonly dryRun: boolean;
  readonly io: Pick<Io, 'stderr' | 'stdout' | 'env'>;
  /** Reads the past checks of the endpoints that are added; null: they are not wanted. */
  readonly readPast: ((wanted: readonly PastKey[]) => AsyncIterable<PastPart>) | null;
  readonly signal: AbortSignal;
}

export interface ImportedInto {
  /** What was, or would be, done with each endpoint. */
  readonly merged: readonly MergedEndpoint[];
  /** How many past checks were imported; null: they were not wanted. */
  readonly pastChecks: number | null;
}

/**
 * Adds what is new and updates what an earlier import made.
 * @throws StoreError when another Lookout uses the folder, or it cannot be read; the signal's reason, and then the past of new
 * endpoints was not complete, and none of them is added
 */
export function importInto(
  dataDir: string,
  { endpoints }: ImportResult,
  { storeWorkerUrl, dryRun, io, readPast, signal }: ImportIntoOptions,
): Promise<ImportedInto> {
  const log = createLog(io, 'warn');
  return withStore(dataDir, { storeWorkerUrl, log }, async (store, { endpoints: stored, settings }) => {
    // The file belongs to the person who runs this command, and the key is in the same folder.
    const vault = createConfigVault(createKeyFileSecrets(join(dataDir, KEY_FILE)), () => 'keep');
    const existing = await Promise.all(stored.map((endpoint) => opened(endpoint, vault)));
    const merged = endpoints.map(createMerge({ parse: (input) => parseEndpoint(input), existing }));
    if (dryRun) return { merged, pastChecks: null };
    const forms = kindDescriptors(checkKinds);
    const complete = (input: EndpointInput) => completeInput(input, forms, { ...DEFAULT_SETTINGS, ...settings });
    const chosen = merged.filter(({ state }) => state !== 'exists');
    const { create, update } = changesOf(chosen, complete);
    const byId = new Map(stored.map((endpoint) => [endpoint.id, endpoint]));
    const createdAt = Date.now();
    const added = await Promise.all(
      create.map(({ input, paused }) =>
        sealed(input, { id: crypto.randomUUID(), paused, pausedUntil: null, source: 'hand', createdAt }, vault),
      ),
    );
    const updated = await Promise.all(
      update.flatMap(({ id, input }) => {
        const before = byId.get(id);
        return before === undefined ? [] : [sealed(input, before, vault)];
      }),
    );
    const followers = await followersOf(updated, stored, store, log);
    const save = async () => {
      await store.saveEndpoints([...added, ...updated, ...followers.endpoints]);
      if (followers.documents.length > 0) await store.saveDocuments(followers.documents);
    };
    if (readPast === null) {
      await save();
      return { merged, pastChecks: null };
    }
    const imported = chosen.filter(({ state }) => state === 'new').map((one) => one.imported);
    // Until their history is complete, they are removed endpoints: this process may be killed.
    await store.saveEndpoints(added, createdAt);
    try {
      const pastChecks = await addPast(readPast, { store, added, imported, signal, io });
      signal.throwIfAborted();
      await save();
      return { merged, pastChecks };
    } catch (error) {
      // The next cleanup deletes them.
      await store.saveEndpoints(added, 0);
      throw error;
    }
  });
}

interface AddPastOptions extends Pick<ImportIntoOptions, 'signal' | 'io'> {
  readonly store: Store;
  readonly added: readonly Endpoint[];
  /** In the order of `added`. */
  readonly imported: readonly MayHavePast[];
}

async function addPast(
  readPast: NonNullable<ImportIntoOptions['readPast']>,
  { store, added, imported, signal, io }: AddPastOptions,
): Promise<number> {
  const { wanted, find: endpointOf } = byPastKey(imported, added);
  using progress = createProgressLine(io);
  return await recordPast(readPast(wanted), {
    store,
    signal,
    endpointOf,
    onProgress: ({ done, all }) => progress.show(`${done} of ${all} past checks`),
  });
}

/**
 * The endpoint with its secrets in clear. One whose secrets cannot be read stays unchanged, and differs from the file.
 */
async function opened(endpoint: Endpoint, vault: ConfigVault): Promise<Endpoint> {
  const kind = findKind(endpoint.config.kind);
  if (kind === undefined) return endpoint;
  try {
    return { ...endpoint, config: await vault.open({ kind, config: endpoint.config }) };
  } catch (error) {
    if (error instanceof SecretError) return endpoint;
    throw error;
  }
}

async function sealed(
  input: EndpointInput,
  endpoint: Omit<Endpoint, 'config' | 'target'>,
  vault: ConfigVault,
): Promise<Endpoint> {
  const parsed = parseEndpoint(input);
  const kind = findKind(input.kind);
  // Imported entries have been checked.
  if (!parsed.ok || kind === undefined) throw new TypeError(`Expected a valid ${input.kind} endpoint`);
  const { config, target } = parsed;
  return { ...endpoint, target, config: await vault.seal({ kind, config }) };
}
