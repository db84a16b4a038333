import type { Endpoint } from '../model/endpoint.ts';
import type { FileIssue } from '../model/issue.ts';

/** Requests that preview a file of endpoints and then add the entries that the person chooses. */
export interface ImportRequests {
  'imports.read': { args: { fileName: string; text: string }; answer: ImportPreview };
  'imports.add': { args: { id: number; entries: number[] }; answer: Endpoint[] };
}

/** One sentence per request, for `docs/api.md`. */
export const IMPORT_CHANNELS = {
  'imports.read':
    'Previews what the text of a file, such as a lookout.yaml, would add. Adds nothing. The next preview replaces it.',
  'imports.add': 'Adds entries of the last preview, by their index. Adds all of them or none.',
} as const satisfies Record<keyof ImportRequests, string>;

/** What a file would add. The engine keeps the last preview; the configs themselves stay in the engine. */
export interface ImportPreview {
  readonly id: number;
  /** The importer that recognized the file, such as `lookout`. */
  readonly format: string;
  readonly fileName: string;
  /** In the order of the file; empty when there are problems. */
  readonly entries: readonly ImportEntry[];
  /** Why the file cannot be read, in the order of the file. */
  readonly problems: readonly FileIssue[];
}

export interface ImportEntry {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  /** True: an endpoint of this kind with the same target exists already, or comes earlier in the file. */
  readonly duplicate: boolean;
}

/** The most bytes in a lookout.yaml. Ten thousand endpoints fit many times over; a larger file is a mistake. */
export const CONFIG_FILE_BYTES = 10 * 1024 * 1024;
