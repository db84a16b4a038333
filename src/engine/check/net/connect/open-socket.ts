/** The usual way to a service: resolve, connect, and shake hands if the endpoint wants TLS from the start. */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { contextOptionsOf, type ClientTlsFields } from '../tls/context-options.ts';
import { connectTcp } from './connect.ts';
import { toFamily, type Family } from '../address/family.ts';
import type { Probe } from '../probe/probe.ts';
import { startTls } from '../tls/tls.ts';
import { contextForCheck } from '../tls/trust.ts';

/** `starttls`: the connection begins in clear and is encrypted by a command of the protocol. */
export type TlsMode = 'off' | 'on' | 'starttls';

export interface SecurityFields {
  readonly verifyTls: boolean;
  readonly trustedCertificates: readonly string[];
  /** Of kinds with the fields of `fields/client-tls.ts`; absent: the context for all checks. */
  readonly clientTls?: ClientTlsFields;
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
export async function secureSocket(
  probe: Probe,
  socket: Socket,
  { host, verifyTls, trustedCertificates, clientTls }: SecurityFields & Pick<ServiceFields, 'host'>,
  alpn: readonly string[] = [],
): Promise<TLSSocket> {
  const usual = { host, alpn, verify: verifyTls, trusted: trustedCertificates };
  if (clientTls === undefined) return startTls(probe, socket, usual);
  const name = clientTls.serverName === '' ? host : clientTls.serverName;
  try {
    return await startTls(probe, socket, {
      ...usual,
      host: name,
      context: contextForCheck(contextOptionsOf(clientTls)),
    });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
