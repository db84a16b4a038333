import type { Endpoint } from '../model/endpoint.ts';

/** Requests that look at a file of endpoints first, and add what the person chooses. */
export interface ImportRequests {
  'imports.read': { args: { fileName: string; text: string }; answer: ImportPreview };
  'imports.add': { args: { id: number; entries: number[] }; answer: Endpoint[] };
}

/** One sentence a request, for `docs/api.md`. */
export const IMPORT_CHANNELS = {
  'imports.read': 'What the text of a file, such as a lookout.yaml, would add. Adds nothing. The next one replaces it.',
  'imports.add': 'Adds entries of the last preview, by their index. All are added, or none.',
} as const satisfies Record<keyof ImportRequests, string>;

/** What a file would add. The engine keeps the last one; the configs themselves do not leave it. */
export interface ImportPreview {
  readonly id: number;
  /** The importer that recognized the file, such as `lookout`. */
  readonly format: string;
  readonly fileName: string;
  /** In the order of the file; empty when there are problems. */
  readonly entries: readonly ImportEntry[];
  /** Why the file cannot be read: sentences that begin with the place, in the order of the file. */
  readonly problems: readonly string[];
}

export interface ImportEntry {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  /** An endpoint of this kind with the same target is there already, or earlier in the file. */
  readonly duplicate: boolean;
}

/** Bytes of a lookout.yaml at most: ten thousand endpoints fit many times over; a file beyond it is a mistake. */
export const CONFIG_FILE_BYTES = 10 * 1024 * 1024;
