/** The list of check kinds, and what is built from it: reading endpoints, forms, the JSON Schema. */
import type { Issue } from '../../contract/errors.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import { commonFields, commonSchema } from './common.ts';
import { http } from './kinds/http/descriptor.ts';
import { isSecretPlace } from './secret-fields.ts';
import { formatPath, nearest, show, toIssues } from '../base/issues.ts';
import { endpointSchema } from './json-schema.ts';
import type { CheckKind } from './kind.ts';
import { tcp } from './kinds/tcp/descriptor.ts';
import { servicesOf } from './service-url.ts';

/**
 * To add a kind, create a folder in `kinds/` and add it here. Pasted targets are offered to the kinds in this order.
 */
export const checkKinds: readonly CheckKind[] = [http, tcp];

/** Finds a kind by name. */
export function findKind(kind: string, kinds: readonly CheckKind[] = checkKinds): CheckKind | undefined {
  return kinds.find((candidate) => candidate.kind === kind);
}

/** At most this many unknown fields are reported. */
const MAX_UNKNOWN = 20;

export type ParsedEndpoint =
  | {
      readonly ok: true;
      /** With all defaults; durations in milliseconds. Parsing it again returns the same config. */
      readonly config: EndpointConfig;
      /** What is watched, as people read it, and as duplicates are found. */
      readonly target: string;
      /** The host name for the per-host limit, in lower case; empty: no limit. */
      readonly host: string;
    }
  | { readonly ok: false; readonly issues: Issue[] };

/** Reads an endpoint from a form, a file or a script. Never throws: problems are in `issues`. */
export function parseEndpoint(input: unknown, kinds: readonly CheckKind[] = checkKinds): ParsedEndpoint {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refuse('', `Expected an endpoint to be an object with a kind and its fields, got ${show(input)}`);
  }
  const given: Readonly<Record<string, unknown>> = { ...input };
  const name = given['kind'];
  const kind = typeof name === 'string' ? findKind(name, kinds) : undefined;
  if (kind === undefined) {
    const names = kinds.map((candidate) => candidate.kind);
    return refuse('kind', `Expected kind to be ${oneOf(names)}, got ${show(name)}${hint(name, names)}`);
  }

  const common = commonSchemaOf(kind);
  const known = ['kind', ...Object.keys(common.shape), ...Object.keys(kind.schema.shape)];
  const issues: Issue[] = [];
  for (const key of Object.keys(given)) {
    if (issues.length >= MAX_UNKNOWN) break;
    // `undefined` does not exist in JSON and YAML. In code, it means that the field is not set.
    if (known.includes(key) || given[key] === undefined) continue;
    issues.push({
      path: formatPath([key]),
      message: `Expected the fields of an endpoint of kind ${kind.kind} to be among ${known.join(', ')}, got ${show(key)}${hint(key, known)}`,
    });
  }
  const commonResult = common.safeParse(given);
  const ownResult = kind.schema.safeParse(given);
  if (!ownResult.success)
    issues.push(...toIssues(ownResult.error, kind.schema.shape, given, (path) => isSecretPlace(kind, given, path)));
  if (!commonResult.success) issues.push(...toIssues(commonResult.error, common.shape, given));
  if (issues.length > 0 || !commonResult.success || !ownResult.success) return { ok: false, issues };

  const target = kind.target(ownResult.data);
  const config = {
    kind: kind.kind,
    ...commonResult.data,
    name: commonResult.data.name === '' ? nameFrom(target) : commonResult.data.name,
    ...ownResult.data,
  } as EndpointConfig;
  return { ok: true, config, target, host: kind.host(ownResult.data) };
}

const commonSchemas = new WeakMap<CheckKind, ReturnType<typeof commonSchema>>();

/** Cached, because making a schema takes a hundred times as long as reading an endpoint with it. */
function commonSchemaOf(kind: CheckKind): ReturnType<typeof commonSchema> {
  let schema = commonSchemas.get(kind);
  if (schema === undefined) {
    schema = commonSchema(kind.defaults);
    commonSchemas.set(kind, schema);
  }
  return schema;
}

/** Makes a name from a target: `https://example.org/health/` becomes `example.org/health`. */
function nameFrom(target: string): string {
  const bare = target.replace(/^[a-z][a-z0-9+.-]*:\/\//u, '').replace(/\/$/u, '');
  return (bare === '' ? target : bare).slice(0, 200);
}

export type ParsedWord = { readonly endpoint: EndpointInput; readonly target: string } | { readonly problem: string };

/**
 * Reads a single target, exactly as it is.
 * @returns what it means, or why it means nothing; several for the URL of a cluster
 */
export function parseTarget(word: string, kinds: readonly CheckKind[] = checkKinds): readonly ParsedWord[] {
  const own = offerTo(kinds, word);
  if (own !== null) return [own];
  const services = servicesOf(word).map(({ target, name }) => ({ read: offerTo(kinds, target), name }));
  const read = services.flatMap(({ read: one, name }): readonly ParsedWord[] =>
    one === null ? [] : ['problem' in one ? one : { ...one, endpoint: { name, ...one.endpoint } }],
  );
  if (read.length > 0) return read;
  return [{ problem: `Expected a target to be ${ACCEPTED_TARGETS}, got ${show(word)}` }];
}

const ACCEPTED_TARGETS = 'a URL such as https://example.org/, host:port or a host name';

/** @returns what the first kind that knows such targets makes of it; null: none does */
function offerTo(kinds: readonly CheckKind[], word: string): ParsedWord | null {
  for (const kind of kinds) {
    const endpoint = kind.parse(word);
    if (endpoint === null) continue;
    const result = parseEndpoint(endpoint, kinds);
    if (result.ok) return { endpoint, target: result.target };
    return { problem: result.issues[0]?.message ?? `Expected a target to be ${ACCEPTED_TARGETS}, got ${show(word)}` };
  }
  return null;
}

/**
 * The descriptors of the kinds, for pages. The fields of the target and of the check come before those of the schedule.
 */
export function kindDescriptors(kinds: readonly CheckKind[] = checkKinds): KindDescriptor[] {
  return kinds.map((kind) => {
    const common = commonFields(kind.defaults);
    const { kind: name, title, description, phases, metrics, details, failures, pasteExamples, example } = kind;
    return {
      kind: name,
      title,
      description,
      fields: [
        ...kind.form.filter((field) => field.section === 'target'),
        ...common.filter((field) => field.section === 'about'),
        ...kind.form.filter((field) => field.section !== 'target'),
        ...common.filter((field) => field.section !== 'about'),
      ],
      phases,
      metrics,
      details,
      failures,
      pasteExamples,
      example,
    };
  });
}

/** The JSON Schema (draft 2020-12) of one endpoint in lookout.yaml. Durations are texts such as `30s`. */
export function endpointJsonSchema(kinds: readonly CheckKind[] = checkKinds): object {
  return endpointSchema(kinds);
}

function refuse(path: string, message: string): ParsedEndpoint {
  return { ok: false, issues: [{ path, message }] };
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function hint(word: unknown, words: readonly string[]): string {
  const near = typeof word === 'string' ? nearest(word, words) : null;
  return near === null ? '' : ` (did you mean ${near}?)`;
}
