/** Reads from the data of a Lookout that does not run what `export-config` writes. Changes nothing. */
import { ChannelList } from '../../../engine/alerts/channel-list.ts';
import { channelDescriptors, channelKinds } from '../../../engine/alerts/channel-registry.ts';
import { readStoredSilence } from '../../../engine/alerts/kept-silence.ts';
import { RuleList } from '../../../engine/alerts/rule-list.ts';
import { loadTemplates } from '../../../engine/alerts/template/templates.ts';
import { loadLibrariesFor } from '../../../engine/check/expressions.ts';
import { checkKinds } from '../../../engine/check/registry.ts';
import { upcoming } from '../../../engine/endpoints/active-maintenance.ts';
import { readStoredWindow } from '../../../engine/endpoints/maintenance-windows.ts';
import { readObjective } from '../../../engine/endpoints/read-objective.ts';
import { readStored } from '../../../engine/endpoints/read-endpoints.ts';
import { exportConfig, type ExportedState } from '../../../engine/importers/export-config.ts';
import type { Log } from '../../../engine/ports.ts';
import { readStatusPage } from '../../../engine/status-pages/read-status-page.ts';
import { isFileId } from '../../../engine/store/config-collection.ts';
import { parseDocument } from '../../../engine/store/parse-document.ts';
import type { Store, StoredState } from '../../../engine/store/store.ts';
import type { ConfigFormat, ExportedConfig } from '../../../contract/channels/config.ts';

export interface StoredExport extends ExportedConfig {
  /** Whether something comes from a lookout.yaml: its windows, silences, objectives and status pages are only there. */
  readonly usesFile: boolean;
}

/** The stored config as a file. What this version cannot read is left out, and logged. */
export async function exportStored(
  store: Store,
  { endpoints }: StoredState,
  format: ConfigFormat,
  log: Log,
): Promise<StoredExport> {
  const own = endpoints.filter(({ source }) => source !== 'demo');
  await Promise.all([
    loadTemplates(),
    loadLibrariesFor(
      own.map(({ config }) => config),
      checkKinds,
    ),
  ]);
  const channels = new ChannelList({
    log,
    store,
    kinds: channelKinds,
    vault: { seal: ({ config }) => Promise.resolve(config) },
  });
  const rules = new RuleList({ log, store });
  await Promise.all([channels.load(), rules.load()]);
  const now = Date.now();
  const silences = await itemsOf(store, 'silence', log, (data, id) => {
    const kept = readStoredSilence(id, data);
    return kept === 'unusable' ? null : kept;
  });
  const state: ExportedState = {
    endpoints: own.flatMap(({ id, config }) => {
      const read = readStored({ config }, checkKinds);
      if (read.ok) return [{ id, config: read.entry.config }];
      log('error', 'A stored endpoint cannot be used by this version', { id, name: config.name });
      return [];
    }),
    maintenance: await itemsOf(store, 'maintenance', log, (data, id) => {
      const window = readStoredWindow(id, data);
      return window === 'unusable' ? null : window.config;
    }),
    silences: silences.filter((kept) => upcoming(kept, now, 1).length > 0).map(({ config }) => config),
    objectives: await itemsOf(store, 'objective', log, (data) => configOf(readObjective(data))),
    statusPages: await itemsOf(store, 'statusPage', log, (data) => configOf(readStatusPage(data))),
    channels: channels.all.map(({ config }) => config),
    rules: rules.all.map(({ config }) => config),
  };
  const channelForms = new Map(channelDescriptors().map(({ kind, fields }) => [kind, fields]));
  const fromFile = [...own, ...channels.all, ...rules.all].some(({ source }) => source === 'file');
  return { ...exportConfig(state, format, { kinds: checkKinds, channelForms }), usesFile: fromFile };
}

/** The items of a collection that were made by hand, in the order in which they were added. */
async function itemsOf<Item>(
  store: Store,
  collection: string,
  log: Log,
  read: (data: Readonly<Record<string, unknown>>, id: string) => Item | null,
): Promise<readonly Item[]> {
  const documents = (await store.documents({ collection })).toReversed().filter(({ id }) => !isFileId(id));
  return documents.flatMap((document) => {
    const data = parseDocument(document, log);
    const item = data === undefined ? null : read(data, document.id);
    if (item !== null) return [item];
    if (data !== undefined) {
      log('error', 'A stored document cannot be used by this version', { collection, id: document.id });
    }
    return [];
  });
}

function configOf<Config>(
  read: { readonly ok: true; readonly config: Config } | { readonly ok: false },
): Config | null {
  return read.ok ? read.config : null;
}
