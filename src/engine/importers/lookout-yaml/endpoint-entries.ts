/** Interprets the entries of `endpoints:` in lookout.yaml, with `defaults:` for all of them. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { exampleDuration } from '../../../shared/duration.ts';
import { formatPath, issueOf, pathWithin } from '../../base/issues.ts';
import type { CheckKind } from '../../check/kind.ts';
import { kindDescriptors, parseEndpoint } from '../../check/registry.ts';
import { parsePath } from '../locate.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The data that the readers of entries need. */
export interface ReadContext {
  readonly kinds: readonly CheckKind[];
  /** The field names of each kind, including the common ones. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fields that may have a default: those of all kinds, except the ones that every endpoint must set itself. */
  readonly defaultable: ReadonlySet<string>;
  /** The fields of each kind that are durations, with the shortest and the longest one. */
  readonly durations: ReadonlyMap<string, ReadonlyMap<string, readonly [Ms, Ms]>>;
  readonly report: (issue: Issue) => void;
}

/** @param report receives the issues of the file */
export function createReadContext(kinds: readonly CheckKind[], report: (issue: Issue) => void): ReadContext {
  const forms = kindDescriptors(kinds);
  return {
    kinds,
    fields: new Map(forms.map(({ kind, fields }) => [kind, new Set(fields.map(({ name }) => name))])),
    defaultable: new Set(
      forms.flatMap(({ fields }) =>
        fields.filter(({ name, required }) => name !== 'name' && required !== true).map(({ name }) => name),
      ),
    ),
    durations: new Map(
      forms.map(({ kind, fields }) => [
        kind,
        new Map(
          fields.flatMap(({ name, type, min = 0, max = min }) => (type === 'duration' ? [[name, [min, max]]] : [])),
        ),
      ]),
    ),
    report,
  };
}

/** @returns the valid defaults */
export function readDefaults(defaults: Fields, { defaultable, durations, report }: ReadContext): Fields {
  return Object.fromEntries(
    Object.entries(defaults).filter(([key, value]) => {
      const path = formatPath(['defaults', key]);
      if (!defaultable.has(key)) {
        report(issueOf('config.defaultField', path, { known: [...defaultable] }, { given: key }));
        return false;
      }
      const [kind, ranges] = [...durations].find(([, known]) => known.has(key)) ?? [];
      const range = ranges?.get(key);
      if (range === undefined || typeof value !== 'number') return true;
      report(issueOf('durationUnit', path, { exampleMs: exampleDuration(range) }, { given: value, kind }));
      return false;
    }),
  );
}

/** @returns the valid endpoints, whose names differ. The issues of the others are reported */
export function readEntries(entries: readonly unknown[], defaults: Fields, reading: ReadContext): EndpointInput[] {
  const { report } = reading;
  const endpoints: EndpointInput[] = [];
  const firstWithName = new Map<string, number>();
  /** A wrong default is reported only once, not for every endpoint. */
  const reportedDefaults = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const here = formatPath(['endpoints', index]);
    const read = readEntry(entry, defaults, reading);
    for (const { issue, isDefault } of read.issues) {
      const { path } = issue;
      if (!isDefault) report({ ...issue, path: pathWithin(here, path) });
      else if (!reportedDefaults.has(path)) report({ ...issue, path: `defaults.${path}` });
      if (isDefault) reportedDefaults.add(path);
    }
    if (read.endpoint === null) continue;
    const { name, endpoint } = read;
    const first = firstWithName.get(name);
    if (first === undefined) {
      firstWithName.set(name, index);
      endpoints.push(endpoint);
      continue;
    }
    const reason = endpoint['name'] === undefined ? 'made' : 'given';
    const other = formatPath(['endpoints', first]);
    report(issueOf('config.sameName', `${here}.name`, { other, reason }, { given: name, kind: endpoint.kind }));
  }
  return endpoints;
}

interface EntryIssue {
  /** Its path is within the entry, or within the defaults. */
  readonly issue: Issue;
  readonly isDefault: boolean;
}

type ReadEntry =
  | { readonly endpoint: EndpointInput; readonly name: string; readonly issues: readonly EntryIssue[] }
  | { readonly endpoint: null; readonly issues: readonly EntryIssue[] };

/** Reads one entry, and returns its issues instead of reporting them. */
export function readEntry(entry: unknown, defaults: Fields, { kinds, fields, durations }: ReadContext): ReadEntry {
  if (!isFields(entry)) {
    const issue = issueOf('notEndpoint', '', {}, { given: entry ?? undefined });
    return { endpoint: null, issues: [{ issue, isDefault: false }] };
  }
  // Only the defaults for fields of this kind: a tcp endpoint has no `method`.
  const kind = String(entry['kind']);
  const names = fields.get(kind);
  const under = Object.entries(defaults).filter(([key]) => names?.has(key) === true);
  const endpoint = { ...Object.fromEntries(under), ...entry };

  const issues: EntryIssue[] = [];
  const bare = new Set<unknown>();
  for (const [key, value] of Object.entries(entry)) {
    const range = durations.get(kind)?.get(key);
    if (range === undefined || typeof value !== 'number') continue;
    bare.add(key);
    // People read the file, and to them 30 could mean seconds or milliseconds.
    const exampleMs = exampleDuration(range);
    const issue = issueOf('durationUnit', formatPath([key]), { exampleMs }, { given: value, kind });
    issues.push({ issue, isDefault: false });
  }
  const parsed = parseEndpoint(endpoint, kinds);
  if (!parsed.ok) {
    for (const issue of parsed.issues) {
      const [field = ''] = parsePath(issue.path);
      const isDefault = !Object.hasOwn(entry, field) && Object.hasOwn(endpoint, field);
      if (!bare.has(field)) issues.push({ issue, isDefault });
    }
  }
  if (!parsed.ok || issues.length > 0) return { endpoint: null, issues };
  // `parseEndpoint` has validated it.
  return { endpoint: endpoint as EndpointInput, name: parsed.config.name, issues };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
