/** The methods of the thread that owns the database. All arguments and answers can be cloned structurally. */
import type { Baseline } from '../../../contract/model/baseline.ts';
import type { EndpointChange } from '../../../contract/model/change.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { EvidencePart } from '../../../contract/model/evidence.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Distribution, Series } from '../../../contract/model/series.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { Message } from '../../../contract/model/text.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { StoredMemory } from '../../verdict/endpoint-memory.ts';
import type { CellFigures, CellQuery } from '../cells.ts';
import type { CountedHistory } from '../counted-history.ts';
import type { CheckColumns } from '../check-columns.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { SeriesRange } from '../series-plan.ts';
import type { Presence, StatusHistoryOptions } from '../status-history.ts';
import type { DocumentQuery, IncidentQuery, Retention, StoredDocument, StoredState, UptimeShare } from '../store.ts';
import type { PruneCursor } from './prune.ts';

/** The evidence of an incident. The thread compresses it. */
export interface EncodedEvidence {
  readonly incidentId: string;
  readonly endpointId: EndpointId;
  /** `EvidencePart[]` as JSON. */
  readonly json: string;
}

/** The changes since the previous check that a result found. */
export interface EncodedChanges {
  readonly endpointId: EndpointId;
  readonly at: EpochMs;
  /** `DetailChange[]` as JSON. */
  readonly json: string;
}

/** What an endpoint remembers. */
export interface EncodedMemory {
  readonly endpointId: EndpointId;
  /** A `StoredMemory` as JSON. */
  readonly json: string;
}

/** Rows that are written in one transaction. */
export interface Batch {
  readonly results: readonly EncodedResult[];
  readonly spans: readonly StatusSpan[];
  readonly incidents: readonly EncodedIncident[];
  readonly presence: readonly Presence[];
  readonly evidence: readonly EncodedEvidence[];
  readonly documents: readonly StoredDocument[];
  readonly changes: readonly EncodedChanges[];
  readonly memory: readonly EncodedMemory[];
}

export interface BatchWritten {
  /** The number of new or changed rows. */
  readonly rows: number;
  readonly tookMs: Ms;
  /** The size of the database and its write-ahead log after the write. */
  readonly bytes: number;
  /** Unknown endpoints, whose rows were skipped. */
  readonly unknown: readonly EndpointId[];
  /** How many damaged blocks were found since the thread began: an hour of results of one endpoint each. */
  readonly damaged: number;
  /** Why results could not be moved into blocks, for the log; null: they could. */
  readonly problem: string | null;
}

/** Each method runs to its end before the next one starts. */
export interface StoreMethods {
  /** `notCopied`: why the data was not copied before migrations changed it; null: it was, or did not have to be. */
  load(args: { readonly now: EpochMs }): {
    readonly state: StoredState;
    readonly bytes: number;
    readonly notCopied: string | null;
  };
  /** `removedAt`: null or absent: they are not removed. */
  saveEndpoints(args: { readonly endpoints: readonly Endpoint[]; readonly removedAt?: EpochMs | null }): void;
  removeEndpoints(args: { readonly ids: readonly EndpointId[]; readonly at: EpochMs }): void;
  removedEndpoints(args: null): readonly Endpoint[];
  saveSettings(args: { readonly settings: Settings }): void;
  saveDocuments(args: {
    readonly documents: readonly StoredDocument[];
    readonly remove: readonly Pick<StoredDocument, 'collection' | 'id'>[];
  }): void;
  saveCounted(args: { readonly id: EndpointId; readonly history: CountedHistory }): void;
  write(batch: Batch): BatchWritten;
  /** Makes everything written so far durable. */
  sync(args: null): void;
  checks(args: {
    readonly id: EndpointId;
    readonly before: EpochMs | null;
    readonly limit: number;
  }): readonly CheckResult[];
  checkColumns(args: { readonly id: EndpointId; readonly from: EpochMs; readonly to: EpochMs }): CheckColumns;
  series(args: SeriesRange & { readonly id: EndpointId }): Series;
  distribution(args: SeriesRange & { readonly id: EndpointId }): Distribution;
  baseline(args: { readonly id: EndpointId; readonly from: EpochMs; readonly to: EpochMs }): Baseline;
  spans(args: { readonly id: EndpointId; readonly from: EpochMs; readonly to: EpochMs }): readonly StatusSpan[];
  cells(args: { readonly id: EndpointId; readonly query: CellQuery }): readonly CellFigures[];
  statusHistory(args: { readonly id: EndpointId; readonly options: StatusHistoryOptions }): StatusHistory;
  uptime(args: {
    readonly id: EndpointId;
    readonly from: readonly EpochMs[];
    readonly to: EpochMs;
  }): readonly UptimeShare[];
  incidents(query: IncidentQuery): readonly Incident[];
  documents(query: DocumentQuery): readonly StoredDocument[];
  evidence(args: { readonly incidentId: string }): readonly EvidencePart[];
  changes(args: {
    readonly id: EndpointId;
    readonly before: EpochMs | null;
    readonly limit: number;
  }): readonly EndpointChange[];
  memory(args: { readonly id: EndpointId }): StoredMemory;
  /** Does a slice of the work. @returns the cursor for the next call; null: all done */
  prune(args: { readonly retention: Retention; readonly cursor: PruneCursor | null }): PruneCursor | null;
  close(args: null): void;
}

export type StoreMethod = keyof StoreMethods;
export type MethodArgs<M extends StoreMethod> = Parameters<StoreMethods[M]>[0];
export type MethodAnswer<M extends StoreMethod> = ReturnType<StoreMethods[M]>;

/** The input of the worker thread. */
export interface WorkerSetup {
  readonly file: string;
  /** The identity of the file that the previous thread had open; null: this is the first thread. */
  readonly identity: string | null;
  readonly now: EpochMs;
  /** Moves results into blocks as soon as they are written. For tests. */
  readonly eager?: boolean;
}

export interface MethodCall {
  readonly id: number;
  readonly method: StoreMethod;
  readonly args: unknown;
}

/** The first reply has the id 0. Its value is the identity of the opened database. */
export type MethodReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: RemoteFailure };

/** An error in the form in which it is sent to the other thread. */
export interface RemoteFailure {
  readonly message: string;
  readonly stack: string;
  /** Of a `StoreError`; null: the error is a bug. */
  readonly problem: Message | null;
  /** Another attempt may succeed. */
  readonly transient: boolean;
  /** SQLite itself says that the file is damaged, or not a database. */
  readonly corrupt: boolean;
}
