/** Reads files of check results that `lookout export` or the page wrote: CSV, JSON Lines, Parquet and SQLite. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { ResultRow } from '../../../engine/store/export/result-row.ts';

/** The columns that an import needs. */
const COLUMNS = ['endpointId', 'endpoint', 'kind', 'result'] as const satisfies readonly (keyof ResultRow)[];

/** A row of a file, as far as an import needs it. */
export type ReadRow = Pick<ResultRow, (typeof COLUMNS)[number]>;

/** The file has none of these formats, or one of its rows cannot be read. The message is for people. */
export class ResultsFileError extends Error {
  override readonly name = 'ResultsFileError';
}

/** Reads the rows of a file. Its first bytes tell the format. @throws ResultsFileError */
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
    for (const row of database.prepare(`SELECT ${COLUMNS.join(', ')} FROM result`).iterate()) {
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
    const columns = [...COLUMNS];
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
    // Without the apostrophe that `csvField` puts before texts that spreadsheets would run.
    ([, inQuotes, plain = '']) => (inQuotes?.replaceAll('""', '"') ?? plain).replace(/^'(?=[=+\-@\t])/u, ''),
  );
}
