import type { RequestFailure } from '../errors.ts';
import type { AlertChannelInput } from '../model/alert-channel.ts';
import type { RuleInput } from '../model/alert-rule.ts';
import type { EndpointInput } from '../model/endpoint.ts';
import type { MaintenanceInput } from '../model/maintenance.ts';
import type { ObjectiveInput } from '../model/objective.ts';
import type { StatusPageInput } from '../model/status-page.ts';

/** Requests about all endpoints together: as a file, and made equal to a file. */
export interface ConfigRequests {
  'config.export': { args: { format: ConfigFormat }; answer: ExportedConfig };
  'config.plan': { args: ConfigContent; answer: ConfigPlan };
  'config.apply': { args: ConfigContent; answer: AppliedConfig };
}

/** One sentence per request, for `docs/api.md`. */
export const CONFIG_CHANNELS = {
  'config.export':
    'Endpoints, maintenance windows, silences, objectives, channels and rules as the text of a lookout.yaml or as JSON; the endpoints as CSV. Secrets are names of environment variables. Equal names get numbers.',
  'config.plan':
    'What `config.apply` would change. An endpoint matches the one with the same kind and name, or else with the same kind and target; any other entry matches the one with the same name, or else one that differs only in its name. Refuses what `config.apply` would refuse.',
  'config.apply':
    'Adds and changes endpoints, maintenance windows, silences, objectives, status pages, channels and rules, so that they are as given. With `remove`, removes those that are not given; a list that is absent stays as it is. Changes nothing if any entry is invalid. If a change fails, `failed` says why, and what was not applied. Removed endpoints can be restored.',
} as const satisfies Record<keyof ConfigRequests, string>;

export const CONFIG_FORMATS = ['yaml', 'json', 'csv'] as const;
export type ConfigFormat = (typeof CONFIG_FORMATS)[number];

/** The lists of lookout.yaml. */
export const CONFIG_LISTS = [
  'endpoints',
  'maintenance',
  'silences',
  'objectives',
  'statusPages',
  'channels',
  'rules',
] as const;
export type ConfigList = (typeof CONFIG_LISTS)[number];

export interface ExportedConfig {
  readonly text: string;
  /** Such as `lookout.yaml`. */
  readonly fileName: string;
  /** The environment variables that stand for secrets. */
  readonly secrets: readonly ExportedSecret[];
  /** What is written differently, because names must differ in lookout.yaml. */
  readonly changes: readonly ExportedChange[];
}

export interface ExportedChange {
  readonly list: ConfigList;
  /** `name`: an entry has another name. `pattern`: its pattern of names is written as a list of the names that it matches. */
  readonly what: 'name' | 'pattern';
  /** The name of the entry in Lookout. */
  readonly name: string;
  /** The name in the file, or the pattern. */
  readonly as: string;
}

export interface ExportedSecret {
  /** The name of the environment variable. */
  readonly name: string;
  /** The name of the endpoint or the channel that has the secret. */
  readonly of: string;
  /** Such as `password` or `headers.Authorization`. */
  readonly field: string;
}

/** What lookout.yaml says. A list that is absent is neither compared nor changed. */
export interface ConfigContent {
  endpoints: EndpointInput[];
  maintenance?: MaintenanceInput[];
  silences?: MaintenanceInput[];
  objectives?: ObjectiveInput[];
  statusPages?: StatusPageInput[];
  channels?: AlertChannelInput[];
  rules?: RuleInput[];
  /** Removes what was added in the app and is not in these lists. Default: it stays. */
  remove?: boolean;
}

export interface PlannedEntry {
  readonly list: ConfigList;
  /** Of what is changed or removed; null: it is new, or skipped. */
  readonly id: string | null;
  readonly name: string;
  /** Of an endpoint or a channel; otherwise empty. */
  readonly kind: string;
  /** Of an endpoint; otherwise empty. */
  readonly target: string;
  /** The names of the fields that change; empty for a new or removed entry. */
  readonly fields: readonly string[];
}

export interface ConfigChanges {
  readonly add: readonly PlannedEntry[];
  readonly change: readonly PlannedEntry[];
  readonly remove: readonly PlannedEntry[];
}

export interface ConfigPlan extends ConfigChanges {
  /** How many entries do not change. */
  readonly unchanged: number;
  /** How many were added in the app, are not in the lists, and stay. */
  readonly kept: number;
  /** Windows and silences that take place once, and are over: they are not added, and not changed. */
  readonly skipped: readonly PlannedEntry[];
}

/** What was changed. */
export interface AppliedConfig extends ConfigPlan {
  /** Null: everything was applied. */
  readonly failed: { readonly problem: RequestFailure; readonly left: ConfigChanges } | null;
}
