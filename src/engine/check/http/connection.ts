/** Opens connections to HTTP servers. */
import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket, SecureContext } from 'node:tls';
import type { TlsDetails } from '../../../contract/model/check.ts';
import { FailureError } from '../../base/failure-error.ts';
import { contextOptionsOf, NO_CLIENT_CERTIFICATE, type ContextOptions } from '../net/tls/context-options.ts';
import { toFamily } from '../fields/family.ts';
import { forProxy, proxyFor } from '../fields/proxy.ts';
import { connectTcp, type ConnectTarget } from '../net/connect/connect.ts';
import { ipVersion } from '../net/address/ip-version.ts';
import type { Probe } from '../net/probe/probe.ts';
import { connectThroughProxy, connectToProxy, isSocks, proxyHeaders } from '../net/connect/proxy.ts';
import { startTls } from '../net/tls/tls.ts';
import { contextForCheck } from '../net/tls/trust.ts';
import type { ConnectionFields } from './connection-fields.ts';
import { openSession } from './exchange-2.ts';
import { httpFailure } from './failures.ts';

/** A connection to a server that is ready for a request. */
export interface Connection {
  readonly socket: Socket;
  /** Null: the connection uses HTTP/1.1. */
  readonly session: ClientHttp2Session | null;
  readonly remoteAddress: string | undefined;
  /** Absent: the connection is not encrypted. */
  readonly tls: TlsDetails | undefined;
  /** `host:port`; absent: there is none. */
  readonly proxy: string | undefined;
  /** Name, value, …: for a proxy that gets the request itself, with the whole URL in it; null: the server gets it. */
  readonly proxyHeaders: readonly string[] | null;
}

export interface ConnectionOptions extends ConnectionFields {
  /** Whether this is the endpoint's own server. Others get neither its client certificate nor its server name and address. */
  readonly isOwn: boolean;
}

/** Resolves, connects and, for https, does the TLS handshake. */
export async function openConnection(probe: Probe, url: URL, options: ConnectionOptions): Promise<Connection> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const contextOptions = contextOptionsOf(options);
  const { verifyTls, trustedCertificates, sourceAddress } = options;
  const target: ConnectTarget = {
    host: options.isOwn && options.resolveTo !== '' ? options.resolveTo : host,
    port,
    family: familyOf(options),
    sourceAddress,
  };
  delete probe.details['proxy'];
  const context = () => contextForCheck(forProxy(contextOptions));
  const proxy = proxyFor(host, options, { verifyTls, trustedCertificates, context });
  // A proxy for HTTP gets requests in clear itself (RFC 9112, 3.2.2): many allow CONNECT to port 443 only.
  const forwards = proxy !== null && !isSocks(proxy) && !secure && !options.requireHttp2;
  const socket =
    proxy === null
      ? await connectTcp(probe, target)
      : await (forwards ? connectToProxy(probe, proxy, target) : connectThroughProxy(probe, proxy, target));
  const shared = {
    remoteAddress: probe.details.remoteAddress,
    proxy: typeof probe.details['proxy'] === 'string' ? probe.details['proxy'] : undefined,
    proxyHeaders: forwards ? Object.entries(proxyHeaders(proxy)).flat() : null,
  };
  if (!secure) {
    const session = options.requireHttp2 ? openSession(socket, url) : null;
    return { ...shared, socket, session, tls: undefined };
  }
  const secured = await handshake(probe, socket, { host, options, contextOptions });
  const session = secured.alpnProtocol === 'h2' ? openSession(secured, url) : null;
  return { ...shared, socket: secured, session, tls: probe.details.tls };
}

interface Securing {
  readonly host: string;
  readonly options: ConnectionOptions;
  readonly contextOptions: ContextOptions;
}

async function handshake(
  probe: Probe,
  socket: Socket,
  { host, options, contextOptions }: Securing,
): Promise<TLSSocket> {
  const { isOwn, serverName, http2, requireHttp2, verifyTls: verify, trustedCertificates: trusted } = options;
  let context: SecureContext;
  try {
    context = contextForCheck(isOwn ? contextOptions : withoutClient(contextOptions));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  const alpn = requireHttp2 ? ONLY_2 : http2 ? BOTH : ONLY_1;
  const name = isOwn && serverName !== '' ? serverName : host;
  const secured = await startTls(probe, socket, { host: name, alpn, verify, trusted, context });
  if (!requireHttp2 || secured.alpnProtocol === 'h2') return secured;
  secured.destroy();
  throw new FailureError(httpFailure('http.noHttp2', {}));
}

const BOTH = ['h2', 'http/1.1'] as const;
const ONLY_1 = ['http/1.1'] as const;
const ONLY_2 = ['h2'] as const;

function withoutClient(options: ContextOptions): ContextOptions {
  return { ...options, ...NO_CLIENT_CERTIFICATE };
}

/** The address to connect to decides the family. */
function familyOf({ family, resolveTo, isOwn }: ConnectionOptions): 0 | 4 | 6 {
  return isOwn && ipVersion(resolveTo) !== 0 ? 0 : toFamily(family);
}

/** Closes the connection, even during a request. */
export function closeConnection({ socket, session }: Connection): void {
  // Nobody handles later errors of the destroyed session.
  session?.on('error', () => {}).destroy();
  socket.destroy();
}
