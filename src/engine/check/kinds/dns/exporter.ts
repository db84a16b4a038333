/** DNS checks as metrics of blackbox_exporter's `dns` prober (`prober/dns.go`). */
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { MetricFamily } from '../../../base/metrics-text.ts';
import { gauge } from '../../exporter-metrics.ts';
import type { ExportedCheck } from '../../kind-exporter.ts';

export const phases = { dns: 'resolve', wait: 'request' };

/** The records of the answer are counted. */
export const wanted = ['RECORDS'];

const SERVER = /^(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,5}))?$/iu;

/** If the module has a domain, the target is the server, as in blackbox_exporter. */
export function readTarget(text: string, { domain }: Readonly<Record<string, unknown>>): EndpointInput | null {
  const { host, port } = SERVER.exec(text)?.groups ?? {};
  if (typeof domain !== 'string' || host === undefined) return null;
  const server = host.replace(/^\[(.*)\]$/u, '$1');
  return { kind: 'dns', domain, server, ...(port === undefined ? {} : { port: Number(port) }) };
}

export function metrics({ outcome, observed }: ExportedCheck): readonly MetricFamily[] {
  const { rcode, records } = outcome.details;
  const answers = Array.isArray(observed['RECORDS']) ? observed['RECORDS'].length : 0;
  const all = Array.isArray(records) ? records.length : 0;
  return [
    gauge('probe_dns_answer_rrs', 'The number of records in the answer section.', answers),
    gauge('probe_dns_authority_rrs', 'The number of records in the authority section.', Math.max(0, all - answers)),
    gauge('probe_dns_query_succeeded', 'Whether the server answered the query.', rcode === undefined ? 0 : 1),
  ];
}

export * as blackbox from './blackbox.ts';
