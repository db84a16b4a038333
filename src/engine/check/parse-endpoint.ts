/** Reads endpoints of given kinds. `registry.ts` does it for all kinds. */
import type { Dialect } from '../../contract/model/condition.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { CommonConfig, EndpointConfig } from '../../contract/model/endpoint.ts';
import { toIssues } from '../base/accepts.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { nearest } from '../base/nearest.ts';
import { problemOfCondition } from '../conditions/compile.ts';
import { placeholderNames } from '../conditions/placeholders.ts';
import { commonSchema } from './common.ts';
import type { CheckKind } from './kind.ts';
import { isSecretPlace } from './secret-fields.ts';

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

/** Finds a kind by name. */
export function findKind(kind: string, kinds: readonly CheckKind[]): CheckKind | undefined {
  return kinds.find((candidate) => candidate.kind === kind);
}

/**
 * Reads an endpoint from a form, a file or a script. Never throws: problems are in `issues`.
 * @param kinds the kinds that it can have
 */
export function parseEndpoint(input: unknown, kinds: readonly CheckKind[]): ParsedEndpoint {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, issues: [issueOf('notEndpoint', '', {}, { given: input })] };
  }
  const given: Readonly<Record<string, unknown>> = { ...input };
  const name = given['kind'];
  const kind = typeof name === 'string' ? findKind(name, kinds) : undefined;
  if (kind === undefined) {
    const names = kinds.map((candidate) => candidate.kind);
    const suggestion = typeof name === 'string' ? nearest(name, names) : null;
    return { ok: false, issues: [issueOf('unknownKind', 'kind', { options: names, suggestion }, { given: name })] };
  }

  const common = commonSchemaOf(kind);
  const known = ['kind', ...Object.keys(common.shape), ...Object.keys(kind.schema.shape)];
  const issues: Issue[] = [];
  for (const key of Object.keys(given)) {
    if (issues.length >= MAX_UNKNOWN) break;
    // `undefined` does not exist in JSON and YAML. In code, it means that the field is not set.
    if (known.includes(key) || given[key] === undefined) continue;
    const params = { name: key, known, suggestion: nearest(key, known) };
    issues.push(issueOf('unknownField', formatPath([key]), params, { kind: kind.kind }));
  }
  const commonResult = common.safeParse(given);
  const ownResult = kind.schema.safeParse(given);
  const from = {
    input: given,
    kind: kind.kind,
    isSecret: (path: readonly PropertyKey[]) => isSecretPlace(kind, given, path),
  };
  if (!ownResult.success) issues.push(...toIssues(ownResult.error, { ...from, shape: kind.schema.shape }));
  if (!commonResult.success) issues.push(...toIssues(commonResult.error, { ...from, shape: common.shape }));
  if (issues.length > 0 || !commonResult.success || !ownResult.success) return { ok: false, issues };

  const wrong = conditionIssues(kind, commonResult.data);
  if (wrong.length > 0) return { ok: false, issues: [...wrong] };

  const target = kind.target(ownResult.data);
  const config = sharingEmpty({
    kind: kind.kind,
    ...commonResult.data,
    name: commonResult.data.name === '' ? nameFrom(target) : commonResult.data.name,
    ...ownResult.data,
  }) as EndpointConfig;
  return { ok: true, config, target, host: kind.host(ownResult.data) };
}

function conditionIssues(
  kind: CheckKind,
  { conditions, dialect }: Pick<CommonConfig, 'conditions' | 'dialect'>,
): readonly Issue[] {
  if (conditions.length === 0) {
    return dialect === 'gatus' ? [issueOf('conditionsMissing', 'conditions', {}, { kind: kind.kind })] : [];
  }
  return conditionProblems(kind, conditions, dialect).filter((issue) => issue !== null);
}

/** What is wrong with each condition of an endpoint of the kind; null: nothing. Regular expressions need `loadLibraries`. */
export function conditionProblems(
  kind: Pick<CheckKind, 'kind' | 'placeholders'>,
  conditions: readonly string[],
  dialect: Dialect,
): readonly (Issue | null)[] {
  const names = placeholderNames(kind.placeholders);
  return conditions.map((text, index) => {
    const error = problemOfCondition(text, dialect, names);
    if (error === null) return null;
    const { code, place, params } = error;
    const { reason: problem, nearest: meant, ...others } = params;
    const all = { ...others, problem, nearest: meant === '' ? null : meant };
    const path = formatPath(['conditions', index]);
    return issueOf(
      'condition',
      path,
      { ...all, reason: code, column: place.from + 1 },
      { kind: kind.kind, given: text },
    );
  });
}

const NO_ITEMS: readonly never[] = Object.freeze([]);
const NO_PAIRS: Readonly<Record<string, never>> = Object.freeze({});

/** Zod makes a new list or object for each default. Most are empty, and ten thousand endpoints have a dozen each. */
function sharingEmpty(config: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(config)) {
    if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) continue;
    config[name] = Array.isArray(value) ? NO_ITEMS : NO_PAIRS;
  }
  return config;
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
  // The slash of `disk:/` is a path of its own.
  const bare = target.replace(/^[a-z][a-z0-9+.-]*:\/\//u, '').replace(/(?<!:)\/$/u, '');
  return (bare === '' ? target : bare).slice(0, 200);
}
