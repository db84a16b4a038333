/** Interprets lookout.yaml: parses its YAML, and reads each of its lists. */
import { CONFIG_LISTS, type ConfigList } from '../../../contract/channels/config.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { SilenceConfig } from '../../../contract/model/alert-rule.ts';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import type { StatusPageConfig } from '../../../contract/model/status-page.ts';
import type { ObjectiveConfig } from '../../../contract/model/objective.ts';
import type { FileIssue, Issue } from '../../../contract/model/issue.ts';
import type { VantageConfig } from '../../../contract/model/vantage.ts';
import type { CheckKind } from '../../check/kind.ts';
import { formatPath, issueOf } from '../../base/issues.ts';
import { checkKinds } from '../../check/registry.ts';
import { createRedact, redactIssue } from '../../secrets/redact.ts';
import { substitute } from '../environment.ts';
import type { Environment } from '../variables.ts';
import type { ProbeModules } from '../../prometheus/modules.ts';
import {
  createReadContext,
  isFields,
  readDefaults,
  readEntries,
  readEntry,
  type ReadContext,
} from './endpoint-entries.ts';
import { readModules } from './modules.ts';
import { parseConfig } from './parse.ts';
import { readVantages } from './vantages.ts';
import { readAlerting, type AlertingEntries } from './alerting.ts';
import { aliveUrlSchema } from '../../settings/schema.ts';
import { readObjectives, readSilences, readStatusPages, readWindows } from './windows.ts';
import { repeatedKeys, toPlain } from '../yaml-data.ts';

export type LoadedConfig =
  /** In the order of the file. `parseEndpoint` accepts each of them, and all names differ. */
  | ({
      readonly ok: true;
      /** The lists that the file has, empty ones included. */
      readonly lists: readonly ConfigList[];
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

export interface LoadOptions {
  readonly kinds?: readonly CheckKind[];
  /** The values of `${NAME}`. Default: none, for files from another person. */
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
  const { document, at, positionOf } = parseConfig(text);
  const report = (issue: Issue) => {
    errors.push({ ...issue, file: fileName, position: positionOf(issue.path) });
  };
  const reportAt = (issue: Issue, offset: number) => {
    errors.push({ ...issue, file: fileName, position: at(offset) });
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
  const reading = createReadContext(kinds, report);
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

const NOTHING: Omit<Extract<LoadedConfig, { ok: true }>, 'ok'> = {
  lists: [],
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
    lists: CONFIG_LISTS.filter((list) => Object.hasOwn(root, list)),
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

/** A key to sort errors by position. */
function order({ position }: FileIssue): number {
  return position === null ? 0 : position.line * 1_000_000 + position.column;
}
