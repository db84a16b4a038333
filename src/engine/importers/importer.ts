/** What reads one file format. One folder a format and one line in `registry.ts`; nothing else names formats. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';

export interface ImportContext {
  /** As the person knows it; for messages. */
  readonly fileName: string;
  /** The module of the thread that reads large files, so that checks go on meanwhile. */
  readonly workerUrl: URL;
  /** Aborted when another file replaces this one. */
  readonly signal: AbortSignal;
}

/** Either valid endpoints in the order of the file, or why the file cannot be read. */
export type ReadFile =
  | { readonly inputs: readonly EndpointInput[]; readonly problems?: undefined }
  | { readonly inputs?: undefined; readonly problems: readonly string[] };

export interface Importer {
  /** Such as `lookout`. */
  readonly format: string;
  /** Whether the text looks like this format; cheap, and asked before anything is parsed. */
  detect(text: string, fileName: string): boolean;
  /** @throws the signal's reason */
  read(text: string, context: ImportContext): Promise<ReadFile>;
}
