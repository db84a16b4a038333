/** Test code: reads files as an import does, and describes the result as text. */
import { texts } from '../../check/testing/texts.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { readSources } from '../read-sources.ts';
import type { SourceFile } from '../source.ts';

export interface ReadForTest {
  readonly formats: readonly string[];
  readonly entries: readonly EndpointInput[];
  /** The names of those that are paused. */
  readonly paused: readonly string[];
  /** `path: text` */
  readonly warnings: readonly string[];
  /** Empty: none. */
  readonly error: string;
}

export type TestFile = string | Uint8Array | SourceFile;

export interface ReadFilesOptions {
  readonly from?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly keepVariables?: boolean;
}

/** @param files texts and bytes get the names `file`, `file2` and so on */
export async function readFiles(
  files: TestFile | readonly TestFile[],
  { from, environment = {}, keepVariables = false }: ReadFilesOptions = {},
): Promise<ReadForTest> {
  const list = Array.isArray(files) ? (files as readonly TestFile[]) : [files as TestFile];
  const sources = list.map((file, index): SourceFile => {
    const name = index === 0 ? 'file' : `file${index + 1}`;
    if (typeof file === 'string') return { name, bytes: new TextEncoder().encode(file) };
    return file instanceof Uint8Array ? { name, bytes: new Uint8Array(file) } : file;
  });
  const result = await readSources(sources, { from: from ?? null, environment, keepVariables });
  return {
    formats: result.formats,
    entries: result.endpoints.map(({ entry }) => entry),
    paused: result.endpoints.filter(({ paused }) => paused === true).map(({ name }) => name),
    warnings: result.warnings.map(
      ({ path, code, params }) => `${path}: ${texts.message({ code, ...(params === undefined ? {} : { params }) })}`,
    ),
    error: result.error === null ? '' : texts.fileIssue(result.error),
  };
}
