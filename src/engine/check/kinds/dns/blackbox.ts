/** DNS endpoints as modules of blackbox_exporter's `dns` prober (`prober/dns.go`, 0.23 to 0.28). */
import { familyOptions, tlsOptions } from '../../blackbox-options.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { BlackboxProbe, ReadSeries } from '../../kind-exporter.ts';
import { reverseName } from './ask.ts';
import { TRANSPORT_PORTS, type DnsFields } from './fields.ts';

export const fields = [
  'domain',
  'type',
  'server',
  'port',
  'transport',
  'rcode',
  'recursive',
  'verifyTls',
] satisfies readonly (keyof DnsFields)[];

export const series = ['probe_dns_query_succeeded'];

export function probeOf(config: DnsFields): BlackboxProbe | string {
  const { domain, type, server, port, transport, rcode, recursive, verifyTls } = config;
  // It does not know the servers of its machine.
  if (server === '') return 'server';
  if (transport === 'https') return 'transport';
  if (rcode === 'any') return 'rcode';
  return {
    prober: 'dns',
    target: formatHostPort({ host: server, port: port ?? TRANSPORT_PORTS[transport] }),
    options: {
      query_name: type === 'PTR' ? reverseName(domain) : domain,
      query_type: type,
      valid_rcodes: [rcode],
      recursion_desired: recursive,
      transport_protocol: transport === 'udp' ? 'udp' : 'tcp',
      ...(transport === 'tls' ? { dns_over_tls: true, tls_config: tlsOptions({ verifyTls }) } : {}),
      ...familyOptions('any'),
      // A record of the type must be among the answers. It is compared as in a zone file, with tabs.
      ...(rcode === 'NOERROR' ? { validate_answer_rrs: { fail_if_none_matches_regexp: [`\tIN\t${type}\t`] } } : {}),
    },
  };
}

/** It says neither the code of the answer nor its records. */
export function causeOf(read: ReadSeries): string | null {
  return read('probe_dns_query_succeeded') === 1 ? 'dns.answers' : null;
}
