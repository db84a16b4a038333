/** A report as CSV (RFC 4180): a line for each endpoint. */
import type { Report } from '../../contract/model/report.ts';

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

/**
 * A field of CSV. Spreadsheets run texts that begin like a formula (OWASP, CSV injection), so such a text gets an apostrophe
 * in front.
 */
export function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
