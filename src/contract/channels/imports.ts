import type { Endpoint } from '../model/endpoint.ts';
import type { ImportWarning } from '../model/import-warning.ts';
import type { FileIssue } from '../model/issue.ts';

/** Requests that preview files of endpoints, of Lookout or another tool, and then add the entries that the person chooses. */
export interface ImportRequests {
  'imports.read': { args: { id?: string; files: ImportFile[]; from?: string }; answer: ImportPreview };
  'imports.add': { args: { id: string; entries: number[]; history?: boolean }; answer: ImportedEndpoints };
  'imports.progress': { args: { id: string }; answer: ImportProgress | null };
  'imports.cancel': { args: { id: string }; answer: null };
  'imports.undo': { args: { id: string }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const IMPORT_CHANNELS = {
  'imports.read':
    'Previews what files would add and change. Changes nothing. Each file has either `text` or its bytes in `base64`; one with `inFolder` is left out if no format recognizes it. `from` is the name of a format; without it, Lookout recognizes the format from the content. `id` is a text that you choose and no other import has, so that you can cancel the reading; without it, Lookout makes one. Lookout keeps the last 4 imports.',
  'imports.add':
    'Adds and updates entries of a preview, by their index: all of them or none. An endpoint that an earlier import added is updated, and fields that only a person has set do not change. With `history`, Lookout first imports the past checks of the new endpoints, if the files have any, and then adds the endpoints. Meanwhile, no other import can begin.',
  'imports.progress':
    'How much history `imports.add` has imported so far for this import; null: it is not importing any history.',
  'imports.cancel':
    'Stops reading the files of an import (the request `imports.read` is then refused) or importing its history (nothing is then added). At other times, Lookout forgets the preview. Other imports go on.',
  'imports.undo': 'Undoes `imports.add`: removes what it added, and brings back what it changed.',
} as const satisfies Record<keyof ImportRequests, string>;

/** A file as a page read it. */
export interface ImportFile {
  readonly name: string;
  readonly text?: string;
  /** The bytes, for files that are not text, or may be in another encoding. */
  readonly base64?: string;
  /** It was found in a folder that the person chose. Then it is left out if no format recognizes it. */
  readonly inFolder?: boolean;
}

/**
 * What the files would add and change. The configs themselves stay in the engine.
 */
export interface ImportPreview {
  /** The id of the import. */
  readonly id: string;
  /** The importers that recognized the files, such as `kuma`. */
  readonly formats: readonly string[];
  /** The first file, for titles. */
  readonly fileName: string;
  /** In the order of the files; empty when there are problems. */
  readonly entries: readonly ImportEntry[];
  /** Parts that are imported differently, or not at all. */
  readonly warnings: readonly ImportWarning[];
  /** Whether the files have past checks, which `imports.add` can import. */
  readonly hasHistory: boolean;
  /** Why the files cannot be read, in the order of the file. */
  readonly problems: readonly FileIssue[];
}

/**
 * `new`: there is no such endpoint. `changed`: an earlier import made it, and the file has changed since. `same`: an earlier
 * import made it, and nothing has changed. `exists`: there is another endpoint of this kind with the same target.
 */
export type ImportState = 'new' | 'changed' | 'same' | 'exists';

export interface ImportEntry {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  readonly state: ImportState;
  /** The names of the fields that would change. */
  readonly changes: readonly string[];
  /** Whether it is added as a paused endpoint. */
  readonly paused: boolean;
}

export interface ImportedEndpoints {
  readonly added: readonly Endpoint[];
  readonly updated: readonly Endpoint[];
  /** How many past checks were imported; null: no history was requested. */
  readonly pastChecks: number | null;
}

/** Past checks. */
export interface ImportProgress {
  readonly done: number;
  readonly all: number;
}

/** The most bytes in a lookout.yaml. Ten thousand endpoints fit many times over; a larger file is a mistake. */
export const CONFIG_FILE_BYTES = 10 * 1024 * 1024;

/** The most files of an import. */
export const IMPORT_FILES = 1000;

/** The limits of a folder that is searched for files to import. */
export const IMPORT_FOLDER = {
  /** The most levels of folders; 1: no subfolders. */
  levels: 16,
  /** The most files and folders, including those that are not imported. */
  entries: 20_000,
} as const;

/** The most bytes of all files that a page imports at once. A larger database is imported on the command line. */
export const IMPORT_BYTES = 15 * 1024 * 1024;
