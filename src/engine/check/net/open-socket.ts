/** The usual way to a service: resolve, connect, and shake hands if the endpoint wants TLS from the start. */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connectTcp } from './connect.ts';
import { toFamily, type Family } from './family.ts';
import type { Probe } from './probe.ts';
import { startTls } from './tls.ts';

/** `starttls`: the connection begins in clear and is encrypted by a command of the protocol. */
export type TlsMode = 'off' | 'on' | 'starttls';

export interface SecurityFields {
  readonly verifyTls: boolean;
  readonly trustedCertificates: readonly string[];
}

export interface ServiceFields extends SecurityFields {
  readonly host: string;
  readonly port: number;
  readonly family: Family;
  readonly tls: TlsMode;
}

/**
 * Opens a connection (phases `dns`, `connect` and, with `tls: on`, `tls`). The socket belongs to the caller, who destroys it.
 * @param alpn what to offer by ALPN (RFC 7301), best first
 * @throws FailureError, or the signal's reason
 */
export async function openSocket(
  probe: Probe,
  fields: ServiceFields,
  alpn: readonly string[] = [],
): Promise<Socket | TLSSocket> {
  const socket = await connectTcp(probe, { ...fields, family: toFamily(fields.family) });
  return fields.tls === 'on' ? secureSocket(probe, socket, fields, alpn) : socket;
}

/** Encrypts a connection (phase `tls`): at the start, or after the command for it. On any failure the socket is destroyed. */
export function secureSocket(
  probe: Probe,
  socket: Socket,
  { host, verifyTls, trustedCertificates }: SecurityFields & Pick<ServiceFields, 'host'>,
  alpn: readonly string[] = [],
): Promise<TLSSocket> {
  return startTls(probe, socket, { host, alpn, verify: verifyTls, trusted: trustedCertificates });
}
