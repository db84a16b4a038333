import type { Incident } from '../../../contract/model/incident.ts';

/** Merges the incidents of a page and of pushes: open ones first, then newest first. The newer list wins. */
export function mergeIncidents(list: readonly Incident[], newer: readonly Incident[]): Incident[] {
  const byId = new Map<string, Incident>();
  for (const incident of list) byId.set(incident.id, incident);
  for (const incident of newer) byId.set(incident.id, incident);
  return [...byId.values()].sort(
    (a, b) => Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) || b.startedAt - a.startedAt,
  );
}
