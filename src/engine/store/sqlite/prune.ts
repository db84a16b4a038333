/**
 * Applies retention in slices. Every other call to the store waits behind a slice, so a slice lasts only some tens of
 * milliseconds, and each slice is a separate call.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { completeRetention } from '../retention.ts';
import type { Retention } from '../store.ts';
import { transaction } from './database.ts';
import type { DocumentTable } from './document-table.ts';
import type { ChangeTable } from './change-table.ts';
import type { EndpointTable } from './endpoint-table.ts';
import type { FindingTable } from './finding-table.ts';
import type { Compaction } from './compaction.ts';
import type { IncidentTable } from './incident-table.ts';
import type { SpanTable } from './span-table.ts';
import type { CoverageTable } from './coverage-table.ts';
import type { LayoutTable } from './layout-table.ts';
import type { PresenceTable } from './presence-table.ts';
import { pruneResultsOf, removeSomeResults } from './prune-results.ts';
import type { ResultSources } from './result-sources.ts';
import type { ResultTable } from './result-table.ts';
import type { RollupTable } from './rollup-table.ts';

/** The position at which a slice ended. */
export interface PruneCursor {
  readonly stage: 'removed' | 'results' | 'rest' | 'findings' | 'vacuum';
  /** The key of the last endpoint that the stage has finished; 0: none. */
  readonly endpoint: number;
  /** In `results`: the time of the next result of the endpoint after that one. */
  readonly at: EpochMs;
}

export interface Tables {
  readonly database: DatabaseSync;
  readonly endpoints: EndpointTable;
  readonly findings: FindingTable;
  readonly layouts: LayoutTable;
  readonly sources: ResultSources;
  readonly results: ResultTable;
  readonly compaction: Compaction;
  readonly rollups: RollupTable;
  readonly spans: SpanTable;
  readonly incidents: IncidentTable;
  readonly presence: PresenceTable;
  readonly coverage: CoverageTable;
  readonly documents: DocumentTable;
  readonly changes: ChangeTable;
  /** Reads again what is kept in memory. Must be called after a rollback. */
  readonly reload: () => void;
}

/** A slice starts no further step after this time. */
const SLICE_MS = 20;
/** A step examines or removes at most this many rows. */
const STEP_ROWS = 2000;
/**
 * One page in this many stays free for the journal, which needs and frees as many every hour: otherwise pages would be
 * moved in vain.
 */
const RESERVE = 20;
/** A step returns at most this many pages to the file system. */
const STEP_PAGES = 256;

/** Does one slice. @returns where to continue; null: all done */
export function pruneSlice(tables: Tables, wanted: Retention, from: PruneCursor | null): PruneCursor | null {
  const retention = completeRetention(wanted);
  const began = performance.now();
  let cursor: PruneCursor | null = from;
  if (cursor === null) {
    transaction(tables.database, () => tables.coverage.note(retention));
    cursor = { stage: 'removed', endpoint: 0, at: 0 };
  }
  do {
    cursor = step(tables, retention, cursor);
  } while (cursor !== null && performance.now() - began < SLICE_MS);
  return cursor;
}

function step(tables: Tables, retention: Required<Retention>, cursor: PruneCursor): PruneCursor | null {
  const { stage } = cursor;
  if (stage === 'vacuum') return vacuum(tables.database);
  try {
    return transaction(tables.database, () => STEPS[stage](tables, retention, cursor));
  } catch (error) {
    tables.reload();
    throw error;
  }
}

const STEPS = {
  removed: pruneRemoved,
  results: pruneResults,
  rest: pruneRest,
  findings: pruneFindings,
} as const satisfies Record<
  Exclude<PruneCursor['stage'], 'vacuum'>,
  (tables: Tables, retention: Required<Retention>, cursor: PruneCursor) => PruneCursor
>;

function start(stage: PruneCursor['stage']): PruneCursor {
  return { stage, endpoint: 0, at: 0 };
}

