/** Updates references by name when endpoints are renamed in the data of a Lookout that is not running. */
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { checkKinds, findKind } from '../../../engine/check/registry.ts';
import { configAfter, matchAfter, NameChanges } from '../../../engine/endpoints/name-changes.ts';
import { readStored } from '../../../engine/endpoints/read-endpoints.ts';
import type { Log } from '../../../engine/ports.ts';
import { pageAfter } from '../../../engine/status-pages/page-after.ts';
import { readStatusPage } from '../../../engine/status-pages/read-status-page.ts';
import { parseDocument } from '../../../engine/store/parse-document.ts';
import type { Store, StoredDocument } from '../../../engine/store/store.ts';
import { isRecord } from '../../../shared/is-record.ts';

const STATUS_PAGES = 'statusPage';
/** The collections whose documents list endpoints in a match. */
const MATCHING = ['rule', 'silence', 'maintenance', 'objective', 'reportSchedule'] as const;

type Data = Readonly<Record<string, unknown>>;

/** What changes together with renamed endpoints. */
export interface Followers {
  /** Such as groups with a renamed member. */
  readonly endpoints: readonly Endpoint[];
  /** Such as rules. */
  readonly documents: readonly StoredDocument[];
}

/** @param updated the changed endpoints, with the names that they get */
export async function followersOf(
  updated: readonly Endpoint[],
  stored: readonly Endpoint[],
  store: Pick<Store, 'documents'>,
  log: Log,
): Promise<Followers> {
  const after = new Map(updated.map(({ id, config }) => [id, config.name]));
  const changes = new NameChanges(
    stored.map(({ id, config: { kind, name } }) => ({ kind, before: name, after: after.get(id) ?? name })),
  );
  if (!changes.some) return { endpoints: [], documents: [] };
  const others = stored.filter(({ id, source }) => !after.has(id) && source === 'hand');
  const collections = await Promise.all(
    [STATUS_PAGES, ...MATCHING].map((collection) => store.documents({ collection })),
  );
  return {
    endpoints: others.flatMap((endpoint) => endpointAfter(endpoint, changes) ?? []),
    documents: collections.flat().flatMap((document) => documentAfter(document, changes, log) ?? []),
  };
}

/** @returns null: it stays as it is */
function endpointAfter(endpoint: Endpoint, changes: NameChanges): Endpoint | null {
  const kind = findKind(endpoint.config.kind);
  const config = kind === undefined ? null : configAfter({ kind, config: endpoint.config }, changes);
  const read = config === null ? null : readStored({ config }, checkKinds);
  return read?.ok === true ? { ...endpoint, config: read.entry.config, target: read.entry.target } : null;
}

/** @returns null: it stays as it is */
function documentAfter(document: StoredDocument, changes: NameChanges, log: Log): StoredDocument | null {
  const data = parseDocument(document, log);
  // Entries of lookout.yaml keep the names in that file.
  if (data === undefined || data['source'] === 'file') return null;
  const after = document.collection === STATUS_PAGES ? withPageAfter(data, changes) : withMatchAfter(data, changes);
  return after === data ? null : { ...document, json: JSON.stringify(after) };
}

function withPageAfter(data: Data, changes: NameChanges): object {
  const read = readStatusPage(data);
  if (!read.ok) return data;
  const after = pageAfter(read.config, changes);
  return after === read.config ? data : after;
}

function withMatchAfter(data: Data, changes: NameChanges): Data {
  const { config, match } = data;
  if (isRecord(config)) {
    const after = withMatchAfter(config, changes);
    return after === config ? data : { ...data, config: after };
  }
  if (!isRecord(match) || (match['endpoints'] !== undefined && !Array.isArray(match['endpoints']))) return data;
  const after = matchAfter(match, changes);
  return after === match ? data : { ...data, match: after };
}
