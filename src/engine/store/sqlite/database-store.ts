/** All operations on the database, in the thread that owns it. */
import { RECENT_INCIDENTS } from '../../../contract/channels/snapshot.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { Distribution, Series } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { distributionOf } from '../distribution.ts';
import { EMPTY_MEMORY, type StoredMemory } from '../../verdict/endpoint-memory.ts';
import { planSeries, seriesOfResults, seriesOfRollups, type SeriesRange } from '../series.ts';
import { statusHistory, type StatusHistoryOptions } from '../status-history.ts';
import { problemOf } from '../../base/problem-error.ts';
import { DAY_MS, StoreError, type StoredState } from '../store.ts';
import { DatabaseFile } from './database-file.ts';
import type { DatabaseSync } from 'node:sqlite';
import { createDurably, explain, isDamage, openDatabase, transaction, type Durably } from './database.ts';
import { DocumentTable } from './document-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { ChangeTable } from './change-table.ts';
import { FindingTable } from './finding-table.ts';
import { IncidentTable } from './incident-table.ts';
import { SpanTable } from './span-table.ts';
import { CoverageTable } from './coverage-table.ts';
import { LayoutTable } from './layout-table.ts';
import type { Batch, BatchWritten, StoreMethods } from './methods.ts';
import { copyBeforeMigration } from '../backup/copy-before-migration.ts';
import { migrate, MIGRATIONS, type Migration } from './migrations.ts';
import { PresenceTable } from './presence-table.ts';
import { pruneSlice, type Tables } from './prune.ts';
import { BlockTable } from './block-table.ts';
import { Compaction } from './compaction.ts';
import { FreshResults } from './fresh-results.ts';
import { JournalTable } from './journal-table.ts';
import { PlainResults } from './plain-results.ts';
import { ResultTable } from './result-table.ts';
import { RollupTable } from './rollup-table.ts';

/** The key of an unknown endpoint: no row has it. */
const NO_KEY = 0;
/** After a batch, results move into blocks for this long, if there are any to be moved. */
const COMPACT_MS = 15;

export interface DatabaseStoreOptions {
  readonly file: string;
  /** Of the file that an earlier store of this process had open: no other file is opened. Default: any. */
  readonly identity?: string | null;
  readonly now: EpochMs;
  readonly migrations?: readonly Migration[];
  /** Moves results into blocks as soon as they are written. For tests. Default false. */
  readonly eager?: boolean;
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
  const series = (key: number, range: SeriesRange): Series => {
    const plan = planSeries(range, coverage.read(), (from, to, limit) => results.count(key, from, to, limit));
    return plan.source === 'results'
      ? seriesOfResults(plan, results.range(key, plan.from, plan.to), failureOf)
      : seriesOfRollups(plan, rollups.range(plan.source, key, plan.from, plan.to), failureOf);
  };
  const distribution = (key: number, range: SeriesRange): Distribution => {
    const plan = planSeries(range, coverage.read(), () => Infinity);
    return distributionOf(
      plan,
      plan.source === 'results'
        ? results.range(key, plan.from, plan.to)
        : rollups.range(plan.source, key, plan.from, plan.to),
    );
  };

