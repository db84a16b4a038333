/** Puts the source into the ids of what a remote Lookout sends, and takes it out of what is sent to it. */
import type { SourceId } from '../../contract/model/source.ts';
import { endpointIdOf, idInSource, isIdInSource, sourceOf } from '../../shared/endpoint-id.ts';
import { isRecord } from '../../shared/is-record.ts';

/** Fields that have one id. */
const ONE: ReadonlySet<string> = new Set([
  'id',
  'endpointId',
  'incidentId',
  'alertId',
  'ruleId',
  'channelId',
  'windowId',
  'deliveryId',
  'beforeId',
  'secretsOf',
]);
/** Fields that have a list of ids. */
const MANY: ReadonlySet<string> = new Set(['ids', 'endpoints']);
/** Fields whose content belongs to a person or to a check, and never has an id of Lookout in a field of such a name. */
const CONTENT: ReadonlySet<string> = new Set([
  'details',
  'params',
  'observed',
  'content',
  'phases',
  'metrics',
  'values',
]);

interface Changes {
  readonly one: (id: string) => string;
  /** Of a list of endpoints, which may also have names. */
  readonly listed: (id: string) => string;
}

/** Changes each id in an object of the contract. */
function mapIds(value: unknown, changes: Changes): unknown {
  if (Array.isArray(value)) return value.map((part) => mapIds(part, changes));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (typeof part === 'string') return [name, ONE.has(name) ? changes.one(part) : part];
      if (CONTENT.has(name)) return [name, part];
      // The config of an endpoint or of a window: its kind decides what the fields are. Of a match, the endpoints are ids.
      if (name === 'config') return [name, isRecord(part) ? withMatch(part, changes) : part];
      if (MANY.has(name) && Array.isArray(part)) {
        return [
          name,
          part.map((one: unknown) => (typeof one === 'string' ? changes.listed(one) : mapIds(one, changes))),
        ];
      }
      return [name, mapIds(part, changes)];
    }),
  );
}

function withMatch(config: Readonly<Record<string, unknown>>, changes: Changes): unknown {
  const { match } = config;
  return isRecord(match) && Array.isArray(match['endpoints']) ? { ...config, match: mapIds(match, changes) } : config;
}

/**
 * What a remote Lookout sent, with ids that carry the source. Whatever the ids were, they cannot be those of another source.
 * @param isEndpoint whether the source has an endpoint with this id, without the source
 */
export function addSource<T>(source: SourceId, value: T, isEndpoint: (id: string) => boolean = () => true): T {
  const one = (id: string): string => (id === '' ? id : endpointIdOf(source, id));
  // Some answers are nothing but a list of ids.
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.map(one) as T;
  return mapIds(value, { one, listed: (id) => (isEndpoint(id) ? one(id) : id) }) as T;
}

/** What is sent to a remote Lookout, with its own ids. */
export function removeSource<T>(source: SourceId, value: T): T {
  const one = (id: string): string => (sourceOf(id) === source ? idInSource(id) : id);
  return mapIds(value, { one, listed: one }) as T;
}

/** Whether an endpoint is the remote Lookout's own, and not one that it gathers itself. */
export function isOwnId(id: string): boolean {
  return !isIdInSource(id) && id.length <= MAX_ID;
}

/** With the source, an id must fit into the arguments of a request. */
const MAX_ID = 90;
