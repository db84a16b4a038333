/** Reads one file format. Each format has a folder here and a line in `registry.ts`; no other code names a format. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { ImportWarning, ImportWarningCode } from '../../contract/model/import-warning.ts';
import type { FileIssue } from '../../contract/model/issue.ts';
import type { Params } from '../../contract/model/text.ts';
import type { Format } from './formats.ts';
import type { ReadPast } from './past.ts';
import type { Source } from './source.ts';
import type { Environment } from './variables.ts';

/** An endpoint as an importer found it. It is checked afterwards: see `complete.ts`. */
export interface FoundEndpoint {
  /**
   * Names the same endpoint in later versions of the file, such as `gatus:core_website`. Importing again updates the
   * endpoint that has it.
   */
  readonly sourceId: string;
  /** The file. */
  readonly source: string;
  /** `Source.index`, for importers with `loadPast`. Absent: the endpoint has no history. */
  readonly file?: number;
  /** Where it is in the file, such as `endpoints[3]`. */
  readonly path: string;
  /** As in lookout.yaml. */
  readonly entry: EndpointInput;
  readonly paused?: boolean;
}

export type Warn = (source: string, path: string, code: ImportWarningCode, params?: Params) => void;

export interface ReadContext {
  readonly warn: Warn;
  /** The values of variables that are known. */
  readonly environment: Environment;
}

/** @throws ImportError when the files cannot be read, or their own program would refuse them */
export type ReadSources = (
  sources: readonly Source[],
  context: ReadContext,
) => readonly FoundEndpoint[] | Promise<readonly FoundEndpoint[]>;

/** What happens to each field of the other tool, for `docs/import.md`. */
export type FieldDocs = Readonly<Record<string, string>>;

export interface Importer {
  /** The name of the format, such as `kuma`. */
  readonly name: Format;
  /** What people call it, such as `Uptime Kuma`. */
  readonly title: string;
  /** Which files it reads, for the documentation. */
  readonly files: string;
  /** By field of the other tool: the field of Lookout, or the code of the warning that says what happens instead. */
  readonly fields: FieldDocs;
  /** More for the documentation, in Markdown. Absent: the fields say everything. */
  readonly notes?: string;
  /** Whether the content looks like this format. It must not throw. */
  recognizes(source: Source): boolean;
  /**
   * Whether a file without endpoints belongs to others of this format, such as their settings. It must not throw. Absent:
   * the format has no such files.
   */
  complements?(source: Source): boolean;
  /**
   * True: many files that contain no endpoints look like this format, such as scripts and notes. Then those in a folder are
   * left out when it has files of another format. Default false.
   */
  readonly isLoose?: true;
  /** Loads the code that reads past checks. Absent: the files have none. */
  loadPast?(): Promise<{ readonly readPast: ReadPast }>;
  /** Loads the code that reads the format. */
  load(): Promise<{ readonly read: ReadSources }>;
}

/** An endpoint that Lookout can check. */
export interface ImportedEndpoint extends FoundEndpoint {
  /** The name in Lookout. */
  readonly name: string;
}

/** What the files contain. */
export interface ImportResult {
  /** The formats of the files; empty when no file is recognized. */
  readonly formats: readonly string[];
  /** In the order of the files. `parseEndpoint` accepts each of them, and all names differ. */
  readonly endpoints: readonly ImportedEndpoint[];
  readonly warnings: readonly ImportWarning[];
  /** Why the files cannot be read; null: they can. Then there are no endpoints. */
  readonly error: FileIssue | null;
  /** More errors of the first file, after `error`. */
  readonly moreErrors: readonly FileIssue[];
}
