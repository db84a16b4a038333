/** The metrics of one check, with the names and labels that blackbox_exporter uses for a probe. */
import { isIP } from 'node:net';
import type { MetricUnit, PhaseRole } from '../../contract/descriptor.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Failure } from '../../contract/model/failure.ts';
import { metricName, type MetricFamily } from '../base/metrics-text.ts';
import { gauge } from '../check/exporter-metrics.ts';
import type { CheckKind } from '../check/kind.ts';
import type { ExportedCheck, KindExporter } from '../check/kind-exporter.ts';
import { tlsMetrics } from './probe-tls.ts';

/** The values of the label `phase`. Phases of other roles have their own names. */
const PHASES: Readonly<Partial<Record<PhaseRole, string>>> = {
  resolve: 'resolve',
  connect: 'connect',
  secure: 'tls',
  wait: 'processing',
  transfer: 'transfer',
};

/** The unit in which a metric is exported, and the number by which its values are divided. */
const UNITS: Readonly<Record<MetricUnit, { readonly of: string; readonly by: number }>> = {
  millisecond: { of: ' in seconds', by: 1000 },
  second: { of: ' in seconds', by: 1 },
  day: { of: ' in days', by: 1 },
  byte: { of: ' in bytes', by: 1 },
  percent: { of: ' in percent', by: 1 },
  count: { of: '', by: 1 },
  hops: { of: ' in hops', by: 1 },
};

export interface ProbedCheck extends ExportedCheck {
  readonly success: boolean;
  /** The whole probe, with what Lookout itself took; in milliseconds. */
  readonly totalMs: number;
}

/** @param exporter what the kind adds; null: nothing */
export function probeMetrics(
  kind: CheckKind,
  check: ProbedCheck,
  { exporter, fields }: { readonly exporter: KindExporter | null; readonly fields: object },
): readonly MetricFamily[] {
  const { outcome, success, totalMs } = check;
  const families = [
    gauge('probe_success', 'Whether the probe succeeded.', success ? 1 : 0),
    gauge('probe_duration_seconds', 'How long the probe took, in seconds.', totalMs / 1000),
    ...lookupMetrics(kind, outcome),
    ...tlsMetrics(outcome.details.tls),
    phaseMetric(kind, outcome, exporter?.phases ?? {}),
    ...(exporter?.metrics?.(check, fields) ?? []),
    ...ownMetrics(kind, outcome),
    reasonMetric('probe_failure_info', 'Why the probe failed, as the failure code of Lookout.', outcome.failure),
    reasonMetric(
      'probe_warning_info',
      'Why the endpoint is degraded, as the failure code of Lookout.',
      outcome.warning ?? null,
    ),
  ];
  // The metrics that the kind names as blackbox_exporter does come first.
  const names = new Set<string>();
  return families.filter(({ name }) => !names.has(name) && names.add(name));
}

function lookupMetrics(kind: CheckKind, outcome: CheckOutcome): readonly MetricFamily[] {
  const lookups = kind.phases.filter(({ role }) => role === 'resolve');
  const address = addressOf(outcome);
  if (lookups.length === 0 && address === null) return [];
  const seconds = lookups.reduce((sum, { name }) => sum + (outcome.phases[name] ?? 0), 0) / 1000;
  const protocol = address === null ? 0 : isIP(address);
  return [
    gauge('probe_dns_lookup_time_seconds', 'How long the lookup of the name took, in seconds.', seconds),
    gauge('probe_ip_protocol', 'Whether the probe used IPv4 or IPv6; 0: neither.', protocol),
    ...(address === null
      ? []
      : [gauge('probe_ip_addr_hash', 'A hash of the IP address, to see when it changes.', fnv32a(bytesOf(address)))]),
  ];
}

/** The address that answered, or the first one that did not; null: none is known. */
function addressOf({ details, failure }: CheckOutcome): string | null {
  const tried = failure?.params?.['addresses'];
  const [first] = Array.isArray(tried) ? tried : [];
  const place = details.remoteAddress ?? (typeof first === 'string' ? first : '');
  const { six, other = '' } = /^(?:\[(?<six>[^\]]+)\](?::\d+)?|(?<other>.*))$/u.exec(place)?.groups ?? {};
  const address = six ?? (isIP(other) === 0 ? other.replace(/:\d+$/u, '') : other);
  return isIP(address) === 0 ? null : address;
}

