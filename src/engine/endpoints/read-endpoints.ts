/** Reads endpoints that come from a page, a file or the store. */
import { loadLibrariesFor } from '../check/expressions.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Endpoint, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { CheckKind } from '../check/kind.ts';
import { findKind, type ParsedEndpoint } from '../check/registry.ts';
import { issueOf, pathWithin } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import { readEndpoint, readStoredEndpoint } from '../secrets/read-endpoint.ts';

/** A config must fit into a push, together with the rest of the endpoint's state. */
const CONFIG_BYTES = 32 * 1024;

/** An endpoint that was read. Each secret is either in clear, as given, or sealed, as stored. */
export interface Entry {
  readonly kind: CheckKind;
  readonly config: EndpointConfig;
  readonly target: string;
  /** The per-host limit of the concurrency gate counts under this name. */
  readonly host: string;
}

export type ReadEntry =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly issues: readonly Issue[] };

interface ReadOptions {
  readonly kinds: readonly CheckKind[];
  /** Where an input says that a secret is set, the secret of this config is used; null: there is none. */
  readonly stored: EndpointConfig | null;
}

/** Makes the path of an issue for the caller. @param index the number of the input */
export type PathOf = (path: string, index: number) => string;
export const inEndpoints: PathOf = (path, index) => pathWithin(`endpoints[${index}]`, path);
export const inConfig: PathOf = (path) => pathWithin('config', path);

/**
 * Reads the inputs, and lets the loop run other work between them.
 * @throws RequestError `invalid` with the issues of all inputs
 */
export async function readEntries(
  inputs: readonly EndpointInput[],
  { pathOf, ...options }: ReadOptions & { readonly pathOf: PathOf },
): Promise<Entry[]> {
  await loadLibrariesFor(inputs, options.kinds);
  return entriesOf(await inTimeSlices(inputs, (input) => readInput(input, options)), pathOf);
}

/** @throws RequestError `invalid` with the issues of the input */
export function readEntry(input: EndpointInput, options: ReadOptions): Entry {
  const [entry] = entriesOf([readInput(input, options)], inConfig);
  if (entry === undefined) throw new TypeError('One input must result in one entry');
  return entry;
}

/** Reads a stored endpoint. */
export function readStored({ config }: Pick<Endpoint, 'config'>, kinds: readonly CheckKind[]): ReadEntry {
  return withKind(readStoredEndpoint(config, kinds), kinds);
}

/** @throws RequestError `invalid` with the issues of all inputs */
function entriesOf(read: readonly ReadEntry[], pathOf: PathOf): Entry[] {
  const issues = read.flatMap((one, index) =>
    one.ok ? [] : one.issues.map((issue) => ({ ...issue, path: pathOf(issue.path, index) })),
  );
  if (issues.length > 0) throw invalid(issues);
  return read.flatMap((one) => (one.ok ? [one.entry] : []));
}

function readInput(input: EndpointInput, { kinds, stored }: ReadOptions): ReadEntry {
  const read = withKind(readEndpoint(input, kinds, stored), kinds);
  if (!read.ok || Buffer.byteLength(JSON.stringify(read.entry.config)) <= CONFIG_BYTES) return read;
  return { ok: false, issues: [issueOf('endpointTooLarge', '', { maxBytes: CONFIG_BYTES })] };
}

function withKind(parsed: ParsedEndpoint, kinds: readonly CheckKind[]): ReadEntry {
  if (!parsed.ok) return parsed;
  const { config, target, host } = parsed;
  const kind = findKind(config.kind, kinds);
  if (kind === undefined) throw new TypeError(`The kind ${config.kind} was read but is not registered`);
  return { ok: true, entry: { kind, config, target, host } };
}
