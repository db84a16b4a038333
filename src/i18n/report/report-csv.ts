/** Renders a report as CSV (RFC 4180): a line for each endpoint. */
import type { Report } from '../../contract/model/report.ts';
import { csvField } from '../../shared/csv-field.ts';

const COLUMNS = [
  'endpoint',
  'kind',
  'target',
  'group',
  'uptime',
  'known',
  'upMs',
  'downMs',
  'unknownMs',
  'pausedMs',
  'maintenanceMs',
  'excludedMs',
  'incidents',
  'objective',
  'objectiveMet',
  'budgetLeftMs',
  'checks',
  'p50Ms',
  'p95Ms',
  'p99Ms',
] as const;

export function reportCsv({ endpoints }: Report): string {
  const rows = endpoints.map(({ name, kind, target, group, uptime, objective, latency }) => [
    name,
    kind,
    target,
    group,
    uptime.ratio,
    uptime.coverage,
    uptime.upMs,
    uptime.downMs,
    uptime.unknownMs,
    uptime.pausedMs,
    uptime.maintenanceMs,
    uptime.excludedMs,
    uptime.incidents,
    objective?.target ?? null,
    objective?.met ?? null,
    objective?.leftMs ?? null,
    latency.checks,
    latency.p50,
    latency.p95,
    latency.p99,
  ]);
  return [COLUMNS, ...rows]
    .map((row) => row.map(csvField).join(','))
    .join('\r\n')
    .concat('\r\n');
}
