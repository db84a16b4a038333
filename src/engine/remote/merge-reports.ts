/** Merges the figures and reports of several sources. Pure. */
import type { CauseStats, IncidentStats } from '../../contract/model/incident-event.ts';
import type { Report } from '../../contract/model/report.ts';

/** @param all at least one, of the same range */
export function mergeStats(all: readonly IncidentStats[]): IncidentStats {
  const sum = (of: (stats: IncidentStats) => number): number => all.reduce((total, stats) => total + of(stats), 0);
  const endedOf = ({ incidents, open }: IncidentStats): number => incidents - open;
  const [ended, began, upMs] = [sum(endedOf), sum((stats) => stats.began), sum((stats) => stats.upMs)];
  const longest = all
    .flatMap((stats) => stats.longest ?? [])
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .at(0);
  return {
    incidents: sum((stats) => stats.incidents),
    open: sum((stats) => stats.open),
    excluded: sum((stats) => stats.excluded),
    began,
    downMs: sum((stats) => stats.downMs),
    upMs,
    mttrMs: ended === 0 ? null : sum((stats) => (stats.mttrMs ?? 0) * endedOf(stats)) / ended,
    mtbfMs: began === 0 ? null : upMs / began,
    longest: longest ?? null,
    causes: mergeCauses(all.flatMap(({ causes }) => causes)),
  };
}

function mergeCauses(causes: readonly CauseStats[]): CauseStats[] {
  const byCode = new Map<string, CauseStats>();
  for (const { code, incidents, downMs } of causes) {
    const known = byCode.get(code);
    byCode.set(code, { code, incidents: incidents + (known?.incidents ?? 0), downMs: downMs + (known?.downMs ?? 0) });
  }
  return [...byCode.values()].toSorted((a, b) => b.downMs - a.downMs || a.code.localeCompare(b.code));
}

/** @param reports at least one, of the same range; that of this Lookout is the first, if there is one */
export function mergeReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new TypeError('There must be a report');
  return {
    ...first,
    masked: reports.every(({ masked }) => masked),
    endpoints: reports.flatMap(({ endpoints }) => endpoints),
    objectives: reports.flatMap(({ objectives }) => objectives),
    stats: mergeStats(reports.map(({ stats }) => stats)),
    annotations: reports.flatMap(({ annotations }) => annotations).toSorted((a, b) => a.at - b.at),
  };
}
