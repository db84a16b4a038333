/** Parts of the modules of blackbox_exporter (CONFIGURATION.md, 0.23 to 0.28) that several kinds share. */
import type { Json } from '../../contract/model/units.ts';
import type { Family } from './net/address/family.ts';

type Options = Readonly<Record<string, Json>>;

/** It tries only one address of a name, so IPv4 comes first, which more machines have. */
export function familyOptions(family: Family): Options {
  return { preferred_ip_protocol: family === '6' ? 'ip6' : 'ip4', ip_protocol_fallback: family === 'any' };
}

export interface TlsOptionFields {
  readonly verifyTls: boolean;
  /** Empty or absent: the host. */
  readonly serverName?: string;
  /** `1.2`, which is the default there, too. */
  readonly tlsMin?: string;
  readonly tlsMax?: string;
}

/** `tls_config`, only with what differs from its defaults. */
export function tlsOptions({ verifyTls, serverName = '', tlsMin = '1.2', tlsMax = '1.3' }: TlsOptionFields): Options {
  return {
    ...(verifyTls ? {} : { insecure_skip_verify: true }),
    ...(serverName === '' ? {} : { server_name: serverName }),
    ...(tlsMin === '1.2' ? {} : { min_version: versionOf(tlsMin) }),
    ...(tlsMax === '1.3' ? {} : { max_version: versionOf(tlsMax) }),
  };
}

/** `1.2` as Go writes it: `TLS12`. */
function versionOf(version: string): string {
  return `TLS${version.replace('.', '')}`;
}

/** A pattern of RE2 that matches only this text. */
export function literalPattern(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/gu, String.raw`\$&`);
}
