/**
 * The interface of stores for endpoints and their history. All implementations pass the same suite (`store-suite.ts`).
 */
import type { EndpointChange } from '../../contract/model/change.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { Endpoint, RecentChecks } from '../../contract/model/endpoint.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Baseline } from '../../contract/model/baseline.ts';
import type { Distribution, Series } from '../../contract/model/series.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { Message } from '../../contract/model/text.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { ProblemError } from '../base/problem-error.ts';
import type { StoredMemory } from '../verdict/endpoint-memory.ts';
import type { Share } from '../verdict/uptime.ts';
import type { CellFigures, CellQuery } from './cells.ts';
import type { CountedHistory } from './counted-history.ts';
import type { CheckColumns } from './check-columns.ts';
import type { SeriesRange } from './series-plan.ts';
import type { Backups } from './backup/backups.ts';
import type { Replaced } from './backup/data-replacement.ts';
import type { ResultExports } from './export/result-exports.ts';
import type { Presence, StatusHistoryOptions } from './status-history.ts';

export const DAY_MS = 86_400_000;
/** The most changes that are kept of each endpoint, which can change with every check. */
export const KEPT_CHANGES = 1000;

/** What the engine needs to continue after a restart. */
export interface StoredState {
  /** Without removed endpoints, in the order in which they were added. */
  readonly endpoints: readonly Endpoint[];
  readonly settings: Partial<Settings>;
  /** All open incidents and the newest `RECENT_INCIDENTS` ended ones, newest first. */
  readonly incidents: readonly Incident[];
  /**
   * Spans of endpoints that are not removed: those within the last 24 h, and the last one of each endpoint; oldest
   * first.
   */
  readonly spans: readonly StatusSpan[];
  /** The newest `RECENT_CHECKS` checks of each endpoint that has any. */
  readonly recent: ReadonlyMap<EndpointId, RecentChecks>;
  /** The last check of each endpoint that has any. */
  readonly last: ReadonlyMap<EndpointId, CheckResult>;
  /** The data was damaged, and a backup took its place; absent: it was not. */
  readonly replaced?: Replaced;
  /** When it was last recorded that Lookout was running, or that this computer slept; null: never. */
  readonly lastPresenceAt: EpochMs | null;
  /** The memory of each endpoint that remembers anything. */
  readonly memory: ReadonlyMap<EndpointId, StoredMemory>;
}

export interface Retention {
  /** Removes single results before this time, except failed ones. */
  readonly resultsBefore: EpochMs;
  /** Removes failed results (verdict `down`), which are kept longer, before this time. */
  readonly failuresBefore: EpochMs;
  /** Removes minute rollups before this time, which is not after `resultsBefore`. Default: `failuresBefore`. */
  readonly minutesBefore?: EpochMs;
  /** Removes hour rollups before this time, which is not after `minutesBefore`. */
  readonly historyBefore: EpochMs;
  /** Removes day rollups before this time, which is not after `historyBefore`. Default: `historyBefore`. */
  readonly daysBefore?: EpochMs;
  /** Removes ended incidents with their evidence, spans, presence, changes and documents. Default: `historyBefore`. */
  readonly incidentsBefore?: EpochMs;
  /**
   * Deletes endpoints that were added in the app and removed before this time, with all their history. Endpoints that
   * left lookout.yaml stay, because their entry may come back; the other limits apply to their history.
   */
  readonly removedBefore: EpochMs;
}

export interface IncidentQuery {
  readonly id?: EndpointId;
  readonly before?: EpochMs;
  readonly beforeId?: string;
  /** Only incidents that ended at or after this time, and open ones. */
  readonly endedAfter?: EpochMs;
  /** True: only open incidents; false: only ended ones. */
  readonly open?: boolean;
  readonly limit: number;
}

/** How long an endpoint was up and down in a window, and how many incidents were open at any time in it. */
export interface UptimeShare extends Share {
  readonly incidents: number;
}

export interface StoreStats {
  /** Rows that wait to be written. */
  readonly queued: number;
  /** How long the last batch took; null: there was none yet. */
  readonly writeMs: Ms | null;
  readonly rowsWritten: number;
  /** The size of the database and its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** Why the last write failed; null: it succeeded. */
  readonly problem: Message | null;
}

