import type { Incident } from '../../../contract/model/incident.ts';

/** Incidents of a page and of pushes as one list: open ones first, then newest first. The later list wins. */
export function mergeIncidents(list: readonly Incident[], newer: readonly Incident[]): Incident[] {
  const byId = new Map<string, Incident>();
  for (const incident of list) byId.set(incident.id, incident);
  for (const incident of newer) byId.set(incident.id, incident);
  return [...byId.values()].sort(
    (a, b) => Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) || b.startedAt - a.startedAt,
  );
}
