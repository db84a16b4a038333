/** Files of check results: CSV, JSON Lines, Parquet and SQLite. Each row has the whole result as JSON, so that it can be imported. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { CheckResult } from '../contract/model/check.ts';
import { csvField } from '../i18n/report/report-csv.ts';
import type { ResultFormat } from './result-formats.ts';

/** One check in a file. */
export interface ResultRow {
  readonly endpointId: string;
  readonly endpoint: string;
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly verdict: string;
  readonly durationMs: number;
  /** The code; null: none. */
  readonly failure: string | null;
  /** The `CheckResult` as JSON. */
  readonly result: string;
}

export interface ResultWriter {
  write(rows: readonly ResultRow[]): Promise<void>;
  /** Completes the file. */
  close(): Promise<void>;
}

const COLUMNS = ['endpointId', 'endpoint', 'kind', 'at', 'verdict', 'durationMs', 'failure', 'result'] as const;

/** The row of a result. */
export function rowOf(result: CheckResult, endpoint: string, kind: string): ResultRow {
  const { endpointId, at, verdict, durationMs, failure } = result;
  const code = failure === null ? null : failure.code;
  return { endpointId, endpoint, kind, at, verdict, durationMs, failure: code, result: JSON.stringify(result) };
}

/** Creates the file, or replaces it. */
export async function createResultWriter(file: string, format: ResultFormat): Promise<ResultWriter> {
  switch (format) {
    case 'csv':
    case 'jsonl':
      return textWriter(file, format);
    case 'parquet':
      return parquetWriter(file);
    case 'sqlite':
      return sqliteWriter(file);
  }
}

async function textWriter(file: string, format: 'csv' | 'jsonl'): Promise<ResultWriter> {
  const handle = await open(file, 'w');
  if (format === 'csv') await handle.write(`${COLUMNS.join(',')}\r\n`);
  const lineOf = (row: ResultRow) =>
    format === 'jsonl'
      ? `${JSON.stringify({ ...row, at: new Date(row.at).toISOString(), result: JSON.parse(row.result) as unknown })}\n`
      : `${COLUMNS.map((name) => csvField(name === 'at' ? new Date(row.at).toISOString() : row[name])).join(',')}\r\n`;
  return {
    write: async (rows) => void (await handle.write(rows.map(lineOf).join(''))),
    close: () => handle.close(),
  };
}

const PARQUET_SCHEMA = [
  { name: 'root', num_children: COLUMNS.length },
  { name: 'endpointId', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'endpoint', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'kind', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
  { name: 'verdict', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'durationMs', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  { name: 'failure', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'result', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
] as const;

/** A row group in a Parquet file. */
const GROUP_ROWS = 50_000;

async function parquetWriter(file: string): Promise<ResultWriter> {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  const parquet = new ParquetWriter({ writer: fileWriter(file), schema: [...PARQUET_SCHEMA] });
  let waiting: ResultRow[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    const data = (name: keyof ResultRow) =>
      rows.map((row) =>
        name === 'at' ? new Date(row.at) : name === 'failure' ? (row.failure ?? undefined) : row[name],
      );
    await parquet.write({ columnData: COLUMNS.map((name) => ({ name, data: data(name) })), rowGroupSize: GROUP_ROWS });
  };
  return {
    write: async (rows) => {
      waiting.push(...rows);
      if (waiting.length >= GROUP_ROWS) await flush();
    },
    close: async () => {
      await flush();
      await parquet.finish();
    },
  };
}

async function sqliteWriter(file: string): Promise<ResultWriter> {
  const { DatabaseSync } = await import('node:sqlite');
  const { rm } = await import('node:fs/promises');
  await rm(file, { force: true });
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE result (
    endpointId TEXT NOT NULL, endpoint TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT NOT NULL,
    durationMs REAL NOT NULL, failure TEXT, result TEXT NOT NULL, PRIMARY KEY (endpointId, at)
  ) STRICT`);
  const insert = database.prepare(
    `INSERT OR REPLACE INTO result (${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    write: async (rows) => {
      database.exec('BEGIN');
      for (const row of rows) insert.run(...COLUMNS.map((name) => row[name]));
      database.exec('COMMIT');
    },
    close: async () => database.close(),
  };
}

/** What an import needs of a row. */
export type ReadRow = Pick<ResultRow, 'endpointId' | 'endpoint' | 'kind' | 'result'>;

/** The file is none of these formats, or a row of it cannot be read. The message is for people. */
export class ResultsFileError extends Error {
  override readonly name = 'ResultsFileError';
}

/** The rows of a file of any of the formats, which its first bytes tell. @throws ResultsFileError */
export async function* readResultRows(file: string): AsyncGenerator<ReadRow> {
  const start = await startOf(file);
  if (start.startsWith('SQLite format 3')) yield* sqliteRows(file);
  else if (start.startsWith('PAR1')) yield* parquetRows(file);
  else if (start.startsWith('{')) yield* jsonRows(file);
  else if (start.startsWith('endpointId')) yield* csvRows(file);
  else
    throw new ResultsFileError(
      `${file} must be a CSV, JSON Lines, Parquet or SQLite file that "lookout export" wrote.`,
    );
}

async function startOf(file: string): Promise<string> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  return buffer.toString('latin1');
}

async function* sqliteRows(file: string): AsyncGenerator<ReadRow> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    for (const row of database.prepare('SELECT endpointId, endpoint, kind, result FROM result').iterate()) {
      yield row as unknown as ReadRow;
    }
  } finally {
    database.close();
  }
}

async function* parquetRows(file: string): AsyncGenerator<ReadRow> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const source = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(source);
  let rowStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(rows);
    const columns = ['endpointId', 'endpoint', 'kind', 'result'];
    for (const row of await parquetReadObjects({ file: source, metadata, columns, rowStart, rowEnd })) {
      yield row as unknown as ReadRow;
    }
    rowStart = rowEnd;
  }
}

async function* jsonRows(file: string): AsyncGenerator<ReadRow> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (line === '') continue;
    try {
      const row = JSON.parse(line) as ReadRow & { readonly result: unknown };
      yield { ...row, result: JSON.stringify(row.result) };
    } catch {
      throw new ResultsFileError(`${file}:${number} must be JSON.`);
    }
  }
}

/** RFC 4180. The results are JSON, which has no line breaks, so a line is a row. */
async function* csvRows(file: string): AsyncGenerator<ReadRow> {
  let head: readonly string[] | null = null;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const fields = csvFields(line);
    if (head === null) {
      head = fields;
      continue;
    }
    const names = head;
    const field = (name: string) => fields[names.indexOf(name)] ?? '';
    if (line !== '') {
      yield {
        endpointId: field('endpointId'),
        endpoint: field('endpoint'),
        kind: field('kind'),
        result: field('result'),
      };
    }
  }
}

function csvFields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(
    // Without the apostrophe that `csvField` puts before what spreadsheets would run.
    ([, inQuotes, plain = '']) => (inQuotes?.replaceAll('""', '"') ?? plain).replace(/^'(?=[=+\-@\t])/u, ''),
  );
}
