/** All operations on the database, in the thread that owns it. */
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { Distribution, Series } from '../../../contract/model/series.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { problemOf } from '../../base/problem-error.ts';
import { EMPTY_MEMORY } from '../../verdict/endpoint-memory.ts';
import { copyBeforeMigration } from '../backup/copy-before-migration.ts';
import { baselineOf } from '../baseline.ts';
import { cellFigures, type CellFigures, type CellQuery } from '../cells.ts';
import { countedRollup, countedUntil, type CountedHistory } from '../counted-history.ts';
import { columnsOfChecks } from '../check-columns.ts';
import { distributionOf } from '../distribution.ts';
import type { HistoryRow } from '../rollup.ts';
import { planEnds, planSeries, type SeriesRange, type Stretch } from '../series-plan.ts';
import { seriesOfResults, seriesOfRollups, withCovered } from '../series.ts';
import { statusHistory, type StatusHistoryOptions } from '../status-history.ts';
import { StoreError } from '../store.ts';
import { DatabaseFile } from './database-file.ts';
import { explain, isDamage } from './database.ts';
import { loadState } from './load-state.ts';
import type { StoreMethods } from './methods.ts';
import { MIGRATIONS } from './migrations.ts';
import { openTables, type OpenTablesOptions } from './open-tables.ts';
import { pruneSlice, type Tables } from './prune.ts';
import { compact, writeBatch } from './write-batch.ts';

/** The key of an unknown endpoint: no row has it. */
const NO_KEY = 0;
/** After a batch, results move into blocks for this long, if there are any to be moved. */
const COMPACT_MS = 15;

export interface DatabaseStoreOptions extends OpenTablesOptions {
  /** Of the file that an earlier store of this process had open: no other file is opened. Default: any. */
  readonly identity?: string | null;
  /**
   * For how long results move into blocks after a batch, in milliseconds. At least one endpoint's do, and some of the
   * journal entries that are no longer needed are removed. Default 15.
   */
  readonly compactMs?: Ms;
  /** Copies the file before migrations change it. Default true. */
  readonly copyBeforeMigration?: boolean;
}

export interface DatabaseStore extends StoreMethods {
  /** Of the file, see `DatabaseFile`. */
  readonly identity: string;
}

/**
 * Opens the file and migrates it to the newest version.
 * @throws StoreError when that cannot be done
 */
