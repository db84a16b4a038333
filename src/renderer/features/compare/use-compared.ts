import { useMemo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { useAllEndpoints } from '../../live/hooks.ts';
import type { Comparison } from '../../navigation/comparison.ts';
import { compareNames } from '../overview/name-ranks.ts';

export interface Compared {
  /** In the order of the link; of a group, by name. */
  readonly views: readonly EndpointView[];
  /** Ids of the views; the same list until it changes. */
  readonly ids: readonly string[];
  /** How many endpoints of the link do not exist (any more). */
  readonly missing: number;
}

/** The endpoints that are compared, with their present state. */
export function useCompared({ ids: wanted, group }: Comparison): Compared {
  const all = useAllEndpoints();
  const views = useMemo(() => {
    if (group === undefined) return wanted.flatMap((id) => all.get(id) ?? []);
    const inGroup = [...all.values()].filter(({ endpoint }) => endpoint.config.group === group);
    return inGroup.sort((a, b) => compareNames(a.endpoint.config.name, b.endpoint.config.name));
  }, [all, wanted, group]);
  const key = JSON.stringify(views.map(({ endpoint }) => endpoint.id));
  const ids = useMemo(() => JSON.parse(key) as readonly string[], [key]);
  return { views, ids, missing: group === undefined ? wanted.length - views.length : 0 };
}

/** The color of the nth line. */
export function lineColor(index: number): string {
  return `var(--series-${(index % 8) + 1})`;
}