  return {
    identity: databaseFile.identity,
    load: ({ now }) => ({ state: readable(file, () => load(tables, now)), bytes: databaseFile.bytes, notCopied }),
    saveEndpoints: (args) => endpoints.save(args.endpoints),
    removeEndpoints: ({ ids, at }) => endpoints.remove(ids, at),
    removedEndpoints: () => endpoints.removed(),
    saveSettings: ({ settings }) => endpoints.saveSettings(settings),
    saveDocuments: ({ documents, remove }) => tables.documents.saveDurably(documents, remove),

    write: (batch) => {
      databaseFile.requireInPlace();
      const began = performance.now();
      const written = readable(file, () => write(tables, batch));
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
    series: ({ id, ...range }) => readable(file, () => series(keyOf(id), range)),
    distribution: ({ id, ...range }) => readable(file, () => distribution(keyOf(id), range)),
    spans: ({ id, from, to }) => spans.overlapping(keyOf(id), id, from, to),
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

function openTables(file: DatabaseFile, options: DatabaseStoreOptions): { tables: Tables; durably: Durably } {
  const database = openDatabase(file);
  try {
    const durably = createDurably(database, file);
    migrate(database, options);
    return { tables: tablesOf(database, durably, options.eager), durably };
  } catch (error) {
    database.close();
    throw error;
  }
}

function tablesOf(database: DatabaseSync, durably: Durably, eager = false): Tables {
  const journal = new JournalTable(database);
  const sources = {
    findings: new FindingTable(database),
    journal,
    fresh: new FreshResults(),
    blocks: new BlockTable(database),
    plain: new PlainResults(database),
  };
  const results = new ResultTable(sources);
  const layouts = new LayoutTable(database, sources.findings);
  const spans = new SpanTable(database, journal);
  const endpoints = new EndpointTable(database, durably);
  const rollups = new RollupTable(database, results, layouts);
  const tables: Tables = {
    database,
    findings: sources.findings,
    endpoints,
    sources,
    results,
    compaction: new Compaction({ database, sources, spans, eager }),
    layouts,
    rollups,
    spans,
    incidents: new IncidentTable(database),
    presence: new PresenceTable(database),
    coverage: new CoverageTable(database),
    documents: new DocumentTable(database, durably),
    changes: new ChangeTable(database),
    reload: () => {
      sources.findings.clearCache();
      layouts.clearCache();
      rollups.forgetProgress();
      sources.blocks.reload();
      sources.plain.noteEmpty();
      loadJournal(tables);
    },
  };
  loadJournal(tables);
  return tables;
}

/** Reads the results and spans that are only in the journal. */
function loadJournal({ sources, results, spans, endpoints, coverage, findings }: Tables): void {
  const { journal, fresh } = sources;
  const removes = coverage.removes();
  fresh.clear();
  spans.forgetGrown();
  results.forgetProgress();
  const keys = endpoints.keys();
  const isStored = results.stored();
  journal.load((id, entry) => {
    let waiting = 0;
    for (const { key, at, finding, figures } of entry.results) {
      // The entry is still to be removed: the result was moved into a block, or removed, alone or with its endpoint.
      if (!keys.has(key) || removes(at, () => findings.find(finding)?.verdict) || isStored(key, at)) continue;
      fresh.add(key, { at, finding, figures, entry: id });
      waiting += 1;
    }
    spans.replay(id, entry.spans);
    return waiting;
  });
  results.forgetProgress();
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

function load({ endpoints, results, spans, incidents, changes, presence }: Tables, now: EpochMs): StoredState {
  const listed = endpoints.listed();
  const recent = new Map<EndpointId, RecentChecks>();
  const last = new Map<EndpointId, CheckResult>();
  const memory = new Map<EndpointId, StoredMemory>();
  const allSpans: StatusSpan[] = [];
  for (const { key, endpoint } of listed) {
    const newest = results.recent(key, endpoint.id, RECENT_CHECKS);
    if (newest !== undefined) {
      recent.set(endpoint.id, newest.recent);
      last.set(endpoint.id, newest.last);
    }
    const remembered = changes.memory(key);
    if (remembered !== null) memory.set(endpoint.id, remembered);
    const ofLastDay = spans.overlapping(key, endpoint.id, now - DAY_MS, Number.MAX_SAFE_INTEGER);
    const lastSpan = spans.last(key, endpoint.id);
    if (lastSpan !== undefined && ofLastDay.at(-1)?.from !== lastSpan.from) allSpans.push(lastSpan);
    allSpans.push(...ofLastDay);
  }
  return {
    endpoints: listed.map(({ endpoint }) => endpoint),
    settings: endpoints.settings(),
    incidents: incidents.current(RECENT_INCIDENTS),
    spans: allSpans.sort((a, b) => a.from - b.from),
    recent,
    last,
    lastPresenceAt: presence.latest(),
    memory,
  };
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

function failureIn({ findings }: Tables, finding: number): FailureSummary {
  const { failure } = findings.get(finding);
  if (failure === null) throw new Error(`Expected the finding ${finding} to be a failure, got none`);
  return summarizeFailure(failure);
}

/** Writes results together with their rollups, so that neither exists without the other. */
function write(tables: Tables, batch: Batch): Pick<BatchWritten, 'rows' | 'unknown'> {
  const { database, endpoints, results, rollups, spans, incidents, presence } = tables;
  const { documents, changes } = tables;
  const unknown = new Set<EndpointId>();
  const keyOf = (id: EndpointId): number | undefined => {
    const key = endpoints.key(id);
    if (key === undefined) unknown.add(id);
    return key;
  };
  let rows = 0;
  try {
    transaction(database, () => {
      for (const result of batch.results) {
        const key = keyOf(result.endpointId);
        const counted = key === undefined ? null : results.insert(key, result);
        if (key === undefined || counted === null) continue;
        rollups.add(key, counted);
        rows += 1;
      }
      for (const span of batch.spans) {
        const key = keyOf(span.endpointId);
        if (key === undefined) continue;
        spans.save(key, span);
        rows += 1;
      }
      for (const one of batch.presence) {
        presence.save(one);
        rows += 1;
      }
      for (const document of batch.documents) {
        documents.save(document);
        rows += 1;
      }
      for (const incident of batch.incidents) {
        const key = keyOf(incident.endpointId);
        if (key === undefined) continue;
        incidents.save(key, incident);
        rows += 1;
      }
      for (const { endpointId, at, json } of batch.changes) {
        const key = keyOf(endpointId);
        if (key === undefined) continue;
        changes.save(key, at, json);
        rows += 1;
      }
      for (const { endpointId, json } of batch.memory) {
        const key = keyOf(endpointId);
        if (key === undefined) continue;
        changes.saveMemory(key, json);
        rows += 1;
      }
      for (const { incidentId, endpointId, json } of batch.evidence) {
        if (keyOf(endpointId) === undefined) continue;
        incidents.saveEvidence(incidentId, json);
        rows += 1;
      }
      tables.sources.journal.write();
    });
  } catch (error) {
    tables.reload();
    throw error;
  }
  return { rows, unknown: [...unknown] };
}

/**
 * Moves results into blocks. The batch is written, whatever happens here.
 * @returns what happened; null: it went well
 */
function compact({ compaction, database, reload }: Tables, { results }: Batch, ms: Ms): string | null {
  const newest = results.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  if (newest === -Infinity) return null;
  try {
    compaction.slice(newest, ms);
    return null;
  } catch (error) {
    if (database.isOpen) reload();
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
