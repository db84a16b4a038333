/** Reads files to import, and makes the preview of what they would add and change. */
import {
  IMPORT_BYTES,
  type ImportEntry,
  type ImportFile,
  type ImportPreview,
} from '../../contract/channels/imports.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { ImportWarning } from '../../contract/model/import-warning.ts';
import { issueOf } from '../base/issues.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseEndpoint } from '../check/parse-endpoint.ts';
import { createMerge, type MergedEndpoint } from './merge.ts';
import { refusal, runImport } from './run-import.ts';
import type { SourceFile } from './source.ts';

/** At most this many problems are shown at once. The person sees the others after fixing these. */
const PROBLEMS = 20;
/** At most this many warnings are sent to a page. */
const WARNINGS = 1_000;

/** The files of an import that have past checks. */
export interface Past {
  readonly files: readonly SourceFile[];
  readonly from: string | undefined;
}

/** The part of a preview that is kept. */
export interface Preview {
  readonly merged: readonly MergedEndpoint[];
  /** Null: the files have no past checks. */
  readonly past: Past | null;
}

export interface ReadFilesOptions {
  readonly kinds: readonly CheckKind[];
  /** See `ImportsOptions`. */
  readonly existing: () => Promise<readonly Pick<Endpoint, 'id' | 'config' | 'target'>[]>;
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
}

/** @returns the preview, and what a person sees of it. @throws the signal's reason */
export async function readFiles(
  given: readonly ImportFile[],
  { id, from }: { readonly id: string; readonly from: string | undefined },
  { kinds, existing, workerUrl, signal }: ReadFilesOptions,
): Promise<{ readonly preview: Preview; readonly shown: ImportPreview }> {
  const files = given.map(fileOf);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const { formats, endpoints, warnings, error, moreErrors } =
    bytes > IMPORT_BYTES
      ? refusal(files, issueOf('file.allTooLarge', '', { maxBytes: IMPORT_BYTES }))
      : await runImport(files, { workerUrl, signal, from: from ?? null });
  const merge = createMerge({ parse: (input) => parseEndpoint(input, kinds), existing: await existing() });
  const merged = await inTimeSlices(endpoints, merge, signal);
  signal.throwIfAborted();
  const hasHistory = warnings.some(isHistory);
  const shown = {
    id,
    formats,
    fileName: files[0]?.name ?? '',
    entries: merged.map(entryOf),
    warnings: warnings.filter((warning) => !isHistory(warning)).slice(0, WARNINGS),
    hasHistory,
    problems: error === null ? [] : [error, ...moreErrors].slice(0, PROBLEMS),
  };
  return { preview: { merged, past: hasHistory ? { files, from } : null }, shown };
}

const isHistory = ({ code }: Pick<ImportWarning, 'code'>): boolean => code === 'import.history';

function fileOf({ name, text, base64, inFolder = false }: ImportFile): SourceFile {
  return {
    name,
    inFolder,
    bytes: new Uint8Array(base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64')),
  };
}

function entryOf({ imported, kind, target, state, changes }: MergedEndpoint): ImportEntry {
  return { name: imported.name, kind, target, state, changes, paused: imported.paused === true };
}
