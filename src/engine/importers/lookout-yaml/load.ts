/** Interprets lookout.yaml: `endpoints:`, and optionally `defaults:` for all of them. */
import { LineCounter, parseDocument } from 'yaml';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { SilenceConfig } from '../../../contract/model/alert-rule.ts';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import type { StatusPageConfig } from '../../../contract/model/status-page.ts';
import type { ObjectiveConfig } from '../../../contract/model/objective.ts';
import type { FileIssue, Issue } from '../../../contract/model/issue.ts';
import type { Ms } from '../../../contract/model/units.ts';
import type { VantageConfig } from '../../../contract/model/vantage.ts';
import { exampleDuration } from '../../../shared/duration.ts';
import type { CheckKind } from '../../check/kind.ts';
import { formatPath, issueOf, pathWithin } from '../../base/issues.ts';
import { checkKinds, kindDescriptors, parseEndpoint } from '../../check/registry.ts';
import { createRedact, redactIssue } from '../../secrets/redact.ts';
import { substitute } from '../environment.ts';
import type { Environment } from '../variables.ts';
import type { ProbeModules } from '../../prometheus/modules.ts';
import { readModules } from './modules.ts';
import { readVantages } from './vantages.ts';
import { readAlerting, type AlertingEntries } from './alerting.ts';
import { aliveUrlSchema } from '../../settings/schema.ts';
import { readObjectives, readSilences, readStatusPages, readWindows } from './windows.ts';
import { locate, parsePath } from '../locate.ts';
import { repeatedKeys, toPlain } from '../yaml-data.ts';

export type LoadedConfig =
  /** In the order of the file. `parseEndpoint` accepts each of them, and all names differ. */
  | ({
      readonly ok: true;
      readonly endpoints: readonly EndpointInput[];
      readonly maintenance: readonly MaintenanceConfig[];
      readonly silences: readonly SilenceConfig[];
      readonly objectives: readonly ObjectiveConfig[];
      readonly statusPages: readonly StatusPageConfig[];
      readonly modules: ProbeModules;
      readonly vantages: readonly VantageConfig[];
      /** Empty: the file does not set it. */
      readonly aliveUrl: string;
    } & AlertingEntries)
  /** In the order of the file; at least one. */
  | { readonly ok: false; readonly errors: readonly FileIssue[] };

const MAX_ERRORS = 100;

type Fields = Readonly<Record<string, unknown>>;

export interface LoadOptions {
  readonly kinds?: readonly CheckKind[];
  /** The values of `${NAME}`. Default: none, for files from somebody else. */
  readonly environment?: Environment;
}

/**
 * Reads YAML 1.2 (core schema, without custom tags) and validates every endpoint. A large file takes seconds. Hosts
 * therefore call `readConfigText`, which limits the size and runs this in a thread.
 * @param fileName only for the errors
 */
export function loadConfigText(
  text: string,
  fileName: string,
  { kinds = checkKinds, environment = {} }: LoadOptions = {},
): LoadedConfig {
  const errors: FileIssue[] = [];
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
    // yaml would compare each key with all others, which takes half a minute for 20,000 keys. See `repeatedKeys`.
    uniqueKeys: false,
    // With 'silent', yaml would ignore a second document.
    logLevel: 'error',
  });
  const report = (issue: Issue) => {
    errors.push({ ...issue, file: fileName, position: locate(document, lines, parsePath(issue.path)) });
  };
  const reportAt = (issue: Issue, offset: number) => {
    const { line, col } = lines.linePos(offset);
    errors.push({ ...issue, file: fileName, position: { line, column: col } });
  };

  // A warning means an unknown tag. Its value would be read as if the tag were absent.
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    reportAt(issueOf('yaml.invalid', '', { problem: message }), pos[0]);
  }
  for (const node of repeatedKeys(document)) {
    reportAt(issueOf('yaml.duplicateKey', '', {}), node.range?.[0] ?? 0);
  }
  if (errors.length > 0) return refuse(errors);

  const content = toPlain(document);
  if (content.problem !== undefined) report(content.problem);
  const { value, used, problems } = substitute(content.value, environment);
  for (const problem of problems) report(problem);
  const forms = kindDescriptors(kinds);
  const reading: ReadContext = {
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
  const read = errors.length === 0 ? readRoot(value, reading) : NOTHING;
  if (errors.length === 0) return { ok: true, ...read };
  const redact = createRedact(used);
  return refuse(redact === null ? errors : errors.map((error) => redactIssue(error, redact)));
}

