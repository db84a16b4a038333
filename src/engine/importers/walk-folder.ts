/** Finds the files of a folder that may contain endpoints, within limits: a folder may be a whole disk. */
import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IMPORT_FILES, IMPORT_FOLDER } from '../../contract/channels/imports.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { isImportedFolder, isImportedName } from '../../shared/import-folder.ts';
import { issueOf } from '../base/issues.ts';

export type WalkedFolder =
  | { readonly ok: true; readonly files: readonly string[] }
  | { readonly ok: false; readonly problem: Issue };

/**
 * @returns the paths of the files, in the order of their names
 * @throws the signal's reason, or the error of the system
 */
export async function walkFolder(folder: string, signal: AbortSignal): Promise<WalkedFolder> {
  const files: string[] = [];
  const waiting = [{ path: folder, level: 1 }];
  let entries = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, level } = next;
    if (level > IMPORT_FOLDER.levels) return refuse('file.tooManyLevels', IMPORT_FOLDER.levels);
    for await (const entry of await opendir(path)) {
      signal.throwIfAborted();
      entries += 1;
      if (entries > IMPORT_FOLDER.entries) return refuse('file.tooManyFiles', IMPORT_FOLDER.entries);
      const own = join(path, entry.name);
      if (entry.isDirectory()) {
        if (isImportedFolder(entry.name)) waiting.push({ path: own, level: level + 1 });
      } else if (isImportedName(entry.name) && (await isFile(entry, own))) files.push(own);
      if (files.length > IMPORT_FILES) return refuse('file.tooManyFiles', IMPORT_FILES);
    }
  }
  return { ok: true, files: files.toSorted() };
}

/** Also a link to a file: the files of a mounted ConfigMap are links. Links to folders may lead in circles. */
async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(path).then(
    (target) => target.isFile(),
    () => false,
  );
}

function refuse(code: 'file.tooManyFiles' | 'file.tooManyLevels', max: number): WalkedFolder {
  return { ok: false, problem: issueOf(code, '', { max }) };
}
