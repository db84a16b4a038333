/** Incidents by the day on which they began. Pure. */
import type { Incident } from '../../../contract/model/incident.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { startOfDay } from './incident-filter.ts';

export interface IncidentDay<Item> {
  /** The start of the day in the person's time zone; null: the incidents that are still open. */
  readonly day: EpochMs | null;
  readonly items: readonly Item[];
  /** False: older incidents that are not loaded may belong to it too. */
  readonly complete: boolean;
  /** How long the incidents of the day lasted, all together, without those that are excluded from uptime. */
  readonly downMs: Ms;
}

/**
 * The open incidents first, then those that ended, by day.
 * @param items by start, newest first
 * @param hasOlder whether there are older incidents than these
 * @param isExcluded whether an incident with this id is excluded from uptime
 */
export function incidentDays<Item extends { readonly incident: Incident }>(
  items: readonly Item[],
  hasOlder: boolean,
  isExcluded: (id: string) => boolean,
): readonly IncidentDay<Item>[] {
  const groups = Map.groupBy(items, ({ incident }) =>
    incident.resolvedAt === null ? null : startOfDay(incident.startedAt),
  );
  const days = [...groups].sort(([a], [b]) => (b ?? Infinity) - (a ?? Infinity));
  return days.map(([day, list], index) => ({
    day,
    items: list,
    // All open incidents are pushed, whatever their age.
    complete: !hasOlder || day === null || index < days.length - 1,
    downMs: downOf(list.filter(({ incident }) => !isExcluded(incident.id))),
  }));
}

function downOf(items: readonly { readonly incident: Incident }[]): Ms {
  return items.reduce(
    (sum, { incident: { startedAt, resolvedAt } }) => sum + ((resolvedAt ?? startedAt) - startedAt),
    0,
  );
}