/** Removes endpoints that were removed long ago, with all their history. */
function pruneRemoved(tables: Tables, { removedBefore }: Retention, cursor: PruneCursor): PruneCursor {
  const [key] = tables.endpoints.removedBefore(removedBefore);
  if (key === undefined) return start('results');
  const { rollups, spans, incidents, changes } = tables;
  const removers: readonly (() => number)[] = [
    () => removeSomeResults(tables, key, STEP_ROWS),
    () => rollups.prune('minute', key, Number.MAX_SAFE_INTEGER, STEP_ROWS),
    () => rollups.prune('hour', key, Number.MAX_SAFE_INTEGER, STEP_ROWS),
    () => rollups.prune('day', key, Number.MAX_SAFE_INTEGER, STEP_ROWS),
    () => spans.prune(key, Number.MAX_SAFE_INTEGER, STEP_ROWS),
    () => incidents.prune(key, 'any', STEP_ROWS),
    () => changes.prune(key, Number.MAX_SAFE_INTEGER, STEP_ROWS),
  ];
  if (removers.some((remove) => remove() > 0)) return cursor;
  changes.forgetMemory(key);
  tables.coverage.forgetCounted(key);
  tables.endpoints.forget(key);
  rollups.forgetProgress();
  return cursor;
}

/** Removes single results. Failed ones are kept longer. */
function pruneResults(tables: Tables, retention: Required<Retention>, cursor: PruneCursor): PruneCursor {
  const key = tables.endpoints.keyAfter(cursor.endpoint);
  if (key === undefined) return start('rest');
  const { resultsBefore, failuresBefore, minutesBefore, historyBefore } = retention;
  // Removed results must be contained in remaining rollups. Minutes are made here, and also the last hour and day of a
  // paused endpoint.
  const times = { minute: Math.max(resultsBefore, failuresBefore), hour: minutesBefore, day: historyBefore };
  if (cursor.at === 0 && !tables.rollups.makeUntil(key, times, STEP_ROWS)) return cursor;
  const next = pruneResultsOf(tables, retention, { key, at: cursor.at, limit: STEP_ROWS });
  return next === null ? { stage: 'results', endpoint: key, at: 0 } : { ...cursor, at: next };
}

/** Removes rollups, spans, ended incidents and changes, and after those of all endpoints, presence and documents. */
function pruneRest(tables: Tables, retention: Required<Retention>, cursor: PruneCursor): PruneCursor {
  const key = tables.endpoints.keyAfter(cursor.endpoint);
  const { minutesBefore, historyBefore, daysBefore, incidentsBefore } = retention;
  if (key === undefined) {
    const pruned = [
      tables.presence.prune(incidentsBefore, STEP_ROWS),
      tables.documents.prune(incidentsBefore, STEP_ROWS),
    ];
    // The step reached its limit, so there may be more.
    return pruned.includes(STEP_ROWS) ? cursor : start('findings');
  }
  const { rollups, spans, incidents, changes } = tables;
  const removed = [
    rollups.prune('minute', key, minutesBefore, STEP_ROWS),
    rollups.prune('hour', key, historyBefore, STEP_ROWS),
    rollups.prune('day', key, daysBefore, STEP_ROWS),
    spans.prune(key, incidentsBefore, STEP_ROWS),
    incidents.prune(key, incidentsBefore, STEP_ROWS),
    changes.prune(key, incidentsBefore, STEP_ROWS),
  ];
  // The step reached its limit, so there may be more.
  return removed.includes(STEP_ROWS) ? cursor : { stage: 'rest', endpoint: key, at: 0 };
}

/** Removes findings whose last use is older than everything that may refer to them. */
function pruneFindings(tables: Tables, retention: Required<Retention>, cursor: PruneCursor): PruneCursor {
  const { resultsBefore, failuresBefore, minutesBefore, historyBefore, daysBefore } = retention;
  const all = Math.min(resultsBefore, failuresBefore, minutesBefore, historyBefore, daysBefore);
  return tables.findings.prune(resultsBefore, all, STEP_ROWS) === 0 ? start('vacuum') : cursor;
}

/** Returns free pages to the file system, and lets SQLite update its statistics. */
function vacuum(database: DatabaseSync): PruneCursor | null {
  const { freelist_count: free } = database.prepare('PRAGMA freelist_count').get() ?? {};
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  const surplus = Number(free) - Math.floor(Number(pages) / RESERVE);
  if (surplus > 0) {
    database.exec(`PRAGMA incremental_vacuum(${Math.min(surplus, STEP_PAGES)})`);
    return start('vacuum');
  }
  database.exec('PRAGMA optimize');
  // The file shrinks only when the log is moved into it.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return null;
}
