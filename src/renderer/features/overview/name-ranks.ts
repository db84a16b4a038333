import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';

/** Compares names as people read them: case does not matter, and `node 9` comes before `node 10`. */
export const compareNames = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** Returns a number for each endpoint; numbers sort like the names. */
export type NameRank = (endpoint: Endpoint) => number;

/**
 * Ranks endpoints by name. Comparing ten thousand names as people read them takes tens of milliseconds, so it happens only
 * after an endpoint was added, removed or edited; sorting compares the ranks.
 */
export function createNameRanks(): (views: ReadonlyMap<string, EndpointView>) => NameRank {
  let ranked: readonly Endpoint[] = [];
  let ranks = new Map<string, number>();
  return (views) => {
    let index = 0;
    let same = views.size === ranked.length;
    if (same) for (const { endpoint } of views.values()) same &&= ranked[index++] === endpoint;
    if (!same) {
      ranked = [...views.values()].map((view) => view.endpoint);
      const sorted = [...ranked].sort((a, b) => compareNames(a.config.name, b.config.name) || (a.id < b.id ? -1 : 1));
      ranks = new Map(sorted.map((endpoint, rank) => [endpoint.id, rank]));
    }
    return (endpoint) => ranks.get(endpoint.id) ?? Infinity;
  };
}
