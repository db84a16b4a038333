/** Recognizes files and reads them. Large files take seconds, so hosts run this in a thread: see `run-import.ts`. */
import type { ImportWarning } from '../../contract/model/import-warning.ts';
import { issueOf } from '../base/issues.ts';
import { checkKinds } from '../check/registry.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { completeEndpoints } from './complete.ts';
import { ImportError, ImportErrors } from './import-error.ts';
import type { FoundEndpoint, Importer, ImportResult } from './importer.ts';
import { importers } from './registry.ts';
import { Source, type SourceFile } from './source.ts';
import type { Environment } from './variables.ts';

export interface ReadSourcesOptions {
  /** The name of a format; null: it is recognized from the content. */
  readonly from: string | null;
  readonly environment: Environment;
  /** Whether variables stay in the entries, for printing; otherwise they get their values. */
  readonly keepVariables: boolean;
}

/** At most this many warnings; a file can have millions of lines. */
const MAX_WARNINGS = 10_000;

export async function readSources(
  files: readonly SourceFile[],
  { from, environment, keepVariables }: ReadSourcesOptions,
): Promise<ImportResult> {
  const warnings: ImportWarning[] = [];
  const formats: string[] = [];
  const warn = (warning: ImportWarning): void => {
    if (warnings.length < MAX_WARNINGS) warnings.push(warning);
  };
  try {
    const sources = files.map((file) => new Source(file));
    const found: FoundEndpoint[] = [];
    for (const [importer, own] of byFormat(sources, from)) {
      formats.push(importer.name);
      const { read } = await importer.load();
      const context = {
        environment,
        warn: (source: string, path: string, code: ImportWarning['code'], params?: ImportWarning['params']) =>
          warn({ source, path, code, ...(params === undefined ? {} : { params }) }),
      };
      for (const one of await read(own, context)) found.push(one);
    }
    await loadLibraries();
    const endpoints = completeEndpoints(found, { kinds: checkKinds, environment, keepVariables, warn });
    if (endpoints.length === 0 && warnings.length === 0) {
      throw sources[0]?.error(issueOf('file.empty', '', {})) ?? new TypeError('Expected a file');
    }
    return { formats, endpoints, warnings, error: null, moreErrors: [] };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const moreErrors = error instanceof ImportErrors ? error.more : [];
    return { formats, endpoints: [], warnings: [], error: error.issue, moreErrors };
  }
}

/** The files of each format. What no importer recognizes belongs to the first format, such as a Gatus file of settings only. */
function byFormat(sources: readonly Source[], from: string | null): ReadonlyMap<Importer, readonly Source[]> {
  const given = importers.find(({ name }) => name === from);
  if (given !== undefined) return new Map([[given, sources]]);
  const groups = new Map<Importer, Source[]>();
  const others: Source[] = [];
  for (const source of sources) {
    const importer = importers.find((one) => one.recognizes(source));
    if (importer === undefined) others.push(source);
    else groups.set(importer, [...(groups.get(importer) ?? []), source]);
  }
  const [first] = groups.keys();
  const [other] = others;
  if (other === undefined) return groups;
  if (first === undefined) {
    // Throws the more exact error of a file that cannot be parsed.
    if (!other.isDatabase && /\S/u.test(other.text)) void other.documents;
    throw other.error(issueOf('file.unknownFormat', '', { options: importers.map(({ name }) => name) }));
  }
  groups.set(first, [...(groups.get(first) ?? []), ...others]);
  return groups;
}
