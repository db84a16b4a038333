import type {
  IncidentEvent,
  IncidentEventType,
  IncidentMarks,
  TimelineEntry,
} from '../../contract/model/incident-event.ts';
import type { EndpointChange } from '../../contract/model/change.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { issueOf } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import type { Annotations } from './annotations.ts';

const COLLECTION = 'incidentEvent';
const PAGE = 200;
/** The most comments on an incident: all of them are kept in memory. */
const MAX_COMMENTS = 200;
/** Changes up to this long before an incident may be its cause. */
const LEAD_MS = 3_600_000;
/** The most changes in a timeline: those closest to the start of the incident. */
const MAX_CHANGES = 100;
/** The most checks of an incident that its timeline looks at. */
const MAX_CHECKS = 2000;

export interface IncidentEventsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<
    Store,
    'saveDocuments' | 'documents' | 'incidents' | 'checks' | 'changes' | 'spans' | 'recordSpan' | 'flush'
  >;
  readonly registry: EndpointRegistry;
  readonly annotations: Annotations;
  readonly onChanged: () => void;
  /** The uptime of an endpoint changed. */
  readonly onUptime: (id: EndpointId) => void;
}

/** What a person does with an incident. */
export interface Remark {
  readonly incidentId: string;
  readonly type: IncidentEventType;
  readonly by?: string | undefined;
  readonly text?: string | undefined;
}

/** What people do with incidents: acknowledge them, comment on them, and exclude their down time from uptime. */
export class IncidentEvents {
  readonly #options: IncidentEventsOptions;
  readonly #serially = createSerialQueue();
  /** Of each incident, oldest first. */
  readonly #events = new Map<string, IncidentEvent[]>();

