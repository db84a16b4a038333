/** Writes endpoints and what belongs to them as a file: lookout.yaml, JSON or CSV. Secrets become environment variables. */
import type { ConfigFormat, ConfigList, ExportedConfig, ExportedSecret } from '../../contract/channels/config.ts';
import type { FormField } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { MaintenanceConfig } from '../../contract/model/maintenance.ts';
import type { StatusPageConfig } from '../../contract/model/status-page.ts';
import type { ObjectiveConfig } from '../../contract/model/objective.ts';
import type { RuleConfig, SilenceConfig } from '../../contract/model/alert-rule.ts';
import type { Json } from '../../contract/model/units.ts';
import { writeDuration } from '../../shared/duration.ts';
import type { CheckKind } from '../check/kind.ts';
import { kindDescriptors } from '../check/registry.ts';
import { uniqueNames, UniqueEndpoints, type ExportedEndpoint } from './unique-names.ts';
import { configText, toConfigEntries, withReferences } from './write-config.ts';

type Config = Readonly<Record<string, Json | undefined>> & { readonly kind: string };

export interface ExportedState {
  /** Secrets may be in clear, sealed or masked: they are not written. */
  readonly endpoints: readonly ExportedEndpoint[];
  readonly maintenance: readonly MaintenanceConfig[];
  readonly silences: readonly SilenceConfig[];
  readonly objectives: readonly ObjectiveConfig[];
  readonly statusPages: readonly StatusPageConfig[];
  readonly channels: readonly (Config & { readonly name: string })[];
  readonly rules: readonly RuleConfig[];
}

export interface ExportOptions {
  readonly kinds: readonly CheckKind[];
  /** The fields of each kind of channel. */
  readonly channelForms: ReadonlyMap<string, readonly FormField[]>;
}

const FILES = { yaml: 'lookout.yaml', json: 'lookout.json', csv: 'lookout.csv' } as const satisfies Record<
  ConfigFormat,
  string
>;

export function exportConfig(state: ExportedState, format: ConfigFormat, options: ExportOptions): ExportedConfig {
  const { kinds, channelForms } = options;
  const taken = new Set<string>();
  const forms = new Map(kindDescriptors(kinds).map(({ kind, fields }) => [kind, fields]));
  const unique = new UniqueEndpoints(state.endpoints, kinds, mentionedIn(state));
  const { changes } = unique;
  const endpoints = toConfigEntries(
    unique.configs.map((config) => written(config, forms.get(config.kind) ?? [])),
    kinds,
    taken,
  );
  const channelKinds = [...channelForms].map(([kind, form]) => ({ kind, form }));
  const channels = toConfigEntries(
    state.channels.map((config) => written(config, channelForms.get(config.kind) ?? [])),
    channelKinds,
    taken,
  );
  const secrets = [...endpoints.secrets, ...channels.secrets].map(({ name, endpoint, field }): ExportedSecret => ({
    name,
    of: endpoint,
    field,
  }));

  /** Entries with names that differ. */
  function named<Entry extends { readonly name: string }>(list: ConfigList, all: readonly Entry[]): readonly Entry[] {
    const names = uniqueNames(
      all.map(({ name }) => name),
      list,
      { fallback: 'Silence' },
    );
    return all.map((entry, index) => {
      const name = names[index] ?? entry.name;
      if (name === entry.name) return entry;
      changes.push({ list, what: 'name', name: entry.name, as: name });
      return { ...entry, name };
    });
  }
  function matching<Entry extends { readonly name: string; readonly match: EndpointMatch }>(
    list: ConfigList,
    all: readonly Entry[],
  ): readonly Entry[] {
    return named(list, all).map((entry) => ({
      ...entry,
      match: unique.match(entry.match, { list, name: entry.name }),
    }));
  }

  const known = new Set(state.channels.map(({ name }) => name));
  const lists = {
    endpoints: endpoints.endpoints,
    maintenance: matching('maintenance', state.maintenance).map(windowOf),
    silences: matching('silences', state.silences).map(windowOf),
    objectives: matching('objectives', state.objectives).map(({ window, ...config }) =>
      escaped({ ...config, window: writeDuration(window) }),
    ),
    statusPages: named('statusPages', state.statusPages).map(({ sections, publicNames, ...page }) => {
      const of = { list: 'statusPages', name: page.name } as const;
      const matched = sections.map((section) => ({ ...section, match: unique.match(section.match, of) }));
      return escaped({ ...page, sections: matched, publicNames: unique.publicNames(publicNames) });
    }),
    channels: channels.endpoints,
    rules: matching('rules', state.rules).map((rule) => ruleOf(rule, known)),
  };
  return { text: textOf(lists, format), fileName: FILES[format], secrets, changes };
}

/** The names of endpoints that lists mention; ids are among them. */
function mentionedIn({ maintenance, silences, objectives, statusPages, rules }: ExportedState): readonly string[] {
  const sections = statusPages.flatMap((page) => page.sections);
  return [
    ...[...maintenance, ...silences, ...objectives, ...sections, ...rules].flatMap(
      ({ match }) => match.endpoints ?? [],
    ),
    ...statusPages.flatMap(({ publicNames }) => Object.keys(publicNames)),
  ];
}

function textOf(lists: Readonly<Record<string, readonly object[]>>, format: ConfigFormat): string {
  if (format === 'yaml') return configText(lists);
  if (format === 'csv') return csvOf(lists['endpoints'] ?? []);
  const filled = Object.entries(lists).filter(([name, list]) => name === 'endpoints' || list.length > 0);
  return `${JSON.stringify(Object.fromEntries(filled), null, 2)}\n`;
}

/** Without defaults, and with durations as people write them. */
function written({ kind, ...config }: Config, form: readonly FormField[]): EndpointInput {
  const byName = new Map(form.map((field) => [field.name, field]));
  const fields = Object.entries(config).flatMap(([name, value]): [string, Json][] => {
    const field = byName.get(name);
    if (value === undefined || isDefault(value, field)) return [];
    return [[name, field?.type === 'duration' && typeof value === 'number' ? writeDuration(value) : value]];
  });
  return { kind, ...Object.fromEntries(fields) };
}

function isDefault(value: Json, field: FormField | undefined): boolean {
  if (field === undefined || field.required === true) return false;
  return JSON.stringify(value) === JSON.stringify(field.default ?? null);
}

function windowOf({ duration, ...config }: MaintenanceConfig): object {
  return escaped(duration === undefined ? config : { ...config, duration: writeDuration(duration) });
}

/** @param known the names of all channels: one that a newer version has made cannot be exported */
function ruleOf({ after, repeat, steps, channels, ...config }: RuleConfig, known: ReadonlySet<string>): object {
  const exported = (names: readonly string[]) => names.filter((name) => known.has(name));
  return escaped({
    ...config,
    channels: exported(channels),
    after: writeDuration(after),
    repeat: repeat === null ? null : writeDuration(repeat),
    steps: steps.map((step) => ({ after: writeDuration(step.after), channels: exported(step.channels) })),
  });
}

/** Escapes `${`, so that it is read as text again. */
function escaped(config: object): object {
  return withReferences(config as EndpointInput);
}

/** A column for each field that any endpoint has (RFC 4180). Values that are not text are JSON. */
function csvOf(entries: readonly object[]): string {
  const columns = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry) => {
    const values = new Map<string, unknown>(Object.entries(entry));
    return columns.map((column) => {
      const value = values.get(column);
      return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    });
  });
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
