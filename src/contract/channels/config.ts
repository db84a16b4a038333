import type { EndpointInput } from '../model/endpoint.ts';

/** Requests about all endpoints together: as a file, and made equal to a file. */
export interface ConfigRequests {
  'config.export': { args: { format: ConfigFormat }; answer: ExportedConfig };
  'config.plan': { args: { endpoints: EndpointInput[] }; answer: ConfigPlan };
  'config.apply': { args: { endpoints: EndpointInput[] }; answer: ConfigPlan };
}

/** One sentence per request, for `docs/api.md`. */
export const CONFIG_CHANNELS = {
  'config.export':
    'Endpoints, maintenance windows, silences, objectives, channels and rules as the text of a lookout.yaml or as JSON; the endpoints as CSV. Secrets are names of environment variables. Equal names get numbers.',
  'config.plan':
    'What `config.apply` would change. An endpoint matches the one with the same kind and name, or else with the same kind and target.',
  'config.apply':
    'Makes the endpoints that were added in the app equal to these: adds, changes and removes. Applies all changes, or none if any endpoint is invalid. Removed endpoints can be restored.',
} as const satisfies Record<keyof ConfigRequests, string>;

export const CONFIG_FORMATS = ['yaml', 'json', 'csv'] as const;
export type ConfigFormat = (typeof CONFIG_FORMATS)[number];

/** The lists of lookout.yaml, in the order in which they refer to each other: rules name channels, and most name endpoints. */
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

export interface PlannedEndpoint {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  /** The names of the fields that change; empty for a new or removed endpoint. */
  readonly fields: readonly string[];
}

export interface ConfigPlan {
  readonly add: readonly PlannedEndpoint[];
  readonly change: readonly PlannedEndpoint[];
  readonly remove: readonly PlannedEndpoint[];
  /** How many endpoints do not change. */
  readonly unchanged: number;
}
