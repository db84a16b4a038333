/** Reads one file format. Each format has a folder here and a line in `registry.ts`; no other code names a format. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { FileIssue } from '../../contract/model/issue.ts';

export interface ImportContext {
  /** The file as the person named it; for messages. */
  readonly fileName: string;
  /** The module of the worker thread that reads large files, so that checks continue meanwhile. */
  readonly workerUrl: URL;
  /** Aborted when another file replaces this one. */
  readonly signal: AbortSignal;
}

/** Either valid endpoints in the order of the file, or the reasons why the file cannot be read. */
export type ReadFile =
  | { readonly inputs: readonly EndpointInput[]; readonly problems?: undefined }
  | { readonly inputs?: undefined; readonly problems: readonly FileIssue[] };

export interface Importer {
  /** For example `lookout`. */
  readonly format: string;
  /** Whether the text looks like this format. Must be cheap, because it is called before the text is parsed. */
  detect(text: string, fileName: string): boolean;
  /** @throws the signal's reason */
  read(text: string, context: ImportContext): Promise<ReadFile>;
}