export function createDatabaseStore(options: DatabaseStoreOptions): DatabaseStore {
  const { file } = options;
  const databaseFile = prepareFile(options);
  const { migrations = MIGRATIONS } = options;
  const notCopied =
    options.copyBeforeMigration === false
      ? null
      : copyBeforeMigration(file, migrations.at(-1)?.version ?? 0, options.now);
  const { tables, durably } = readable(file, () => openTables(databaseFile, options));
  const { database, endpoints, results, rollups, spans, incidents, coverage, changes } = tables;
  const keyOf = (id: EndpointId): number => endpoints.key(id) ?? NO_KEY;
  const failureOf = (finding: number): FailureSummary => failureIn(tables, finding);
  const rowsOf = (key: number, { source, from, to }: Stretch): Iterable<HistoryRow<number>> =>
    source === 'results' ? results.range(key, from, to) : rollups.range(source, key, from, to);
  const series = (key: number, range: SeriesRange): Series => {
    const kept = coverage.of(key);
    const plan = planSeries(range, kept, (from, to, limit) => results.count(key, from, to, limit));
    if (plan.source === 'results') return seriesOfResults(plan, results.range(key, plan.from, plan.to), failureOf);
    const ends = planEnds(plan, kept);
    const rows = ends.flatMap((stretch) => [...rowsOf(key, stretch)]);
    return withCovered(seriesOfRollups(plan, rowsOf(key, plan), rows, failureOf), plan, ends);
  };
  const distribution = (key: number, range: SeriesRange): Distribution => {
    const plan = planSeries(range, coverage.of(key), () => Infinity);
    return distributionOf(plan, rowsOf(key, plan));
  };

  return {
    identity: databaseFile.identity,
    load: ({ now }) => ({ state: readable(file, () => loadState(tables, now)), bytes: databaseFile.bytes, notCopied }),
    saveEndpoints: (args) => endpoints.save(args.endpoints, args.removedAt ?? null),
    removeEndpoints: ({ ids, at }) => endpoints.remove(ids, at),
    removedEndpoints: () => endpoints.removed(),
    saveSettings: ({ settings }) => endpoints.saveSettings(settings),
    saveDocuments: ({ documents, remove }) => tables.documents.saveDurably(documents, remove),

    saveCounted: ({ id, history }) => {
      const key = endpoints.key(id);
      if (key !== undefined) durably(() => saveCounted(tables, key, history));
    },

    write: (batch) => {
      databaseFile.requireInPlace();
      const began = performance.now();
      const written = readable(file, () => writeBatch(tables, batch));
      // When batches are so large that they take long, as much time is for moving results, or the journal would only grow.
      const spent = performance.now() - began;
      const problem = compact(
        tables,
        batch,
        options.eager === true ? Infinity : (options.compactMs ?? Math.max(COMPACT_MS, spent)),
      );
      const { damaged } = tables.sources.blocks;
      return { ...written, tookMs: performance.now() - began, bytes: databaseFile.bytes, damaged, problem };
    },
    // An empty commit would not sync, so this writes something.
    sync: () => durably(() => database.exec('PRAGMA user_version = 1')),

    checks: ({ id, before, limit }) =>
      readable(file, () => results.newest(keyOf(id), id, before ?? Number.MAX_SAFE_INTEGER, limit)),
    checkColumns: ({ id, from, to }) => readable(file, () => columnsOfChecks(results.outcomes(keyOf(id), from, to))),
    series: ({ id, ...range }) => readable(file, () => series(keyOf(id), range)),
    distribution: ({ id, ...range }) => readable(file, () => distribution(keyOf(id), range)),
    baseline: ({ id, ...range }) =>
      readable(file, () => baselineOf(range, (from, to) => rollups.range('hour', keyOf(id), from, to))),
    spans: ({ id, from, to }) => spans.overlapping(keyOf(id), id, from, to),
    cells: ({ id, query }) => readable(file, () => cellsOf(tables, keyOf(id), id, query)),
    statusHistory: ({ id, options }) => readable(file, () => historyOf(tables, keyOf(id), id, options)),
    uptime: ({ id, from, to }) => {
      const key = keyOf(id);
      return from.map((start) => ({ ...spans.share(key, start, to), incidents: incidents.count(key, start, to) }));
    },
    incidents: (query) => incidents.list(query.id === undefined ? null : keyOf(query.id), query),
    documents: (query) => tables.documents.list(query),
    evidence: ({ incidentId }) => incidents.evidence(incidentId),
    changes: ({ id, before, limit }) =>
      readable(file, () => changes.newest(keyOf(id), before ?? Number.MAX_SAFE_INTEGER, limit)),
    memory: ({ id }) => readable(file, () => changes.memory(keyOf(id)) ?? EMPTY_MEMORY),

    prune: ({ retention, cursor }) => readable(file, () => pruneSlice(tables, retention, cursor)),
    close: () => {
      try {
        database.exec('PRAGMA optimize');
      } finally {
        // Also when the database is damaged or the disk is gone.
        database.close();
      }
    },
  };
}

function prepareFile({ file, identity = null }: DatabaseStoreOptions): DatabaseFile {
  try {
    return DatabaseFile.prepare(file, identity);
  } catch (error) {
    throw explain(error, file, 'open');
  }
}

/** Explains damaged data. `explain` handles the errors of SQLite itself. */
function readable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isDamage(error)) throw error;
    const params = { doing: 'read', reason: 'damaged', problem: error.message, file };
    throw new StoreError(problemOf('store.unusable', params), { cause: error });
  }
}

function saveCounted({ rollups, results, coverage }: Tables, key: number, history: CountedHistory): void {
  if (results.count(key, 0, Number.MAX_SAFE_INTEGER, 1) > 0) {
    throw new Error('Expected an endpoint without results, got one that has some');
  }
  for (const period of history.hours) rollups.putCounted('hour', key, period.at, countedRollup(period));
  for (const period of history.days) rollups.putCounted('day', key, period.at, countedRollup(period));
  coverage.saveCounted(key, countedUntil(history));
}

function historyOf(
  { spans, presence, incidents }: Tables,
  key: number,
  id: EndpointId,
  options: StatusHistoryOptions,
): StatusHistory {
  const { from, to } = options;
  const rows = {
    spans: spans.history(key, id, from, to),
    presence: presence.overlapping(from, to),
    presenceSince: presence.earliest(),
    incidents: incidents.overlapping(key, from, to),
  };
  return statusHistory(rows, options);
}

function cellsOf(
  { spans, rollups, coverage }: Tables,
  key: number,
  id: EndpointId,
  query: CellQuery,
): readonly CellFigures[] {
  const { edges, latency } = query;
  const [from, to] = [edges[0] ?? 0, (edges.at(-1) ?? 0) - 1];
  const rows = latency ? rollups.range('hour', key, Math.max(from, coverage.of(key).hoursFrom), to) : [];
  return cellFigures({ spans: spans.history(key, id, from, to), rows }, query);
}

function failureIn({ findings }: Tables, finding: number): FailureSummary {
  const { failure } = findings.get(finding);
  if (failure === null) throw new Error(`Expected the finding ${finding} to be a failure, got none`);
  return summarizeFailure(failure);
}
