/** Where endpoints and their history are kept. One suite (`store-suite.ts`) holds for every implementation. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { Endpoint, RecentChecks } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Series } from '../../contract/model/series.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { Share } from '../verdict/uptime.ts';
import type { Presence, StatusHistoryOptions } from './status-history.ts';

export const DAY_MS = 86_400_000;

/** What the engine needs to go on where it stopped. */
export interface StoredState {
  /** Not the removed ones; in the order in which they were added. */
  readonly endpoints: readonly Endpoint[];
  readonly settings: Partial<Settings>;
  /** Every incident that is open, and the newest `RECENT_INCIDENTS` of the ended; newest first. */
  readonly incidents: readonly Incident[];
  /** Of endpoints on the list: those that reach into the last 24 h, and the last one of each; oldest first. */
  readonly spans: readonly StatusSpan[];
  /** The newest `RECENT_CHECKS` checks of each endpoint that has any. */
  readonly recent: ReadonlyMap<EndpointId, RecentChecks>;
  /** The last check of each endpoint that has any. */
  readonly last: ReadonlyMap<EndpointId, CheckResult>;
}

export interface Retention {
  /** Single results older than this go, those apart that failed. */
  readonly resultsBefore: EpochMs;
  /** Failed results (verdict `down`), kept longer, older than this go; and minute rollups. */
  readonly failuresBefore: EpochMs;
  /** Hour and day rollups, ended incidents, spans and presence older than this go. */
  readonly historyBefore: EpochMs;
  /**
   * Endpoints removed by hand before this go, with all their history. Those that went from lookout.yaml stay: their
   * entry may come back, and what they had ages by the other limits.
   */
  readonly removedBefore: EpochMs;
}

/** How long an endpoint was up and down in a window, and how many incidents were open at any time in it. */
export interface UptimeShare extends Share {
  readonly incidents: number;
}

export interface StoreStats {
  /** Rows that wait to be written. */
  readonly queued: number;
  /** How long the last batch took; null: none yet. */
  readonly writeMs: Ms | null;
  readonly rowsWritten: number;
  /** Database and its write-ahead log; 0 in memory. */
  readonly bytes: number;
  /** Why the last write failed, in a sentence for people; null: it did not. */
  readonly problem: string | null;
}

/**
 * Reads see every write that was made before them, also those still waiting; apart from those that cannot be written,
 * because the disk is full, say: these are logged and tried again.
 *
 * Times are kept as whole milliseconds, durations of results as whole microseconds, `selfMs` as tenths of a millisecond.
 */
export interface Store {
  /**
   * Opens, migrates and reads what there is. Called once, before anything else.
   * @throws StoreError when the data cannot be opened or was written by a newer Lookout
   */
  open(now: EpochMs): Promise<StoredState>;

  /** Inserts or replaces by id; one that was removed is back. Durable when it resolves. */
  saveEndpoints(endpoints: readonly Endpoint[]): Promise<void>;
  /** Takes off the list; history stays until `prune`. Durable when it resolves. */
  removeEndpoints(ids: readonly EndpointId[], at: EpochMs): Promise<void>;
  /** Those that were removed and not pruned yet, newest removal first. */
  removedEndpoints(): Promise<readonly Endpoint[]>;
  /** Durable when it resolves. */
  saveSettings(settings: Settings): Promise<void>;

  /**
   * Queues a result; its batch begins within 2 s or with 500 rows. Never throws: what cannot be kept is logged. A second result
   * of the same endpoint and time is not kept, so that writing again after a crash counts nothing twice.
   * @param options.charted names of metrics that rollups keep with a sketch, so that series have their percentiles. Default
   *   none
   */
  recordResult(result: CheckResult, options?: { readonly charted?: readonly string[] }): void;
  /** Queues a span; replaces the one of the same endpoint and `from`. */
  recordSpan(span: StatusSpan): void;
  /** Queues a period in which Lookout ran or this computer slept; replaces the one of the same state and `from`. */
  recordPresence(presence: Presence): void;
  /**
   * Queues an incident; replaces the one of the same id.
   * @param options.soon people are told of it: its batch begins within 250 ms. Default false
   */
  recordIncident(incident: Incident, options?: { readonly soon?: boolean }): void;
  /**
   * Resolves when everything queued so far is durable.
   * @throws StoreError when something of it cannot be written; it goes on waiting
   */
  flush(): Promise<void>;

  /** Newest first, older than `before` when given. */
  checks(
    id: EndpointId,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<readonly CheckResult[]>;
  /**
   * Checks that began from `from` to `to`, both included. From single results where they are kept and few enough,
   * otherwise from rollups. Points are aligned to the step and whole: those at the ends reach beyond the range. Where
   * there was no check, there is no point.
   */
  series(
    id: EndpointId,
    range: { readonly from: EpochMs; readonly to: EpochMs; readonly points: number },
  ): Promise<Series>;
  /** Those that overlap or touch the range, oldest first. */
  spans(id: EndpointId, range: { readonly from: EpochMs; readonly to: EpochMs }): Promise<readonly StatusSpan[]>;
  /** The states and incidents over a range, with the reason where nothing was checked. */
  statusHistory(id: EndpointId, options: StatusHistoryOptions): Promise<StatusHistory>;
  /** Uptime over windows that begin at each of `from` and end at `to`; in the order of `from`. */
  uptime(
    id: EndpointId,
    options: { readonly from: readonly EpochMs[]; readonly to: EpochMs },
  ): Promise<readonly UptimeShare[]>;
  /**
   * By `startedAt`, then `id`, newest first; without `id`, of endpoints on the list. With `before`, those begun before it,
   * and with `beforeId` also those begun in that very millisecond that come after that incident.
   */
  incidents(options: {
    readonly id?: EndpointId;
    readonly before?: EpochMs;
    readonly beforeId?: string;
    readonly limit: number;
  }): Promise<readonly Incident[]>;

  prune(retention: Retention): Promise<void>;
  stats(): StoreStats;
  /** Flushes and closes; nothing may be called after it. */
  close(): Promise<void>;
}

/** Why the store cannot be used, in a sentence for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
