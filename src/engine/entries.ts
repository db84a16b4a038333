/** Endpoints as a page or a file gives them, read before they are kept. */
import type { Issue } from '../contract/channels.ts';
import type { EndpointConfig, EndpointInput } from '../contract/model.ts';
import type { CheckKind } from './check/kind.ts';
import { findKind } from './check/registry.ts';
import { invalid } from './requests/request-error.ts';
import { readEndpoint } from './secrets/read-endpoint.ts';

/** A config must fit into a push, beside what else is known of the endpoint. */
const CONFIG_BYTES = 32 * 1024;

/** An endpoint that was read: each of its secrets is in clear as it was given, or sealed as it is stored. */
export interface Entry {
  readonly kind: CheckKind;
  readonly config: EndpointConfig;
  readonly target: string;
}

/** Where an issue is, for whoever asked. @param index counts the inputs */
export type PathOf = (path: string, index: number) => string;
export const inEndpoints: PathOf = (path, index) => `endpoints[${index}]${path === '' ? '' : `.${path}`}`;
export const inConfig: PathOf = (path) => (path === '' ? 'config' : `config.${path}`);

/**
 * @param stored whose secrets an input keeps where it says that one is set; null: nobody's
 * @throws RequestError `invalid` with what is wrong in any of them
 */
export function readEntries(
  inputs: readonly EndpointInput[],
  options: {
    readonly kinds: readonly CheckKind[];
    readonly pathOf: PathOf;
    readonly stored: EndpointConfig | null;
  },
): Entry[] {
  const { kinds, pathOf, stored } = options;
  const issues: Issue[] = [];
  const entries: Entry[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = readEndpoint(input, kinds, stored);
    if (!parsed.ok) {
      issues.push(...parsed.issues.map(({ path, message }) => ({ path: pathOf(path, index), message })));
    } else if (Buffer.byteLength(JSON.stringify(parsed.config)) > CONFIG_BYTES) {
      issues.push({
        path: pathOf('', index),
        message: `Expected an endpoint to be at most ${CONFIG_BYTES} bytes of JSON`,
      });
    } else {
      entries.push({ kind: kindOf(parsed.config, kinds), config: parsed.config, target: parsed.target });
    }
  }
  if (issues.length > 0) throw invalid(issues);
  return entries;
}

/** @throws RequestError `invalid` with what is wrong */
export function readEntry(input: EndpointInput, kinds: readonly CheckKind[], stored: EndpointConfig | null): Entry {
  const [entry] = readEntries([input], { kinds, pathOf: inConfig, stored });
  if (entry === undefined) throw new TypeError('One input gives one entry');
  return entry;
}

/** The kind of a config that was read. */
export function kindOf({ kind: name }: EndpointConfig, kinds: readonly CheckKind[]): CheckKind {
  const kind = findKind(name, kinds);
  if (kind === undefined) throw new TypeError(`No kind ${name}, though it was read`);
  return kind;
}
