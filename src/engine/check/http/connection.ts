import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { TlsDetails } from '../../../contract/model/check.ts';
import { connectTcp } from '../net/connect.ts';
import type { Probe } from '../net/probe.ts';
import { startTls } from '../net/tls.ts';
import { openSession } from './exchange-2.ts';

/** A connection to a server that is ready for a request. */
export interface Connection {
  readonly socket: Socket;
  /** Null: the connection uses HTTP/1.1. */
  readonly session: ClientHttp2Session | null;
  readonly remoteAddress: string | undefined;
  /** Absent: the connection is not encrypted. */
  readonly tls: TlsDetails | undefined;
}

export interface ConnectionOptions {
  readonly family: 0 | 4 | 6;
  readonly verifyTls: boolean;
  readonly trustedCertificates: readonly string[];
  readonly http2: boolean;
}

const BOTH = ['h2', 'http/1.1'] as const;
const ONLY_1 = ['http/1.1'] as const;

/** Resolves, connects and, for https, does the TLS handshake. */
export async function openConnection(probe: Probe, url: URL, options: ConnectionOptions): Promise<Connection> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const socket = await connectTcp(probe, { host, port, family: options.family });
  const { remoteAddress } = probe.details;
  if (!secure) return { socket, session: null, remoteAddress, tls: undefined };
  const alpn = options.http2 ? BOTH : ONLY_1;
  const trust = { verify: options.verifyTls, trusted: options.trustedCertificates };
  const secured = await startTls(probe, socket, { host, alpn, ...trust });
  const session = secured.alpnProtocol === 'h2' ? openSession(secured, url) : null;
  return { socket: secured, session, remoteAddress, tls: probe.details.tls };
}

/** Closes the connection, even during a request. */
export function closeConnection({ socket, session }: Connection): void {
  // Nobody handles later errors of the destroyed session.
  session?.on('error', () => {}).destroy();
  socket.destroy();
}
