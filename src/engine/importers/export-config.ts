/** Writes endpoints and what belongs to them as a file: lookout.yaml, JSON or CSV. Secrets become environment variables. */
import type { ConfigFormat, ExportedConfig, ExportedSecret } from '../../contract/channels/config.ts';
import type { FormField } from '../../contract/descriptor.ts';
import type { EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { MaintenanceConfig } from '../../contract/model/maintenance.ts';
import type { StatusPageConfig } from '../../contract/model/status-page.ts';
import type { ObjectiveConfig } from '../../contract/model/objective.ts';
import type { RuleConfig, SilenceConfig } from '../../contract/model/alert-rule.ts';
import type { Json } from '../../contract/model/units.ts';
import { writeDuration } from '../../shared/duration.ts';
import type { CheckKind } from '../check/kind.ts';
import { kindDescriptors } from '../check/registry.ts';
import { configText, toConfigEntries, withReferences } from './write-config.ts';

type Config = Readonly<Record<string, Json | undefined>> & { readonly kind: string };

export interface ExportedState {
  /** Secrets may be in clear, sealed or masked: they are not written. */
  readonly endpoints: readonly EndpointConfig[];
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

/** The most characters of a name that is made from a reason, which may be longer. Leaves room for a number. */
const SILENCE_NAME = 190;

export function exportConfig(state: ExportedState, format: ConfigFormat, options: ExportOptions): ExportedConfig {
  const { kinds, channelForms } = options;
  const taken = new Set<string>();
  const forms = new Map(kindDescriptors(kinds).map(({ kind, fields }) => [kind, fields]));
  const endpoints = toConfigEntries(
    state.endpoints.map((config) => written(config, forms.get(config.kind) ?? [])),
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
  const lists = {
    endpoints: endpoints.endpoints,
    maintenance: state.maintenance.map(windowOf),
    silences: named(state.silences).map(windowOf),
    objectives: state.objectives.map(({ window, ...config }) => escaped({ ...config, window: writeDuration(window) })),
    statusPages: state.statusPages.map(escaped),
    channels: channels.endpoints,
    rules: state.rules.map(ruleOf),
  };
  return { text: textOf(lists, format), fileName: FILES[format], secrets };
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

/** Gives silences the unique names that they need in a file. */
function named(silences: readonly SilenceConfig[]): readonly SilenceConfig[] {
  const taken = new Set<string>();
  return silences.map((config) => {
    const wanted = config.name === '' ? 'Silence' : config.name.slice(0, SILENCE_NAME);
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
    taken.add(name);
    return { ...config, name };
  });
}

function ruleOf({ after, repeat, steps, ...config }: RuleConfig): object {
  return escaped({
    ...config,
    after: writeDuration(after),
    repeat: repeat === null ? null : writeDuration(repeat),
    steps: steps.map((step) => ({ ...step, after: writeDuration(step.after) })),
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
