/** What people see of a plan: names, kinds and fields, without values, which may be secret. */
import type { ConfigChanges, ConfigPlan, PlannedEntry } from '../../contract/channels/config.ts';
import type { HandPlan } from '../endpoints/config-commands.ts';
import { differences, type KnownEntry, type ListPlan, type PlannedList } from './plan-list.ts';

export const NONE: ConfigChanges = { add: [], change: [], remove: [] };

/** What changes in all lists. */
export interface Planned {
  readonly endpoints: HandPlan;
  readonly lists: ReadonlyMap<PlannedList, ListPlan>;
}

/** What a plan shows of all lists. */
export function planOf({ endpoints, lists }: Planned): ConfigPlan {
  const plans = [...lists];
  const all = plans.reduce(
    (sum, [list, { create, update, remove }]) =>
      together(sum, {
        add: create.map((entry) => plannedEntry(list, entry)),
        change: update.map(({ id, entry, fields }) => plannedEntry(list, entry, id, fields)),
        remove: remove.map((entry) => plannedEntry(list, entry, entry.id)),
      }),
    endpointChanges(endpoints),
  );
  const { entries, create, update, kept } = endpoints;
  return {
    ...all,
    unchanged: entries.length - create.length - update.length + sum(plans.map(([, plan]) => plan.unchanged)),
    kept: kept + sum(plans.map(([, plan]) => plan.kept)),
    skipped: plans.flatMap(([list, { skipped }]) => skipped.map((entry) => plannedEntry(list, entry))),
  };
}

/** Which endpoints change, and their fields: no values, which may be secret. */
export function endpointChanges({ create, update, remove }: HandPlan): ConfigChanges {
  const planned = (
    { config, target }: Pick<HandPlan['create'][number], 'config' | 'target'>,
    id: string | null,
    fields: readonly string[] = [],
  ) => ({
    list: 'endpoints' as const,
    id,
    name: config.name,
    kind: config.kind,
    target,
    fields,
  });
  return {
    add: create.map((entry) => planned(entry, null)),
    change: update.map(({ endpoint, entry }) =>
      planned(entry, endpoint.id, differences(entry.config, endpoint.config)),
    ),
    remove: remove.map((endpoint) => planned(endpoint, endpoint.id)),
  };
}

/** An entry of a list as a plan shows it. @param fields those that change */
export function plannedEntry(
  list: PlannedList,
  { config }: Pick<KnownEntry, 'config'>,
  id: string | null = null,
  fields: readonly string[] = [],
): PlannedEntry {
  const kind = list === 'channels' && 'kind' in config && typeof config.kind === 'string' ? config.kind : '';
  return { list, id, name: config.name, kind, target: '', fields };
}

/** The changes of both. */
export function together(a: ConfigChanges, b: ConfigChanges): ConfigChanges {
  return { add: [...a.add, ...b.add], change: [...a.change, ...b.change], remove: [...a.remove, ...b.remove] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