/** The bytes of an address: 4 or 16. */
function bytesOf(address: string): readonly number[] {
  if (isIP(address) === 4) return address.split('.').map(Number);
  // A URL writes the short form without an IPv4 part.
  const { hostname } = new URL(`http://[${address.replace(/%.*$/u, '')}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

/** FNV-1a with 32 bits, as blackbox_exporter has it. */
function fnv32a(bytes: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** All phases that such a check can have; those that this one did not reach are 0. */
function phaseMetric(kind: CheckKind, { phases }: CheckOutcome, words: Readonly<Record<string, string>>): MetricFamily {
  const seconds = new Map<string, number>();
  for (const { name, role } of kind.phases) {
    const usual = PHASES[role];
    const phase = words[name] ?? usual ?? metricName(name);
    const ms = phases[name];
    if (usual === undefined && ms === undefined) continue;
    seconds.set(phase, (seconds.get(phase) ?? 0) + (ms ?? 0) / 1000);
  }
  return {
    name: `probe_${metricName(kind.kind)}_duration_seconds`,
    type: 'gauge',
    help: 'How long each phase of the probe took, in seconds.',
    samples: [...seconds].map(([phase, value]) => ({ labels: { phase }, value })),
  };
}

/** What a series of `/probe` measures: a phase or a metric of the kind, and what its values are multiplied by. */
export interface MeasuredSeries {
  readonly is: 'phase' | 'metric';
  readonly name: string;
  readonly factor: number;
}

/** Identifies a series of a probe. @param phase its label, if it has one */
export function seriesKey(name = '', phase = ''): string {
  return `${name} ${phase}`;
}

/**
 * The opposite of `probeMetrics`: the series of a kind by `seriesKey`.
 * @param words what the kind calls its phases, as in `KindExporter`
 */
export function measuredSeries(
  kind: CheckKind,
  words: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, MeasuredSeries> {
  const prefix = `probe_${metricName(kind.kind)}`;
  const phases = kind.phases.map(({ name, role }): [string, MeasuredSeries] => {
    const phase = words[name] ?? PHASES[role] ?? metricName(name);
    return [seriesKey(`${prefix}_duration_seconds`, phase), { is: 'phase', name, factor: 1000 }];
  });
  const metrics = kind.metrics.map(({ name, unit }): [string, MeasuredSeries] => {
    return [seriesKey(`${prefix}_${metricName(name)}`), { is: 'metric', name, factor: UNITS[unit].by }];
  });
  const series = new Map(metrics);
  // Of several phases with one label, the first gets its value.
  for (const [key, phase] of phases) if (!series.has(key)) series.set(key, phase);
  return series;
}

/** The phases and metrics of a probe. @param values the values of its series, by `seriesKey` */
export function readMeasured(
  values: ReadonlyMap<string, number>,
  measured: ReadonlyMap<string, MeasuredSeries>,
): Pick<CheckOutcome, 'phases' | 'metrics'> {
  const phases: Record<string, number> = {};
  const metrics: Record<string, number> = {};
  for (const [key, { is, name, factor }] of measured) {
    const value = values.get(key);
    // The value of a phase that the probe did not reach is 0.
    if (value === undefined || (is === 'phase' && value === 0)) continue;
    (is === 'phase' ? phases : metrics)[name] = value * factor;
  }
  return { phases, metrics };
}

function ownMetrics(kind: CheckKind, { metrics }: CheckOutcome): readonly MetricFamily[] {
  return kind.metrics.flatMap(({ name, label, unit }) => {
    const value = metrics[name];
    const { of, by } = UNITS[unit];
    return value === undefined
      ? []
      : [gauge(`probe_${metricName(kind.kind)}_${metricName(name)}`, `${label}${of}.`, value / by)];
  });
}

function reasonMetric(name: string, help: string, reason: Failure | null): MetricFamily {
  const samples = reason === null ? [] : [{ labels: { code: reason.code, phase: reason.phase ?? '' }, value: 1 }];
  return { name, type: 'gauge', help, samples };
}
