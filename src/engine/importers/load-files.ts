/** Reads the files of a command line for an import: files, folders, databases. */
import { open, stat } from 'node:fs/promises';
import { IMPORT_FILES } from '../../contract/channels/imports.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import type { SourceFile } from './source.ts';
import { readFileBytes, unreadable } from './text-file.ts';
import { walkFolder } from './walk-folder.ts';

/** The most bytes of one file that is not a database. */
export const FILE_BYTES = 64 * 1024 * 1024;
/** The most bytes of all files, without databases. */
const ALL_BYTES = 4 * FILE_BYTES;
/** The beginning of a database, which is read in place. */
const HEAD_BYTES = 4096;
export type LoadedFiles =
  | { readonly ok: true; readonly files: readonly SourceFile[] }
  | { readonly ok: false; readonly name: string; readonly problem: Issue };

/**
 * Reads files, and the files of folders that may contain endpoints.
 * @throws the signal's reason
 */
export async function loadFiles(paths: readonly string[], signal: AbortSignal): Promise<LoadedFiles> {
  const files: SourceFile[] = [];
  let bytes = 0;
  for (const path of paths) {
    const refuse = (problem: Issue): LoadedFiles => ({ ok: false, name: path, problem });
    try {
      const inFolder = (await stat(path)).isDirectory();
      const walked = inFolder ? await walkFolder(path, signal) : { ok: true as const, files: [path] };
      if (!walked.ok) return refuse(walked.problem);
      // The write-ahead log of a database is read with it.
      const found = inFolder ? walked.files.filter((name) => !name.endsWith('-wal')) : walked.files;
      if (found.length + files.length > IMPORT_FILES) {
        return refuse(issueOf('file.tooManyFiles', '', { max: IMPORT_FILES }));
      }
      if (found.length === 0) return refuse(issueOf('file.noFiles', '', {}));
      for (const one of found) {
        const read = await loadFile(one, signal);
        if (!read.ok) return read;
        files.push(...read.files.map((file) => ({ ...file, inFolder })));
        bytes += read.files.reduce((sum, file) => sum + file.bytes.length, 0);
        if (bytes > ALL_BYTES) return refuse(issueOf('file.allTooLarge', '', { maxBytes: ALL_BYTES }));
      }
    } catch (error) {
      signal.throwIfAborted();
      return refuse(unreadable(error));
    }
  }
  return { ok: true, files };
}

async function loadFile(path: string, signal: AbortSignal): Promise<LoadedFiles> {
  const head = await headOf(path);
  if (head !== null && head.toString('latin1').startsWith('SQLite format 3\0')) {
    return { ok: true, files: [{ name: path, bytes: head, path }] };
  }
  const read = await readFileBytes(path, { signal, maxBytes: FILE_BYTES });
  return read.ok
    ? { ok: true, files: [{ name: path, bytes: read.bytes.slice(), path }] }
    : { ok: false, name: path, problem: read.problem };
}

/** The beginning of a file; null for a pipe, from which nothing may be consumed. */
async function headOf(path: string): Promise<Buffer | null> {
  if (!(await stat(path)).isFile()) return null;
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
