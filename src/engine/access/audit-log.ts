/** The audit log: who changed what, and when. */
import type { AuditChange, AuditEntry, AuditItem } from '../../contract/model/access.ts';
import type { EpochMs, Json } from '../../contract/model/units.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './api-tokens.ts';

const COLLECTION = 'audit';
const MAX_ITEMS = 50;
/** The most characters of a value, as JSON. */
const MAX_CHARACTERS = 2_000;

/** Objects by their ids, as a page sees them: without secrets. */
export type AuditState = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface Audited {
  readonly caller: Caller;
  readonly request: string;
  readonly before: AuditState;
  readonly after: AuditState;
  /** The ids that the request names; they are recorded even if nothing changed. */
  readonly ids: readonly string[];
}

export interface AuditLogOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly store: Pick<Store, 'recordDocument' | 'documents'>;
  /** There is a new entry. */
  readonly onChanged: () => void;
}

export class AuditLog {
  readonly #options: AuditLogOptions;
  #lastAt = 0;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** Queues an entry. It is removed with the incidents of its time. */
  record({ caller, request, before, after, ids }: Audited): void {
    // Entries of the same millisecond keep their order, also from page to page.
    const at = Math.max(this.#options.clock.now(), this.#lastAt + 1);
    this.#lastAt = at;
    const named = new Set(ids);
    const all = new Set([...before.keys(), ...after.keys(), ...ids]);
    const items = [...all].flatMap((id): AuditItem[] => {
      const changes = changesOf(before.get(id), after.get(id));
      if (changes.length === 0 && !named.has(id)) return [];
      return [{ id, name: nameOf(after.get(id) ?? before.get(id)), changes }];
    });
    const kept = items.slice(0, MAX_ITEMS);
    const entry: AuditEntry = {
      id: crypto.randomUUID(),
      at,
      by: caller.name,
      request,
      items: kept,
      more: items.length - kept.length,
    };
    const json = JSON.stringify(entry);
    this.#options.store.recordDocument({ collection: COLLECTION, id: entry.id, at, open: false, json });
    this.#options.onChanged();
  }

  /** Newest first. */
  async list(query: { readonly before?: EpochMs; readonly limit: number }): Promise<AuditEntry[]> {
    const documents = await this.#options.store.documents({ collection: COLLECTION, ...query });
    return documents.flatMap((document) => {
      const data = parseDocument(document, this.#options.log);
      // `record` has written it.
      return data === undefined ? [] : [data as unknown as AuditEntry];
    });
  }
}

function changesOf(
  before: AuditState extends ReadonlyMap<string, infer T> ? T | undefined : never,
  after: typeof before,
): AuditChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined) {
    return [{ field: null, before: short(before ?? null), after: short(after ?? null) }];
  }
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].flatMap((field): AuditChange[] => {
    const [one, other] = [before[field] ?? null, after[field] ?? null];
    // Most values are the same objects as before, and a request may be about thousands of endpoints.
    if (one === other || JSON.stringify(one) === JSON.stringify(other)) return [];
    return [{ field, before: short(one), after: short(other) }];
  });
}

/** As JSON, cut to a text when it is long. */
function short(value: unknown): Json {
  const json = JSON.stringify(value) ?? 'null';
  return json.length <= MAX_CHARACTERS ? (JSON.parse(json) as Json) : `${json.slice(0, MAX_CHARACTERS)}…`;
}

function nameOf(object: unknown): string {
  const name = isRecord(object) ? object['name'] : undefined;
  return typeof name === 'string' ? name : '';
}
