/** Certificates as modules of blackbox_exporter's `tcp` prober with TLS (`prober/tcp.go`, 0.23 to 0.28). */
import type { EpochMs } from '../../../../contract/model/units.ts';
import { familyOptions, tlsOptions } from '../../blackbox-options.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { BlackboxProbe, ReadSeries } from '../../kind-exporter.ts';
import type { TlsFields } from './fields.ts';

export const fields = [
  'host',
  'port',
  'warnBefore',
  'serverName',
  'verifyTls',
  'family',
] satisfies readonly (keyof TlsFields)[];

/** The first end of a certificate that the server sends. */
const EXPIRY = 'probe_ssl_earliest_cert_expiry';

export const series = [EXPIRY];

export function probeOf({ host, port, serverName, verifyTls, family }: TlsFields): BlackboxProbe {
  return {
    prober: 'tcp',
    target: formatHostPort({ host, port }),
    options: { ...familyOptions(family), tls: true, tls_config: tlsOptions({ verifyTls, serverName }) },
  };
}

export function warningOf(read: ReadSeries, { warnBefore }: TlsFields, at: EpochMs): string | null {
  const expiresAt = read(EXPIRY) * 1000;
  return expiresAt > 0 && warnBefore !== null && expiresAt - at < warnBefore ? 'tls.expiresSoon' : null;
}
