/** Reads the files of a command line for an import: files, folders, databases. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import type { SourceFile } from './source.ts';
import { readFileBytes, unreadable } from './text-file.ts';

/** The most bytes of one file that is not a database. */
export const FILE_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 1000;
/** The beginning of a database, which is read in place. */
const HEAD_BYTES = 4096;
/** The files of a folder that are read. A file that is named is always read. */
const READABLE = /\.(?:ya?ml|json|har|csv|tsv|txt|xml|db|sqlite3?|curl|sh)$/iu;

export type LoadedFiles =
  | { readonly ok: true; readonly files: readonly SourceFile[] }
  | { readonly ok: false; readonly name: string; readonly problem: Issue };

/** @throws the signal's reason */
export async function loadFiles(paths: readonly string[], signal: AbortSignal): Promise<LoadedFiles> {
  const files: SourceFile[] = [];
  for (const path of paths) {
    try {
      const expanded = await expand(path);
      if (expanded.length + files.length > MAX_FILES) {
        return { ok: false, name: path, problem: issueOf('file.tooManyFiles', '', { max: MAX_FILES }) };
      }
      for (const one of expanded) {
        const read = await loadFile(one, signal);
        if (!read.ok) return read;
        files.push(...read.files);
      }
    } catch (error) {
      signal.throwIfAborted();
      return { ok: false, name: path, problem: unreadable(error) };
    }
  }
  return { ok: true, files };
}

/** The files of a folder and its folders, in the order of their names. */
async function expand(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && READABLE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
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
