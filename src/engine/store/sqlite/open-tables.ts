/** Opens a database and connects its tables. */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { BlockTable } from './block-table.ts';
import { ChangeTable } from './change-table.ts';
import { Compaction } from './compaction.ts';
import { CoverageTable } from './coverage-table.ts';
import type { DatabaseFile } from './database-file.ts';
import { createDurably, openDatabase, type Durably } from './database.ts';
import { DocumentTable } from './document-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { FindingTable } from './finding-table.ts';
import { FreshResults } from './fresh-results.ts';
import { IncidentTable } from './incident-table.ts';
import { JournalTable } from './journal-table.ts';
import { LayoutTable } from './layout-table.ts';
import { migrate, type Migration } from './migrations.ts';
import { PlainResults } from './plain-results.ts';
import { PresenceTable } from './presence-table.ts';
import type { Tables } from './prune.ts';
import { ResultTable } from './result-table.ts';
import { RollupTable } from './rollup-table.ts';
import { SpanTable } from './span-table.ts';

export interface OpenTablesOptions {
  readonly file: string;
  readonly now: EpochMs;
  readonly migrations?: readonly Migration[];
  /** Moves results into blocks as soon as they are written. For tests. Default false. */
  readonly eager?: boolean;
}

/** Migrates the database to the newest version. @throws the errors of SQLite */
export function openTables(file: DatabaseFile, options: OpenTablesOptions): { tables: Tables; durably: Durably } {
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
      loadJournal({ ...tables, keys: endpoints.keys() });
    },
  };
  loadJournal({ ...tables, keys: endpoints.keys() });
  return tables;
}

/** The parts that reading the journal needs. */
export interface JournalReaders extends Pick<Tables, 'sources' | 'results' | 'coverage'> {
  /** The numbers of all endpoints, including removed ones. */
  readonly keys: ReadonlySet<number>;
  /** Called with the spans of each entry, too. Default: they are ignored. */
  readonly spans?: Pick<SpanTable, 'forgetGrown' | 'replay'>;
}

/** Reads the results and spans that are only in the journal. */
export function loadJournal({ sources, results, spans, keys, coverage }: JournalReaders): void {
  const { journal, fresh, findings } = sources;
  const removes = coverage.removes();
  fresh.clear();
  spans?.forgetGrown();
  results.forgetProgress();
  const isStored = results.stored();
  journal.load((id, entry) => {
    let waiting = 0;
    for (const { key, at, finding, figures } of entry.results) {
      // The entry is still to be removed: the result was moved into a block, or removed, alone or with its endpoint.
      if (!keys.has(key) || removes(at, () => findings.find(finding)?.verdict) || isStored(key, at)) continue;
      fresh.add(key, { at, finding, figures, entry: id });
      waiting += 1;
    }
    spans?.replay(id, entry.spans);
    return waiting;
  });
  results.forgetProgress();
}
