/** Checks what importers found, and makes endpoints from it that Lookout accepts. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { ImportWarning, ImportWarningCode } from '../../contract/model/import-warning.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Params } from '../../contract/model/text.ts';
import { writeDuration, parseDuration } from '../../shared/duration.ts';
import { pathWithin } from '../base/issues.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseEndpoint } from '../check/parse-endpoint.ts';
import type { FoundEndpoint, ImportedEndpoint } from './importer.ts';
import { parsePath } from './locate.ts';
import { hasVariables, replaceVariables, resolveVariables, variablesIn, type Environment } from './variables.ts';

export interface CompleteOptions {
  readonly kinds: readonly CheckKind[];
  readonly environment: Environment;
  /** Whether variables stay in the entries, for printing; otherwise they get their values. */
  readonly keepVariables: boolean;
  readonly warn: (warning: ImportWarning) => void;
}

/** The most attempts: more than the invalid fields that an endpoint can have. */
const TRIES = 60;
/** Values to try in place of an unknown variable, so that the rest of a field is checked. */
const STAND_INS = [null, 'x', 'http://x', '1'] as const;
const NAME_LENGTH = 200;

/** @returns the endpoints that Lookout accepts, with names that differ; warns of the others */
export function completeEndpoints(found: readonly FoundEndpoint[], options: CompleteOptions): ImportedEndpoint[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const complete: ImportedEndpoint[] = [];
  for (const one of found) {
    const warn = (path: string, code: ImportWarningCode, params?: Params) =>
      options.warn({ source: one.source, path, code, ...(params === undefined ? {} : { params }) });
    const entry = { ...one.entry, sourceId: one.entry['sourceId'] ?? one.sourceId };
    const key = JSON.stringify({ ...entry, sourceId: one.sourceId });
    if (seen.has(key)) {
      warn(one.path, 'import.repeated');
      continue;
    }
    seen.add(key);
    const settled = options.keepVariables ? entry : withValues(entry, one, { ...options, warn });
    const accepted = acceptedEntry(settled, one, { ...options, warn });
    if (accepted === null) continue;
    const name = freeName(accepted.name, names);
    names.add(name);
    if (name !== accepted.name) warn(pathWithin(one.path, 'name'), 'import.renamed', { used: name });
    complete.push({ ...one, entry: { ...accepted.entry, name }, name });
  }
  return complete;
}

interface Accepting extends Omit<CompleteOptions, 'warn'> {
  readonly warn: (path: string, code: ImportWarningCode, params?: Params) => void;
}

/** A variable that is not set is empty, as in other programs. */
function withValues(entry: EndpointInput, { path }: FoundEndpoint, { environment, warn }: Accepting): EndpointInput {
  for (const [field, value] of Object.entries(entry)) {
    for (const name of variablesIn(value)) {
      if (environment[name] === undefined) warn(pathWithin(path, field), 'import.variable', { name });
    }
  }
  return replaceVariables(entry, (name) => environment[name] ?? '');
}

/** Leaves out or adjusts fields that Lookout does not accept. @returns null: the endpoint cannot be imported */
function acceptedEntry(
  given: EndpointInput,
  { path }: FoundEndpoint,
  { kinds, environment, warn }: Accepting,
): { readonly entry: EndpointInput; readonly name: string } | null {
  let entry = shortened(given);
  for (let tries = 0; tries < TRIES; tries++) {
    const { issue, name } = check(entry, kinds, environment);
    if (issue === null) return { entry, name };
    const [field = ''] = parsePath(issue.path).map(String);
    const value = entry[field];
    if (field === '' || field === 'kind' || value === undefined) {
      warn(path, 'import.invalid', { problem: issue });
      return null;
    }
    const nearest = nearestTo(value, issue);
    if (nearest !== undefined) {
      warn(pathWithin(path, field), 'import.adjusted', { given: shown(value), used: shown(nearest) });
      entry = withField(entry, field, nearest);
      continue;
    }
    const rest = without(entry, field, parsePath(issue.path)[1]);
    // A required field that is left out is missing, which ends the next try.
    const after = check(rest, kinds, environment);
    if (after.issue?.path === field && after.issue.code === 'required') {
      warn(path, 'import.invalid', { problem: issue });
      return null;
    }
    warn(pathWithin(path, field), 'import.invalidField', { problem: issue });
    entry = rest;
  }
  return null;
}

function check(
  entry: EndpointInput,
  kinds: readonly CheckKind[],
  environment: Environment,
): { readonly issue: Issue | null; readonly name: string } {
  let first: Issue | null = null;
  for (const standIn of hasVariables(entry) ? STAND_INS : [null]) {
    const values = standIn === null ? environment : withStandIns(environment, standIn);
    const parsed = parseEndpoint(resolveVariables(entry, values), kinds);
    if (parsed.ok) return { issue: null, name: parsed.config.name };
    first ??= parsed.issues[0] ?? null;
  }
  return { issue: first, name: '' };
}

function withStandIns(environment: Environment, standIn: string): Environment {
  return new Proxy(environment, { get: (target, name) => Reflect.get(target, name) ?? standIn });
}

/** The nearest value that the issue accepts; undefined: there is none. */
function nearestTo(value: Json, { code, params = {} }: Issue): Json | undefined {
  if (code === 'duration' && (typeof value === 'string' || typeof value === 'number')) {
    const ms = parseDuration(value);
    const { minMs, maxMs } = params;
    if (ms === null || typeof minMs !== 'number' || typeof maxMs !== 'number') return undefined;
    return writeDuration(Math.min(Math.max(ms, minMs), maxMs));
  }
  if (code === 'wholeNumber' && typeof value === 'number') {
    const { min, max } = params;
    if (typeof min !== 'number' || typeof max !== 'number') return undefined;
    return Math.min(Math.max(Math.round(value), min), max);
  }
  return undefined;
}

function withField(entry: EndpointInput, field: string, value: Json): EndpointInput {
  return { ...entry, [field]: value };
}

/** The entry without a field, or without an entry of its list or a name of its pairs. */
function without(entry: EndpointInput, field: string, part: string | number | undefined): EndpointInput {
  const { [field]: value, ...rest } = entry;
  if (Array.isArray(value) && typeof part === 'number') {
    const left = value.filter((_, index) => index !== part);
    if (left.length > 0 && left.length < value.length) return { ...entry, [field]: left };
  }
  // The kind stays: it is never left out.
  return rest as EndpointInput;
}

function shortened(entry: EndpointInput): EndpointInput {
  const { name } = entry;
  return typeof name === 'string' && name.length > NAME_LENGTH
    ? { ...entry, name: `${name.slice(0, NAME_LENGTH - 1)}…` }
    : entry;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name.slice(0, NAME_LENGTH - 8)} (${number})`;
    if (!taken.has(numbered)) return numbered;
  }
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
