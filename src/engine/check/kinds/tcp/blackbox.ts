/**
 * TCP endpoints as modules of blackbox_exporter's `tcp` prober (`prober/tcp.go`, 0.23 to 0.28). It ends each text that it sends
 * with a line feed and reads whole lines only, so what to send and to expect cannot be expressed.
 */
import { familyOptions, tlsOptions } from '../../blackbox-options.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { BlackboxProbe, ReadSeries } from '../../kind-exporter.ts';
import { isSocketPath, type TcpFields } from './fields.ts';

export const fields = ['host', 'port', 'tls', 'verifyTls', 'family'] satisfies readonly (keyof TcpFields)[];

export const series: readonly string[] = [];

export function probeOf({ host, port, tls, verifyTls, family }: TcpFields): BlackboxProbe | string {
  if (isSocketPath(host) || port === null) return 'host';
  if (tls === 'starttls') return 'tls';
  const options = familyOptions(family);
  return {
    prober: 'tcp',
    target: formatHostPort({ host, port }),
    options: tls === 'off' ? options : { ...options, tls: true, tls_config: tlsOptions({ verifyTls }) },
  };
}

/** It does not say whether the connection or the handshake failed. */
export function causeOf(_: ReadSeries, { tls }: TcpFields): string | null {
  return tls === 'off' ? 'connect.failed' : null;
}
