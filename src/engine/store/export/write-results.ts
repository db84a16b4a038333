/** Writes files of check results: CSV, JSON Lines, Parquet and SQLite. */
import { open, rm, stat, writeFile } from 'node:fs/promises';
import type { ResultFormat } from '../../../contract/model/result-export.ts';
import { csvField } from '../../../shared/csv-field.ts';
import { RESULT_COLUMNS, type ResultRow } from './result-row.ts';

/** Takes the bytes of a file, one piece after the other. */
export interface ByteSink {
  /** Resolves when the next piece may be written. */
  write(bytes: Uint8Array): Promise<void>;
}

export interface ResultWriter {
  write(rows: readonly ResultRow[]): Promise<void>;
  /** Completes the file. */
  complete(): Promise<void>;
  /** Ends the work, whether the file is complete or not. */
  dispose(): Promise<void>;
  /** The bytes of the file so far. */
  readonly bytes: number;
}

/** Where a file goes: to a path, where it replaces an existing file, or to a receiver of its bytes. */
export type ResultTarget =
  | { readonly file: string }
  | {
      readonly sink: ByteSink;
      /** Where a database is kept until it is sent, because its pages are not written in order. */
      readonly scratch: string;
    };

/** @throws the system's error when a file cannot be written */
export async function createResultWriter(format: ResultFormat, target: ResultTarget): Promise<ResultWriter> {
  if (format === 'sqlite') return 'file' in target ? sqliteWriter(target.file) : sentDatabase(target);
  const encoder = format === 'parquet' ? await parquetEncoder() : textEncoder(format);
  const sink = 'file' in target ? await fileSink(target.file) : { ...target.sink, close: () => Promise.resolve() };
  let bytes = 0;
  const put = async (piece: Uint8Array | null): Promise<void> => {
    if (piece === null || piece.length === 0) return;
    bytes += piece.length;
    await sink.write(piece);
  };
  return {
    write: async (rows) => put(await encoder.encode(rows)),
    complete: async () => put(await encoder.end()),
    dispose: () => sink.close(),
    get bytes() {
      return bytes;
    },
  };
}

async function fileSink(file: string): Promise<ByteSink & { close(): Promise<void> }> {
  const handle = await open(file, 'w');
  return {
    async write(bytes) {
      await handle.writeFile(bytes);
    },
    close: () => handle.close(),
  };
}

/** Makes the bytes of a file, from the first to the last. */
interface Encoder {
  /** Null: the rows will be in a later piece. */
  encode(rows: readonly ResultRow[]): Promise<Uint8Array | null>;
  end(): Promise<Uint8Array | null>;
}

function textEncoder(format: 'csv' | 'jsonl'): Encoder {
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  let head: string | null = format === 'csv' ? `${RESULT_COLUMNS.join(',')}\r\n` : null;
  const takeHead = (): string => {
    const first = head ?? '';
    head = null;
    return first;
  };
  return {
    encode: async (rows) => Buffer.from(takeHead() + rows.map(lineOf).join('')),
    end: async () => Buffer.from(takeHead()),
  };
}

function jsonLine(row: ResultRow): string {
  return `${JSON.stringify({ ...row, at: new Date(row.at).toISOString(), result: JSON.parse(row.result) as unknown })}\n`;
}

function csvLine(row: ResultRow): string {
  return `${RESULT_COLUMNS.map((name) => csvField(name === 'at' ? new Date(row.at).toISOString() : row[name])).join(',')}\r\n`;
}

const PARQUET_SCHEMA = [
  { name: 'root', num_children: RESULT_COLUMNS.length },
  { name: 'endpointId', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'endpoint', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'kind', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
  { name: 'verdict', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'durationMs', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  { name: 'failure', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'result', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
] as const;

/** A row group in a Parquet file: about 20 MB of results, which wait in memory until the group is full. */
const GROUP_ROWS = 20_000;

async function parquetEncoder(): Promise<Encoder> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: [...PARQUET_SCHEMA] });
  let waiting: ResultRow[] = [];
  const writeGroup = async (): Promise<void> => {
    const rows = waiting;
    waiting = [];
    const data = (name: keyof ResultRow) =>
      rows.map((row) =>
        name === 'at' ? new Date(row.at) : name === 'failure' ? (row.failure ?? undefined) : row[name],
      );
    const columnData = RESULT_COLUMNS.map((name) => ({ name, data: data(name) }));
    await parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
  };
  /** The bytes written since the last call. The writer itself counts from the start of the file. */
  const take = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  return {
    async encode(rows) {
      waiting.push(...rows);
      if (waiting.length < GROUP_ROWS) return null;
      await writeGroup();
      return take();
    },
    async end() {
      if (waiting.length > 0) await writeGroup();
      await parquet.finish();
      return take();
    },
  };
}

async function sqliteWriter(file: string): Promise<ResultWriter> {
  const { DatabaseSync } = await import('node:sqlite');
  // SQLite would not say why it cannot create the file.
  await writeFile(file, '');
  const database = new DatabaseSync(file);
  // Nobody reads the file before it is complete, and an incomplete file is removed.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
  database.exec(`CREATE TABLE result (
    endpointId TEXT NOT NULL, endpoint TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT NOT NULL,
    durationMs REAL NOT NULL, failure TEXT, result TEXT NOT NULL, PRIMARY KEY (endpointId, at)
  ) STRICT`);
  const insert = database.prepare(
    `INSERT OR REPLACE INTO result (${RESULT_COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let bytes = 0;
  return {
    write: async (rows) => {
      database.exec('BEGIN');
      for (const row of rows) insert.run(...RESULT_COLUMNS.map((name) => row[name]));
      database.exec('COMMIT');
      bytes = (await stat(file)).size;
    },
    complete: async () => {
      database.close();
      bytes = (await stat(file)).size;
    },
    dispose: async () => {
      if (database.isOpen) database.close();
    },
    get bytes() {
      return bytes;
    },
  };
}

/** The size of a piece. */
const PIECE_BYTES = 1024 * 1024;

async function sentDatabase({ sink, scratch }: { readonly sink: ByteSink; readonly scratch: string }) {
  const writer = await sqliteWriter(scratch);
  return {
    write: (rows: readonly ResultRow[]) => writer.write(rows),
    complete: async () => {
      await writer.complete();
      const handle = await open(scratch);
      try {
        for (;;) {
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, null);
          if (bytesRead === 0) return;
          await sink.write(buffer.subarray(0, bytesRead));
        }
      } finally {
        await handle.close();
      }
    },
    dispose: async () => {
      await writer.dispose();
      await rm(scratch, { force: true });
    },
    get bytes() {
      return writer.bytes;
    },
  } satisfies ResultWriter;
}
