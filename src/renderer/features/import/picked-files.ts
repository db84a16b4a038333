/** Files and folders that the person chose or dropped, and the files in them. */
import { IMPORT_FILES, IMPORT_FOLDER } from '../../../contract/channels/imports.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { isImportedFolder, isImportedName } from '../../../shared/import-folder.ts';

export interface PickedFile {
  /** With the folders in which it was found. */
  readonly name: string;
  readonly file: File;
  readonly inFolder: boolean;
}

export type FoundFiles =
  | { readonly ok: true; readonly files: readonly PickedFile[] }
  | { readonly ok: false; readonly problem: Issue };

/** What the person chose. */
export interface Pick {
  /** Of the first file or folder, for titles. */
  readonly name: string;
  /**
   * Finds the files, also those in the folders that may contain endpoints.
   * @param onFound called with the number of files found so far
   * @throws the signal's reason, or the error of the browser
   */
  find(signal: AbortSignal, onFound: (count: number) => void): Promise<FoundFiles>;
}

/** Files that were chosen one by one. */
export function pickOf(files: readonly File[]): Pick {
  const picked = files.map((file) => ({ name: file.name, file, inFolder: false }));
  return { name: files[0]?.name ?? '', find: () => Promise.resolve(limited(picked)) };
}

/** A folder that was chosen: the browser lists all files in it. */
export function pickOfFolder(files: readonly File[]): Pick {
  const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? [];
  return {
    name,
    find() {
      if (files.length > IMPORT_FOLDER.entries) return Promise.resolve(refused('file.tooManyFiles'));
      const parts = files.map((file) => ({ file, path: file.webkitRelativePath.split('/') }));
      const within = parts.filter(({ path }) => path.slice(1, -1).every(isImportedFolder));
      if (within.some(({ path }) => path.length - 1 > IMPORT_FOLDER.levels)) {
        return Promise.resolve(refused('file.tooManyLevels'));
      }
      const found = within.filter(({ file }) => isImportedName(file.name));
      return Promise.resolve(
        limited(found.map(({ file }) => ({ name: file.webkitRelativePath, file, inFolder: true }))),
      );
    },
  };
}

/** What was dropped. Call it in the listener of the event: the browser forgets the items afterwards. */
export function pickOfDrop({ items, files }: DataTransfer): Pick | null {
  // Not every browser has items, and in tests there are none.
  const entries = [...((items as DataTransferItemList | undefined) ?? [])].flatMap(
    (item) => item.webkitGetAsEntry() ?? [],
  );
  if (!entries.some(({ isDirectory }) => isDirectory)) return files.length === 0 ? null : pickOf([...files]);
  return { name: entries[0]?.name ?? '', find: (signal, onFound) => filesOf(entries, signal, onFound) };
}

async function filesOf(
  dropped: readonly FileSystemEntry[],
  signal: AbortSignal,
  onFound: (count: number) => void,
): Promise<FoundFiles> {
  const found: PickedFile[] = [];
  const waiting = dropped.map((entry) => ({ entry, level: 0 })).toReversed();
  let entries = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal.throwIfAborted();
    const { entry, level } = next;
    entries += 1;
    if (entries > IMPORT_FOLDER.entries) return refused('file.tooManyFiles');
    const inFolder = level > 0;
    if (isDirectory(entry)) {
      if (inFolder && !isImportedFolder(entry.name)) continue;
      if (level >= IMPORT_FOLDER.levels) return refused('file.tooManyLevels');
      const children = await childrenOf(entry, signal);
      waiting.push(...children.map((child) => ({ entry: child, level: level + 1 })).toReversed());
    } else if (isFile(entry) && (!inFolder || isImportedName(entry.name))) {
      found.push({ name: entry.fullPath.replace(/^\//u, ''), file: await fileOf(entry), inFolder });
      if (found.length > IMPORT_FILES) return limited(found);
      onFound(found.length);
    }
  }
  return limited(found);
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** The entries of a folder by name. The browser gives at most 100 at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry, signal: AbortSignal): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    signal.throwIfAborted();
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    children.push(...more);
    if (more.length === 0 || children.length > IMPORT_FOLDER.entries) break;
  }
  return children.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function limited(files: readonly PickedFile[]): FoundFiles {
  if (files.length === 0) return { ok: false, problem: { code: 'file.noFiles', path: '' } };
  if (files.length > IMPORT_FILES) {
    return { ok: false, problem: { code: 'file.tooManyFiles', params: { max: IMPORT_FILES }, path: '' } };
  }
  return { ok: true, files };
}

function refused(code: 'file.tooManyFiles' | 'file.tooManyLevels'): FoundFiles {
  const max = code === 'file.tooManyFiles' ? IMPORT_FOLDER.entries : IMPORT_FOLDER.levels;
  return { ok: false, problem: { code, params: { max }, path: '' } };
}