/** JSON of a part of the engine that needs no table of its own, such as alerts. */
export interface StoredDocument {
  /** The kind of document, such as `alert`. */
  readonly collection: string;
  /** Unique in its collection. */
  readonly id: string;
  readonly at: EpochMs;
  /** Open documents stay. Retention removes the others when `at` is older than the history that is kept. */
  readonly open: boolean;
  /**
   * The id of what it belongs to, such as the alert of a message; documents of an owner are found quickly. Absent: it
   * belongs to nothing.
   */
  readonly owner?: string;
  readonly json: string;
}

export interface DocumentQuery {
  readonly collection: string;
  /** Only the document with this id. */
  readonly id?: string;
  /** Only documents of this owner. */
  readonly owner?: string;
  /** True: only open documents; false: only the others. */
  readonly open?: boolean;
  /** Only documents before this time. */
  readonly before?: EpochMs;
  /** Default: all. */
  readonly limit?: number;
}

/** Which of a result's metrics need special treatment, by name. Default of both: none. */
export interface MetricRoles {
  /** Rollups keep a sketch of them, so that series have their percentiles. */
  readonly charted?: readonly string[];
  /** Durations that the check measured. Like its latency, they do not count when the check was disturbed. */
  readonly durations?: readonly string[];
}

/**
 * Stores endpoints, settings and history.
 *
 * Reads see every earlier write, even if it still waits to be written. The exception is a row that cannot be written,
 * for example because the disk is full: the error is logged and the write is tried again.
 *
 * Times are stored in whole milliseconds, durations of results in whole microseconds, and `selfMs` in tenths of a
 * millisecond.
 */
export interface Store {
  /**
   * Opens and migrates the data, and reads the current state. Called once, before anything else.
   * @throws StoreError when the data cannot be opened, or a newer Lookout wrote it
   */
  open(now: EpochMs): Promise<StoredState>;

  /**
   * Inserts or replaces endpoints by id. Durable when it resolves.
   * @param removedAt saves them as removed at this time; absent: they are not removed, even if they were
   */
  saveEndpoints(endpoints: readonly Endpoint[], removedAt?: EpochMs): Promise<void>;
  /** Removes endpoints. Their history stays until `prune`. Durable when it resolves. */
  removeEndpoints(ids: readonly EndpointId[], at: EpochMs): Promise<void>;
  /** The removed endpoints that have not been pruned, newest removal first. */
  removedEndpoints(): Promise<readonly Endpoint[]>;
  /** Saves the settings. Durable when it resolves. */
  saveSettings(settings: Settings): Promise<void>;
  /**
   * Inserts or replaces documents, and removes others, in one transaction. Durable when it resolves. A document that was
   * recorded before and still waits is written first.
   */
  saveDocuments(
    documents: readonly StoredDocument[],
    remove?: readonly Pick<StoredDocument, 'collection' | 'id'>[],
  ): Promise<void>;

  /**
   * Saves what another program counted before the first result of an endpoint, which has no history yet; not of an unknown
   * endpoint. Durable when it resolves.
   */
  saveCounted(id: EndpointId, history: CountedHistory): Promise<void>;

  /**
   * Queues a result, and the changes in its details; its batch begins within 2 s or with 500 rows. Never throws: what cannot be kept is logged. A second result
   * of the same endpoint and time is not kept, so that writing again after a crash counts nothing twice.
   */
  recordResult(result: CheckResult, metrics?: MetricRoles): void;
  /** Queues what an endpoint remembers, which replaces its earlier memory. */
  recordMemory(id: EndpointId, memory: StoredMemory): void;
  /** Queues a span. Replaces the span with the same endpoint and `from`. */
  recordSpan(span: StatusSpan): void;
  /** Queues a period in which Lookout ran or this computer slept; replaces the one of the same state and `from`. */
  recordPresence(presence: Presence): void;
  /**
   * Queues an incident. Replaces the incident with the same id.
   * @param options.soon the person is notified of it, so its batch starts within 250 ms. Default false
   */
  recordIncident(incident: Incident, options?: { readonly soon?: boolean }): void;
  /** Queues the evidence of an incident, which must have been recorded before. Replaces what was recorded for it. */
  recordEvidence(incident: Pick<Incident, 'id' | 'endpointId'>, parts: readonly EvidencePart[]): void;
  /**
   * Queues a document, which replaces the one with the same collection and id. An incident is never written before a document
   * that was recorded in the same turn, so what follows from the incident is not lost.
   */
  recordDocument(document: StoredDocument): void;
  /**
   * Resolves when everything queued so far is durable.
   * @throws StoreError when some of it cannot be written; it keeps waiting
   */
  flush(): Promise<void>;