/** Sorts the errors in the order of the file and drops those beyond the limit. */
function refuse(errors: readonly FileIssue[]): LoadedConfig {
  const sorted = errors.toSorted((a, b) => order(a) - order(b));
  return { ok: false, errors: sorted.slice(0, MAX_ERRORS) };
}

/** The data that all readers need. */
interface ReadContext {
  readonly kinds: readonly CheckKind[];
  /** The field names of each kind, including the common ones. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fields that may have a default: those of all kinds, except the ones that every endpoint must set itself. */
  readonly defaultable: ReadonlySet<string>;
  /** The fields of each kind that are durations, with the shortest and the longest one. */
  readonly durations: ReadonlyMap<string, ReadonlyMap<string, readonly [Ms, Ms]>>;
  readonly report: (issue: Issue) => void;
}

const NOTHING: Omit<Extract<LoadedConfig, { ok: true }>, 'ok'> = {
  endpoints: [],
  maintenance: [],
  silences: [],
  objectives: [],
  statusPages: [],
  modules: {},
  vantages: [],
  aliveUrl: '',
  channels: [],
  rules: [],
};
/** The fields of the file. */
const ROOT_FIELDS = [
  'endpoints',
  'defaults',
  'maintenance',
  'silences',
  'objectives',
  'statusPages',
  'channels',
  'rules',
  'modules',
  'vantages',
  'aliveUrl',
];

function readRoot(root: unknown, reading: ReadContext): typeof NOTHING {
  const { report } = reading;
  if (!isFields(root)) {
    report(issueOf('config.root', '', {}, { given: root ?? undefined }));
    return NOTHING;
  }
  for (const key of Object.keys(root)) {
    if (!ROOT_FIELDS.includes(key)) {
      report(issueOf('config.field', formatPath([key]), { known: ROOT_FIELDS }, { given: key }));
    }
  }
  const {
    endpoints: entries,
    defaults = {},
    maintenance = [],
    silences = [],
    objectives = [],
    statusPages = [],
    channels = [],
    rules = [],
    modules = {},
    vantages = [],
    aliveUrl = '',
  } = root;
  const read = readObjectives(objectives, report);
  const pages = readStatusPages(statusPages, report);
  const windows = readWindows(maintenance, report);
  const silenced = readSilences(silences, report);
  const alive = aliveUrlSchema().safeParse(aliveUrl);
  if (!alive.success) report(issueOf('httpUrl', 'aliveUrl', {}, { given: aliveUrl }));
  const alerting = readAlerting({ channels, rules }, report);
  const probes = readModules(modules, reading.kinds, {
    report,
    read: (entry) => readEntry(entry, {}, reading).issues.map(({ issue }) => issue),
  });
  if (!Array.isArray(entries)) {
    report(issueOf('config.endpoints', 'endpoints', {}, { given: entries ?? undefined }));
    return NOTHING;
  }
  if (!isFields(defaults)) {
    report(issueOf('config.defaults', 'defaults', {}, { given: defaults ?? undefined }));
    return NOTHING;
  }
  const endpoints = readEntries(entries, readDefaults(defaults, reading), reading);
  return {
    endpoints,
    maintenance: windows,
    silences: silenced,
    objectives: read,
    statusPages: pages,
    modules: probes,
    vantages: readVantages(vantages, report),
    aliveUrl: alive.data ?? '',
    ...alerting,
  };
}

/** @returns the valid defaults */
function readDefaults(defaults: Fields, { defaultable, durations, report }: ReadContext): Fields {
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

function readEntries(entries: readonly unknown[], defaults: Fields, reading: ReadContext): EndpointInput[] {
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

function readEntry(entry: unknown, defaults: Fields, { kinds, fields, durations }: ReadContext): ReadEntry {
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

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key to sort errors by position. */
function order({ position }: FileIssue): number {
  return position === null ? 0 : position.line * 1_000_000 + position.column;
}
