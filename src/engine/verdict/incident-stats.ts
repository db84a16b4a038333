/** Incidents in figures. Pure. */
import type { CauseStats, IncidentStats } from '../../contract/model/incident-event.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';

export interface IncidentStatsOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The up time of all endpoints together in the range. */
  readonly upMs: Ms;
  readonly isExcluded: (incident: Incident) => boolean;
}

/** @param incidents those that were open at any time in the range, in any order */
export function incidentStats(incidents: readonly Incident[], options: IncidentStatsOptions): IncidentStats {
  const { from, to, upMs } = options;
  const counted = incidents.filter((incident) => !options.isExcluded(incident));
  const within = ({ startedAt, resolvedAt }: Incident): Ms =>
    Math.max(0, Math.min(resolvedAt ?? to, to) - Math.max(startedAt, from));
  const ended = counted.flatMap(({ startedAt, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - startedAt]));
  const began = counted.filter(({ startedAt }) => startedAt >= from).length;
  const causes = new Map<string, CauseStats>();
  let longest: IncidentStats['longest'] = null;
  for (const incident of counted) {
    const { code } = incident.cause;
    const known = causes.get(code);
    causes.set(code, {
      code,
      incidents: (known?.incidents ?? 0) + 1,
      downMs: (known?.downMs ?? 0) + within(incident),
    });
    const durationMs = (incident.resolvedAt ?? to) - incident.startedAt;
    if (durationMs > (longest?.durationMs ?? -1)) {
      longest = { incidentId: incident.id, endpointId: incident.endpointId, durationMs };
    }
  }
  return {
    incidents: counted.length,
    open: counted.filter(({ resolvedAt }) => resolvedAt === null).length,
    excluded: incidents.length - counted.length,
    began,
    downMs: counted.reduce((sum, incident) => sum + within(incident), 0),
    upMs,
    mttrMs: ended.length === 0 ? null : ended.reduce((sum, ms) => sum + ms, 0) / ended.length,
    mtbfMs: began === 0 ? null : upMs / began,
    longest,
    causes: [...causes.values()].sort((a, b) => b.downMs - a.downMs || a.code.localeCompare(b.code)),
  };
}