  constructor(options: IncidentEventsOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const documents = await this.#options.store.documents({ collection: COLLECTION });
    const unfinished: (readonly [StoredDocument, IncidentEvent])[] = [];
    for (const document of documents.toReversed()) {
      const event = parseDocument(document, this.#options.log) as IncidentEvent | undefined;
      if (event === undefined) continue;
      this.#put(event);
      if (document.open) unfinished.push([document, event]);
    }
    for (const [document, event] of unfinished) await this.#complete(document, event);
  }

  marksOf(incidentId: string): IncidentMarks {
    const events = this.#events.get(incidentId) ?? [];
    const exclusion = events.findLast(({ type }) => type === 'excluded' || type === 'included');
    return {
      incidentId,
      acknowledged: events.findLast(({ type }) => type === 'acknowledged') ?? null,
      excluded: exclusion?.type === 'excluded' ? exclusion : null,
      comments: events.filter(({ type }) => type === 'comment').length,
    };
  }

  isExcluded({ id }: Pick<Incident, 'id'>): boolean {
    return this.marksOf(id).excluded !== null;
  }

  /** @throws RequestError `incidentNotFound`; `incidentOpen` when an open one is to be excluded; `invalid`: it has too many comments */
  add(endpointId: EndpointId, { incidentId, type, by = '', text = '' }: Remark): Promise<IncidentMarks> {
    const { store, clock, onChanged } = this.#options;
    return this.#serially(async () => {
      const incident = await this.find(endpointId, incidentId);
      if (type === 'excluded' && incident.resolvedAt === null) throw new RequestError('incidentOpen', {});
      if (type === 'comment' && this.marksOf(incidentId).comments >= MAX_COMMENTS) {
        throw invalid([issueOf('tooMany', 'comments', { max: MAX_COMMENTS })]);
      }
      const event = { id: crypto.randomUUID(), incidentId, endpointId, type, at: clock.now(), by, text };
      const json = JSON.stringify(event);
      // It stays as long as its incident, so retention removes it by the time of the incident.
      const at = incident.startedAt;
      const rewrites = type === 'excluded' || type === 'included';
      // Open until the spans are rewritten to match; see `load`.
      const document = { collection: COLLECTION, id: event.id, at, open: rewrites, json };
      await store.saveDocuments([document]);
      this.#put(event);
      if (rewrites) await this.#rewriteFor(document, incident);
      onChanged();
      return this.marksOf(incidentId);
    });
  }

  /** @throws RequestError `incidentNotFound` */
  async find(endpointId: EndpointId, incidentId: string): Promise<Incident> {
    this.#options.registry.get(endpointId);
    let page: readonly Incident[] = await this.#options.store.incidents({ id: endpointId, limit: PAGE });
    for (;;) {
      const found = page.find(({ id }) => id === incidentId);
      if (found !== undefined) return found;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) throw new RequestError('incidentNotFound', { id: incidentId });
      page = await this.#options.store.incidents({
        id: endpointId,
        before: last.startedAt,
        beforeId: last.id,
        limit: PAGE,
      });
    }
  }

  /** Everything that happened, oldest first. */
  async timeline(endpointId: EndpointId, incidentId: string): Promise<TimelineEntry[]> {
    const { registry, annotations, clock } = this.#options;
    const incident = await this.find(endpointId, incidentId);
    const { startedAt, resolvedAt } = incident;
    const to = resolvedAt ?? clock.now();
    const { endpoint } = registry.get(endpointId);
    const [checks, notes, changes] = await Promise.all([
      this.#checksOf(endpointId, startedAt, to),
      annotations.list({ endpoint, from: startedAt, to }),
      this.#changesOf(endpointId, startedAt, to),
    ]);
    const entries: TimelineEntry[] = [
      ...entriesOf(incident, checks),
      ...changes.map((change) => ({ type: 'change' as const, at: change.at, change })),
      ...notes.map((annotation) => ({ type: 'annotation' as const, at: annotation.at, annotation })),
      ...(this.#events.get(incidentId) ?? []).map((event) => ({ type: 'event' as const, at: event.at, event })),
    ];
    return entries.sort((a, b) => a.at - b.at);
  }

  /** The checks from the first failed one to the first good one, oldest first. */
  async #checksOf(id: EndpointId, from: EpochMs, to: EpochMs): Promise<readonly CheckResult[]> {
    const checks: CheckResult[] = [];
    let before = to + 1;
    while (checks.length < MAX_CHECKS) {
      const page = await this.#options.store.checks(id, { before, limit: PAGE });
      const within = page.filter(({ at }) => at >= from);
      checks.push(...within);
      if (within.length < PAGE) break;
      before = page.at(-1)?.at ?? from;
    }
    return checks.toReversed();
  }

  /** The changes that checks found shortly before and during an incident. */
  async #changesOf(id: EndpointId, startedAt: EpochMs, to: EpochMs): Promise<readonly EndpointChange[]> {
    const changes: EndpointChange[] = [];
    let before = to + 1;
    for (;;) {
      const page = await this.#options.store.changes(id, { before, limit: PAGE });
      const within = page.filter(({ at }) => at >= startedAt - LEAD_MS);
      changes.push(...within);
      const last = page.at(-1);
      if (last === undefined || within.length < page.length) break;
      before = last.at;
    }
    return changes.sort((a, b) => Math.abs(a.at - startedAt) - Math.abs(b.at - startedAt)).slice(0, MAX_CHANGES);
  }

  /** Lookout was killed after the event was saved and before the spans were. */
  async #complete(document: StoredDocument, { endpointId, incidentId }: IncidentEvent): Promise<void> {
    const { registry, store, log } = this.#options;
    // A removed endpoint may come back.
    if (registry.find(endpointId) === undefined) return;
    try {
      await this.#rewriteFor(document, await this.find(endpointId, incidentId));
    } catch (error) {
      // Retention removed the incident.
      if (error instanceof RequestError) await store.saveDocuments([{ ...document, open: false }]);
      else log('error', 'An excluded incident could not be completed', { incidentId, error });
    }
  }

  /** Rewrites the spans to match the last event, and closes its document once they are on the disk. */
  async #rewriteFor(document: StoredDocument, incident: Incident): Promise<void> {
    const { store, log } = this.#options;
    await this.#rewrite(incident, this.isExcluded(incident) ? 'excluded' : 'included');
    try {
      await store.flush();
      await store.saveDocuments([{ ...document, open: false }]);
    } catch (error) {
      log('warn', 'The spans of an incident are not saved yet', { incidentId: incident.id, error });
    }
  }

  /** Down time of the incident becomes time that is excluded, or the other way around. */
  async #rewrite({ endpointId, startedAt, resolvedAt }: Incident, type: 'excluded' | 'included'): Promise<void> {
    const { store, registry, onUptime } = this.#options;
    const to = resolvedAt ?? startedAt;
    const [from, into] = type === 'excluded' ? (['down', 'excluded'] as const) : (['excluded', 'down'] as const);
    const spans = await store.spans(endpointId, { from: startedAt, to });
    const changed = spans
      .filter((span) => span.status === from && span.from < to && span.to > startedAt)
      .map((span): StatusSpan => ({ ...span, status: into }));
    for (const span of changed) store.recordSpan(span);
    registry.find(endpointId)?.replaceSpans(changed);
    onUptime(endpointId);
  }

  #put(event: IncidentEvent): void {
    const events = this.#events.get(event.incidentId) ?? [];
    events.push(event);
    events.sort((a, b) => a.at - b.at);
    this.#events.set(event.incidentId, events);
  }
}

/** The checks of an incident as entries: failures in the same way are one entry. */
function entriesOf(incident: Incident, checks: readonly CheckResult[]): readonly TimelineEntry[] {
  const { startedAt, resolvedAt, cause, evidence } = incident;
  const entries: TimelineEntry[] = [
    { type: 'failed', at: startedAt, failure: summarizeFailure(cause), check: evidence },
  ];
  let code = cause.code;
  let run: CheckResult[] = [];
  const endRun = () => {
    const last = run.at(-1);
    if (last !== undefined) entries.push({ type: 'failing', at: last.at, count: run.length });
    run = [];
  };
  for (const check of checks) {
    if (check.at <= startedAt || check.failure === null || check.verdict !== 'down') continue;
    if (check.failure.code === code) {
      run.push(check);
      continue;
    }
    endRun();
    ({ code } = check.failure);
    entries.push({ type: 'changed', at: check.at, failure: summarizeFailure(check.failure), check });
  }
  endRun();
  if (resolvedAt !== null) {
    const good = checks.find(({ at, failure }) => at >= resolvedAt - 1 && failure === null) ?? null;
    entries.push({ type: 'recovered', at: resolvedAt, check: good });
  }
  return entries;
}
