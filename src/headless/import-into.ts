/** Adds imported endpoints to the data of a Lookout that does not run. */
import { join } from 'node:path';
import type { Endpoint, EndpointInput } from '../contract/model/endpoint.ts';
import { checkKinds, findKind, kindDescriptors, parseEndpoint } from '../engine/check/registry.ts';
import { completeInput } from '../engine/endpoints/new-endpoint.ts';
import { changesOf } from '../engine/importers/imports.ts';
import type { ImportResult } from '../engine/importers/importer.ts';
import { createMerge, type MergedEndpoint } from '../engine/importers/merge.ts';
import { createConfigVault, type ConfigVault } from '../engine/secrets/config-vault.ts';
import { createKeyFileSecrets, KEY_FILE } from '../engine/secrets/key-file.ts';
import { SecretError } from '../engine/secrets/secret-error.ts';
import { DEFAULT_SETTINGS } from '../engine/settings/settings.ts';
import type { Io } from './io.ts';
import { createLog } from './log.ts';
import { withStore } from './offline-store.ts';

export interface ImportIntoOptions {
  readonly storeWorkerUrl: URL;
  /** True: only compares, and changes nothing. */
  readonly dryRun: boolean;
  readonly io: Pick<Io, 'stderr' | 'env'>;
}

/**
 * Adds what is new and updates what an earlier import made.
 * @returns what was, or would be, done with each endpoint
 * @throws StoreError when another Lookout uses the folder, or it cannot be read
 */
export function importInto(
  dataDir: string,
  { endpoints }: ImportResult,
  { storeWorkerUrl, dryRun, io }: ImportIntoOptions,
): Promise<readonly MergedEndpoint[]> {
  const log = createLog(io, 'warn');
  return withStore(dataDir, { storeWorkerUrl, log }, async (store, { endpoints: stored, settings }) => {
    // The file belongs to the person who runs this command, and the key is in the same folder.
    const vault = createConfigVault(createKeyFileSecrets(join(dataDir, KEY_FILE)), () => 'keep');
    const existing = await Promise.all(stored.map((endpoint) => opened(endpoint, vault)));
    const merged = endpoints.map(createMerge({ parse: (input) => parseEndpoint(input), existing }));
    if (dryRun) return merged;
    const forms = kindDescriptors(checkKinds);
    const complete = (input: EndpointInput) => completeInput(input, forms, { ...DEFAULT_SETTINGS, ...settings });
    const { create, update } = changesOf(
      merged.filter(({ state }) => state !== 'exists'),
      complete,
    );
    const byId = new Map(stored.map((endpoint) => [endpoint.id, endpoint]));
    const createdAt = Date.now();
    const changed = await Promise.all([
      ...create.map(({ input, paused }) =>
        sealed(input, { id: crypto.randomUUID(), paused, pausedUntil: null, source: 'hand', createdAt }, vault),
      ),
      ...update.flatMap(({ id, input }) => {
        const before = byId.get(id);
        return before === undefined ? [] : [sealed(input, before, vault)];
      }),
    ]);
    await store.saveEndpoints(changed);
    return merged;
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
