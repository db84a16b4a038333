/**
 * Adds the source to the ids in answers and pushes of a remote Lookout, and removes it from the ids in requests to it.
 */
import type { SourceId } from '../../contract/model/source.ts';
import { endpointIdOf, idInSource, isIdInSource, sourceOf } from '../../shared/endpoint-id.ts';
import { isRecord } from '../../shared/is-record.ts';

/** Fields that contain one id. */
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
/** Fields that contain a list of ids. */
const MANY: ReadonlySet<string> = new Set(['ids', 'endpoints']);
/**
 * Fields whose content comes from a person or a check: their inner fields never contain ids of Lookout, whatever their
 * names are.
 */
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
  /** Of the list of endpoints of a match, which may also contain names. */
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
      // The config of an endpoint or a window has fields that its kind defines. In a match, the endpoints are ids.
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
 * Adds the source to the ids in an answer or push. Whatever a remote Lookout sends, its ids cannot be those of another
 * source.
 * @param isEndpoint whether the source has an endpoint with this id, without the source
 */
export function addSource<T>(source: SourceId, value: T, isEndpoint: (id: string) => boolean = () => true): T {
  const one = (id: string): string => (id === '' ? id : endpointIdOf(source, id));
  // Some answers are only a list of ids.
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.map(one) as T;
  return mapIds(value, { one, listed: (id) => (isEndpoint(id) ? one(id) : id) }) as T;
}

/** Removes the source from the ids in a request to a remote Lookout. */
export function removeSource<T>(source: SourceId, value: T): T {
  const one = (id: string): string => (sourceOf(id) === source ? idInSource(id) : id);
  return mapIds(value, { one, listed: one }) as T;
}

/** Whether an endpoint is the remote Lookout's own, and not from one of its sources. */
export function isOwnId(id: string): boolean {
  return !isIdInSource(id) && id.length <= MAX_ID;
}

/** An id with the source must fit into the arguments of a request. */
const MAX_ID = 90;