  /** Results, newest first, before `before` if given. */
  checks(
    id: EndpointId,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<readonly CheckResult[]>;
  /** The results that are kept from `from` to `to`, both included, in columns. */
  checkColumns(id: EndpointId, range: { readonly from: EpochMs; readonly to: EpochMs }): Promise<CheckColumns>;
  /**
   * Checks that began from `from` to `to`, both included. From single results where they are kept and few enough,
   * otherwise from rollups. Points are aligned to the step and whole: those at the ends reach beyond the range. Where
   * there was no check, there is no point.
   */
  series(id: EndpointId, range: SeriesRange): Promise<Series>;
  /** How the latencies of the same checks are distributed. A point is never a single check, but at least a second wide. */
  distribution(id: EndpointId, range: SeriesRange): Promise<Distribution>;
  /** What was usual in each hour of the range, at most in its last `MAX_BASELINE_HOURS` hours. */
  baseline(id: EndpointId, range: { readonly from: EpochMs; readonly to: EpochMs }): Promise<Baseline>;
  /** The documents of a collection, newest first. */
  documents(query: DocumentQuery): Promise<readonly StoredDocument[]>;
  series(
    id: EndpointId,
    range: { readonly from: EpochMs; readonly to: EpochMs; readonly points: number },
  ): Promise<Series>;
  /** The changes in the details of recorded results (`CheckDetails.changes`), newest first. */
  changes(
    id: EndpointId,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<readonly EndpointChange[]>;
  /** What the endpoint remembers. */
  memory(id: EndpointId): Promise<StoredMemory>;
  /** The evidence of an incident; empty: there is none, or the incident is gone. */
  evidence(incidentId: string): Promise<readonly EvidencePart[]>;
  /** Spans that overlap or touch the range, oldest first. */
  spans(id: EndpointId, range: { readonly from: EpochMs; readonly to: EpochMs }): Promise<readonly StatusSpan[]>;
  /**
   * Status and latency in cells of time, such as the hours of a week: a figure for each cell. Latencies reach back as far as
   * hour rollups.
   */
  cells(id: EndpointId, query: CellQuery): Promise<readonly CellFigures[]>;
  /** The states and incidents over a range, with the reason where nothing was checked. */
  statusHistory(id: EndpointId, options: StatusHistoryOptions): Promise<StatusHistory>;
  /** Uptime over windows that begin at each of `from` and end at `to`; in the order of `from`. */
  uptime(
    id: EndpointId,
    options: { readonly from: readonly EpochMs[]; readonly to: EpochMs },
  ): Promise<readonly UptimeShare[]>;
  /**
   * Incidents by `startedAt`, then `id`, newest first; without `id`, of all endpoints that are not removed. With
   * `before`, those that started before it. With `beforeId` also those that started exactly at `before` and come after
   * that incident.
   */
  incidents(query: IncidentQuery): Promise<readonly Incident[]>;

  prune(retention: Retention): Promise<void>;
  stats(): StoreStats;
  /** Copies of the data; absent: the data is only in memory. */
  readonly backups?: Backups;
  /** Files of single results; absent: the data is only in memory. */
  readonly exports?: ResultExports;
  /** Flushes and closes. Nothing may be called after it. */
  close(): Promise<void>;
}

/** The store cannot be used, and a person can do something about it. */
export class StoreError extends ProblemError {
  override readonly name = 'StoreError';
}
