/** What a request changes, for the audit log: the state before and after it, as pages see it. */
import type { AppliedConfig } from '../../contract/channels/config.ts';
import type { Channel } from '../../contract/channels/index.ts';
import { scopeOf } from '../../contract/channels/scopes.ts';
import { OWNER, type Caller } from '../access/api-tokens.ts';
import type { AuditState } from '../access/audit-log.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Objectives } from '../history/objectives.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { Handlers } from './handlers/handlers.ts';

export interface AuditedParts {
  readonly handlers: Handlers;
  readonly registry: Pick<EndpointRegistry, 'find'> & Iterable<Monitor>;
  readonly settings: () => object;
  readonly objectives: Pick<Objectives, 'kept'>;
}

export interface StateReader {
  /** @param ids which objects, where there may be thousands of them */
  (ids: readonly string[]): Promise<AuditState>;
}

/** Whether a request is recorded in the audit log. Requests that only read or try something are not. */
export function isAudited(channel: Channel): boolean {
  return scopeOf(channel) !== 'read' && !UNNOTED.has(channel);
}

const UNNOTED: ReadonlySet<Channel> = new Set<Channel>([
  'tokens.list',
  'sources.list',
  'sources.test',
  'audit.list',
  'endpoints.test',
  'endpoints.checkNow',
  'channels.test',
  'alerts.preview',
  'config.export',
  'config.plan',
  'imports.read',
  'imports.cancel',
  'imports.progress',
  'recordings.start',
  'recordings.next',
  'recordings.stop',
]);

const NO_STATE: AuditState = new Map();

/**
 * How to read the objects that a request changes. Where there is no list of them, only the request and the ids are
 * recorded.
 */
export function stateReader(channel: Channel, { handlers, registry, settings, objectives }: AuditedParts): StateReader {
  const listed = async (list: Channel) =>
    stateOf(await (handlers[list] as (args: object, caller: Caller) => unknown)({}, OWNER));
  // These do not name what they change.
  const all = () => [...registry].flatMap(({ endpoint: { id } }) => endpointOf(id, registry));
  if (channel === 'imports.undo') return () => Promise.resolve(new Map(all()));
  if (channel === 'config.apply') {
    return async () => {
      const lists = await Promise.all(APPLIED.map(listed));
      return new Map([...all(), ...[stateOf(objectives.kept()), ...lists].flatMap(configsIn)]);
    };
  }
  const [domain = ''] = channel.split('.');
  if (domain === 'endpoints' || domain === 'imports') {
    return (ids) => Promise.resolve(new Map(ids.flatMap((id) => endpointOf(id, registry))));
  }
  if (domain === 'settings') return () => Promise.resolve(new Map([['settings', { ...settings() }]]));
  // The list of objectives also has whether they are met, which changes by itself and takes long to compute.
  if (domain === 'objectives') return () => Promise.resolve(stateOf(objectives.kept()));
  const list = LISTS.get(domain);
  if (list === undefined) return () => Promise.resolve(NO_STATE);
  return () => listed(list);
}

/** The lists of `config.apply`, besides endpoints and objectives. */
const APPLIED = [
  'channels.list',
  'rules.list',
  'silences.list',
  'maintenance.list',
  'statusPages.list',
] as const satisfies readonly Channel[];

const LISTS: ReadonlyMap<string, Channel> = new Map<string, Channel>([
  ['channels', 'channels.list'],
  ['rules', 'rules.list'],
  ['silences', 'silences.list'],
  ['maintenance', 'maintenance.list'],
  ['statusPages', 'statusPages.list'],
  ['statusPosts', 'statusPosts.list'],
  ['tokens', 'tokens.list'],
  ['sources', 'sources.list'],
]);

function endpointOf(id: string, registry: AuditedParts['registry']): readonly [string, Record<string, unknown>][] {
  const monitor = registry.find(id);
  if (monitor === undefined) return [];
  const { config, paused, pausedUntil } = monitor.endpoint;
  return [[id, { ...config, paused, pausedUntil }]];
}

function stateOf(list: unknown): AuditState {
  if (!Array.isArray(list)) return NO_STATE;
  return new Map(
    list.flatMap((one: unknown): [string, Readonly<Record<string, unknown>>][] => {
      if (!isRecord(one)) return [];
      const { id } = one;
      return typeof id === 'string' ? [[id, named(one)]] : [];
    }),
  );
}

/** Only what is set: how many endpoints a rule matches also changes by itself. */
function configsIn(state: AuditState): readonly [string, Record<string, unknown>][] {
  return [...state].map(([id, { name, config }]) => [id, { name, config }]);
}

/** Views have the config in a field, with the name inside it. */
function named(view: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof view['title'] === 'string') return { ...view, name: view['title'] };
  const inner = Object.values(view).find((part) => isRecord(part) && typeof part['name'] === 'string');
  return isRecord(inner) && view['name'] === undefined ? { ...view, name: inner['name'] } : view;
}

/** The ids of what a request names: the id of an import is not that of an endpoint. */
export function idsNamedBy(channel: Channel, args: unknown): readonly string[] {
  return channel.startsWith('imports.') ? [] : idsIn(args);
}

/** The ids of what `config.apply` has changed: comparing the states does not show that a secret changed, because it is masked. */
export function idsAppliedBy(channel: Channel, answer: unknown): readonly string[] {
  return channel === 'config.apply' ? (answer as AppliedConfig).change.flatMap(({ id }) => id ?? []) : [];
}

/** The ids in the arguments or in the answer of a request. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((part: unknown) => idsIn(isRecord(part) ? part['id'] : part));
  if (!isRecord(value)) return [];
  return [
    ...idsIn(value['id']),
    ...idsIn(value['ids']),
    ...idsIn(value['added'] ?? []),
    ...idsIn(value['changed'] ?? []),
  ];
}
