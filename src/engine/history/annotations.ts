import type { AnnotationRequests } from '../../contract/channels/annotations.ts';
import type { Annotation } from '../../contract/model/annotation.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { Network } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { matches, type MatchedEndpoint } from '../../shared/endpoint-match.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';

const COLLECTION = 'annotation';
/** The most annotations in an answer. */
export const MAX_ANNOTATIONS = 1000;
/** How far ahead an annotation may be: a year. */
const MAX_AHEAD_MS = 366 * 86_400_000;

export interface AnnotationsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'recordDocument' | 'documents'>;
  /** Some were added, changed or removed. */
  readonly onChanged: () => void;
}

export interface AnnotationQuery {
  /** Only what concerns this endpoint; null: all. */
  readonly endpoint: MatchedEndpoint | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Default `MAX_ANNOTATIONS`. */
  readonly limit?: number;
}

/** Edits of the same fields that follow each other so closely are one, such as those of a selection of endpoints. */
const SAME_EDIT_MS = 5_000;
/** The most endpoints in one annotation of an edit. */
const MAX_EDITED = 500;

/** The last edit. */
interface Edit {
  /** Who edits, and which fields. */
  readonly key: string;
  readonly at: EpochMs;
  readonly endpoints: readonly EndpointId[];
  readonly annotation: Annotation;
}

function editCode(source: Endpoint['source'], count: number): string {
  const code = source === 'file' ? 'annotation.editedInFile' : 'annotation.edited';
  const codeOfMany = source === 'file' ? 'annotation.editedManyInFile' : 'annotation.editedMany';
  return count === 1 ? code : codeOfMany;
}

/** What happened besides checks. People and scripts add deploys and notes; Lookout notes edits, sleep and the network. */
export class Annotations {
  readonly #options: AnnotationsOptions;
  /** The annotation of the current time offline; null: this machine is online. */
  #offline: Annotation | null = null;
  #lastSleep: Annotation | null = null;
  #lastEdit: Edit | null = null;

  constructor(options: AnnotationsOptions) {
    this.#options = options;
  }

  /**
   * Ends what an earlier Lookout left open, because it was killed: how long it went on is known only as long as that one ran.
   * @param lastPresenceAt when it was last noted that Lookout runs; null: never
   */
  async load(lastPresenceAt: EpochMs | null): Promise<void> {
    const documents = await this.#options.store.documents({ collection: COLLECTION, limit: MAX_ANNOTATIONS });
    for (const document of documents) {
      const annotation = this.#read(document);
      if (annotation?.open !== true) continue;
      this.#record({ ...annotation, open: false, to: Math.max(annotation.at, lastPresenceAt ?? annotation.at) });
    }
  }

  /** What overlaps the range, newest first. */
  async list({ endpoint, from, to, limit = MAX_ANNOTATIONS }: AnnotationQuery): Promise<Annotation[]> {
    const documents = await this.#options.store.documents({ collection: COLLECTION, before: to + 1 });
    const found: Annotation[] = [];
    for (const document of documents) {
      const annotation = this.#read(document);
      if (annotation === undefined || (annotation.open ? Infinity : (annotation.to ?? annotation.at)) < from) continue;
      if (endpoint === null || matches(annotation.match, endpoint)) found.push(annotation);
      if (found.length >= limit) break;
    }
    return found;
  }

  /** @throws RequestError `invalid` when it is more than a year ahead */
  async add(args: AnnotationRequests['annotations.add']['args']): Promise<Annotation> {
    const { text, kind = 'note', at = this.#options.clock.now(), to = null, match = {}, by = '' } = args;
    // With a typing error in the year, the annotation would stay in every later list.
    const latest = this.#options.clock.now() + MAX_AHEAD_MS;
    for (const [name, time] of Object.entries({ at, to })) {
      if (time !== null && time > latest) throw invalid([issueOf('atMost', name, { max: latest })]);
    }
    const annotation = { id: crypto.randomUUID(), kind, at, to, open: false, text, by, match };
    await this.#options.store.saveDocuments([documentOf(annotation)]);
    this.#options.onChanged();
    return annotation;
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#options.store.saveDocuments(
      [],
      ids.map((id) => ({ collection: COLLECTION, id })),
    );
    this.#options.onChanged();
  }

  /**
   * The config of an endpoint was changed. The same change of several endpoints, one after the other, is one annotation.
   * @param fields the names of the changed fields
   */
  edited({ id, source }: Endpoint, fields: readonly string[]): void {
    if (source === 'demo' || fields.length === 0) return;
    const now = this.#options.clock.now();
    const names = [...fields].toSorted();
    const key = `${source} ${names.join(' ')}`;
    const last = this.#lastEdit;
    const joins =
      last?.key === key &&
      Math.abs(now - last.at) <= SAME_EDIT_MS &&
      last.endpoints.length < MAX_EDITED &&
      !last.endpoints.includes(id);
    const endpoints = joins ? [...last.endpoints, id] : [id];
    const message = {
      code: editCode(source, endpoints.length),
      params: { fields: names, ...(endpoints.length === 1 ? {} : { count: endpoints.length }) },
    };
    const earlier = joins ? { id: last.annotation.id, at: last.annotation.at } : {};
    const annotation = this.#record({ ...earlier, kind: 'edit', message, match: { endpoints } });
    this.#lastEdit = { key, at: now, endpoints, annotation };
  }

  /** This machine slept. The system and the clock may both say so: what overlaps is one sleep. */
  slept(from: EpochMs, to: EpochMs): void {
    const last = this.#lastSleep;
    const sleep =
      last !== null && from <= (last.to ?? last.at) && to >= last.at
        ? { ...last, at: Math.min(from, last.at), to: Math.max(to, last.to ?? to) }
        : { kind: 'asleep' as const, at: from, to, message: { code: 'annotation.asleep' } };
    this.#lastSleep = this.#record(sleep);
  }

  network({ online, reason }: Network): void {
    const now = this.#options.clock.now();
    if (!online && this.#offline === null) {
      const message = { code: 'annotation.offline', params: { reason } };
      this.#offline = this.#record({ kind: 'offline', open: true, message });
    } else if (online && this.#offline !== null) {
      this.#record({ ...this.#offline, open: false, to: Math.max(now, this.#offline.at) });
      this.#offline = null;
    }
  }

  /** Lookout stops: from here on, nothing is known. */
  stop(): void {
    this.network({ online: true, reason: null });
  }

  #record(annotation: Partial<Annotation> & Pick<Annotation, 'kind'>): Annotation {
    const complete: Annotation = {
      id: crypto.randomUUID(),
      at: this.#options.clock.now(),
      to: null,
      open: false,
      text: '',
      by: '',
      match: {},
      ...annotation,
    };
    this.#options.store.recordDocument(documentOf(complete));
    this.#options.onChanged();
    return complete;
  }

  #read(document: StoredDocument): Annotation | undefined {
    return parseDocument(document, this.#options.log) as Annotation | undefined;
  }
}

/** Retention removes it with the rest of the history. */
function documentOf(annotation: Annotation): StoredDocument {
  const { id, at } = annotation;
  return { collection: COLLECTION, id, at, open: false, json: JSON.stringify(annotation) };
}
