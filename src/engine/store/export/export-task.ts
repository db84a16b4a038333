/** The work of an export's thread: reads results page by page, and writes them to a file or sends its bytes. */
import { rename, rm, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { ResultFormat, ResultSelection } from '../../../contract/model/result-export.ts';
import { ResultReader } from './result-reader.ts';
import { rowOf } from './result-row.ts';
import { createResultWriter, type ByteSink, type ResultTarget } from './write-results.ts';

export interface ExportTask extends ResultSelection {
  readonly task: 'export';
  /** The database. */
  readonly file: string;
  readonly format: ResultFormat;
  /** The file to write; null: its bytes are sent. */
  readonly out: string | null;
  /** A temporary file, for formats that cannot be sent before they are complete. */
  readonly scratch: string;
}

/** The progress of an export. */
export interface ExportProgress {
  readonly done: number;
  readonly all: number;
  readonly bytes: number;
}

export interface ExportContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
  /** Takes the bytes when there is no file to write. */
  readonly sink: ByteSink;
}

/** Results that are read and written at once: about 2 MB. */
const PAGE = 2000;

/** @throws the reason of the signal, or the error. Then no part of the file is left */
export async function runExport(task: ExportTask, { signal, onProgress, sink }: ExportContext): Promise<void> {
  const { out, format } = task;
  if (out !== null) await requireFile(out);
  const partial = out === null ? null : `${out}.partial`;
  const reader = new ResultReader(task.file);
  try {
    const all = await countAll(task, reader, signal);
    // The thread of a download waits for the receiver, and must not keep a snapshot of the database open meanwhile.
    const released: ByteSink = {
      write: (bytes) => {
        reader.release();
        return sink.write(bytes);
      },
    };
    const target: ResultTarget = partial === null ? { sink: released, scratch: task.scratch } : { file: partial };
    const writer = await createResultWriter(format, target);
    try {
      let done = 0;
      onProgress({ done, all, bytes: 0 });
      for (const endpoint of task.endpoints) {
        for (const checks of pagesOf(task, endpoint.id, reader)) {
          await writer.write(checks.map((check) => rowOf(check, endpoint)));
          done += checks.length;
          onProgress({ done, all: Math.max(all, done), bytes: writer.bytes });
          // Lets the thread receive the message to stop.
          await turn();
          signal.throwIfAborted();
        }
      }
      await writer.complete();
      onProgress({ done, all: done, bytes: writer.bytes });
    } finally {
      await writer.dispose();
    }
    if (partial !== null && out !== null) await rename(partial, out);
  } catch (error) {
    if (partial !== null) await rm(partial, { force: true });
    throw error;
  } finally {
    reader.close();
  }
}

/** Refuses a folder or a device, which the file would replace. @throws Error with the code of the system */
async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile()) return;
  throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR', syscall: 'stat' });
}

async function countAll({ endpoints, from, to }: ExportTask, reader: ResultReader, signal: AbortSignal) {
  let all = 0;
  for (const { id } of endpoints) {
    all += reader.count(id, from, to);
    await turn();
    signal.throwIfAborted();
  }
  return all;
}

/** Newest first. */
function* pagesOf({ from, to }: ExportTask, id: string, reader: ResultReader) {
  let before = to + 1;
  for (;;) {
    const within = reader.newest(id, before, PAGE).filter(({ at }) => at >= from);
    if (within.length > 0) yield within;
    if (within.length < PAGE) return;
    before = within.at(-1)?.at ?? from;
  }
}
