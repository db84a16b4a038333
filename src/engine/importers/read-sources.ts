/** Recognizes files and reads them. Large files take seconds, so hosts run this in a thread: see `run-import.ts`. */
import type { ImportWarning } from '../../contract/model/import-warning.ts';
import { issueOf } from '../base/issues.ts';
import { checkKinds } from '../check/registry.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { completeEndpoints } from './complete.ts';
import { ImportError, ImportErrors } from './import-error.ts';
import type { FoundEndpoint, Importer, ImportResult } from './importer.ts';
import type { PastOptions, PastPart } from './past.ts';
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
  given: readonly SourceFile[],
  { from, environment, keepVariables }: ReadSourcesOptions,
): Promise<ImportResult> {
  const warnings: ImportWarning[] = [];
  const formats: string[] = [];
  const warn = (warning: ImportWarning): void => {
    if (warnings.length < MAX_WARNINGS) warnings.push(warning);
  };
  try {
    const sources = given.map((file, index) => new Source(file, index));
    const found: FoundEndpoint[] = [];
    const leftOut = (source: Source) => warn({ source: source.name, path: '', code: 'import.notRecognized' });
    for (const [importer, files] of byFormat(sources, from, leftOut)) {
      formats.push(importer.name);
      const { read } = await importer.load();
      const context = {
        environment,
        warn: (source: string, path: string, code: ImportWarning['code'], params?: ImportWarning['params']) =>
          warn({ source, path, code, ...(params === undefined ? {} : { params }) }),
      };
      const own = await read(files, context);
      for (const one of own) found.push(one);
      // The database of another program.
      if (own.length === 0 && files.every(({ inFolder }) => inFolder)) formats.pop();
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

/**
 * Reads the past checks of endpoints that `readSources` found.
 * @throws ImportError when they cannot be read
 */
export async function* readPast(
  files: readonly SourceFile[],
  { from, ...options }: PastOptions & Pick<ReadSourcesOptions, 'from'>,
): AsyncGenerator<PastPart> {
  const sources = files.map((file, index) => new Source(file, index));
  for (const [importer, own] of byFormat(sources, from, () => undefined)) {
    const loaded = await importer.loadPast?.();
    if (loaded !== undefined) yield* loaded.readPast(own, options);
  }
}

/**
 * The files of each format. A named file that no importer recognizes belongs to the first format, such as a Gatus file of
 * settings only. In a folder, there may be files of all kinds.
 */
function byFormat(
  sources: readonly Source[],
  from: string | null,
  leftOut: (source: Source) => void,
): ReadonlyMap<Importer, readonly Source[]> {
  const given = importers.find(({ name }) => name === from);
  if (given !== undefined) return new Map([[given, sources]]);
  const recognized = sources.map((source) => ({ source, importer: importers.find((one) => one.recognizes(source)) }));
  const isStrict = recognized.some(({ importer }) => importer !== undefined && importer.isLoose !== true);
  const groups = new Map<Importer, Source[]>();
  const others: Source[] = [];
  for (const { source, importer } of recognized) {
    if (importer === undefined || (source.inFolder && isStrict && importer.isLoose === true)) others.push(source);
    else groups.set(importer, [...(groups.get(importer) ?? []), source]);
  }
  const [first] = groups.keys();
  if (first === undefined) refuseAll(others);
  else {
    for (const source of others) {
      const importer = source.inFolder ? [...groups.keys()].find((one) => one.complements?.(source) === true) : first;
      if (importer === undefined) leftOut(source);
      else groups.set(importer, [...(groups.get(importer) ?? []), source]);
    }
  }
  return groups;
}

/** @throws ImportError when no importer recognizes any of the files */
function refuseAll(sources: readonly Source[]): void {
  const [source] = sources;
  if (source === undefined) return;
  // Throws the more exact error of a file that cannot be parsed.
  const isNamed = !source.inFolder || sources.length === 1;
  if (isNamed && !source.isDatabase && /\S/u.test(source.text)) void source.documents;
  throw source.error(issueOf('file.unknownFormat', '', { options: importers.map(({ name }) => name) }));
}
