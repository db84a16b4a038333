/** Connections through a proxy: HTTP CONNECT (RFC 9110, 9.3.6) in clear or over TLS, and SOCKS5 (RFC 1928, RFC 1929). */
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { isLocal } from '../../../../contract/model/failure.ts';
import { connectTcp, type ConnectTarget } from './connect.ts';
import { rawOf, toFailure } from '../probe/failures.ts';
import { formatAddress } from '../address/format-address.ts';
import type { Probe } from '../probe/probe.ts';
import { readUntil } from './read-until.ts';
import { startTls } from '../tls/tls.ts';
import { USER_AGENT } from './user-agent.ts';

export interface Proxy {
  /** `http:`, `https:`, `socks5:` (names are resolved here) or `socks5h:` (names are resolved by the proxy). */
  readonly url: URL;
  /** Empty together with the password: the check does not sign in. */
  readonly username: string;
  readonly password: string;
  /** Further headers of CONNECT. */
  readonly headers: Readonly<Record<string, string>>;
  /** For a proxy over TLS. */
  readonly verifyTls: boolean;
  readonly trustedCertificates: readonly string[];
  /** Called only for TLS to the proxy: the first context of a process takes some 60 ms. */
  readonly context: () => SecureContext;
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks5h:': 1080 };

export function isSocks({ url }: Pick<Proxy, 'url'>): boolean {
  return url.protocol === 'socks5:' || url.protocol === 'socks5h:';
}

/**
 * Connects to the proxy itself (phases `dns`, `connect` and, for TLS to an `https:` proxy, `proxy`: `tls` is for the
 * endpoint alone), and adds it as the detail `proxy`.
 * @throws FailureError `proxy.failed`, or one of this machine; the signal's reason
 */
export async function connectToProxy(
  probe: Probe,
  proxy: Proxy,
  target: Pick<ConnectTarget, 'family' | 'sourceAddress'>,
): Promise<Socket> {
  const host = proxy.url.hostname.replace(/^\[|\]$/gu, '');
  const port = proxy.url.port === '' ? (PORTS[proxy.url.protocol] ?? 0) : Number(proxy.url.port);
  try {
    const socket = await connectTcp(probe, { ...target, host, port });
    if (proxy.url.protocol !== 'https:') return socket;
    const { verifyTls: verify, trustedCertificates: trusted, context } = proxy;
    const options = { host, alpn: ['http/1.1'], verify, trusted, context: context(), phase: 'proxy' };
    return await startTls(probe, socket, options);
  } catch (error) {
    // Without this, a proxy that does not speak TLS would be reported as an endpoint that does not.
    const failure = probe.signal.aborted ? null : toFailure(error, probe.watch.phase);
    if (failure === null || isLocal(failure.code)) throw error;
    throw proxyError(proxy, { reason: 'connection', problem: failure.raw ?? failure.code }, error as Error);
  } finally {
    // These details are about the proxy. Behind one, the address of the endpoint is unknown.
    delete probe.details.tls;
    delete probe.details.remoteAddress;
    probe.details['proxy'] = `${proxy.url.hostname}:${port}`;
  }
}

/**
 * Opens a connection to the target through the proxy (phase `proxy`).
 * @throws FailureError `proxy.failed` or `connection.reset`; the signal's reason
 */
export async function connectThroughProxy(probe: Probe, proxy: Proxy, target: ConnectTarget): Promise<Socket> {
  // Resolved before the connection: the proxy would wait for the request meanwhile.
  const host = await hostForProxy(probe, proxy, target);
  const socket = await connectToProxy(probe, proxy, target);
  probe.watch.enter('proxy');
  try {
    if (isSocks(proxy)) await socksConnect(probe, socket, proxy, { host, port: target.port });
    else await httpConnect(probe, socket, proxy, { host, port: target.port });
    return socket;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  }
}

/** With `socks5:`, names are resolved here, as curl does. */
async function hostForProxy(probe: Probe, { url }: Proxy, { host, family }: ConnectTarget): Promise<string> {
  if (url.protocol !== 'socks5:' || isIP(host) !== 0) return host;
  probe.watch.enter('dns');
  const [address] = await probe.resolver.resolve(host, family, probe.signal, (ms) => probe.watch.exclude(ms));
  return address?.address ?? host;
}

interface Destination {
  readonly host: string;
  readonly port: number;
}

async function httpConnect(probe: Probe, socket: Socket, proxy: Proxy, { host, port }: Destination): Promise<void> {
  const authority = formatAddress(host, port);
  const headers = proxyHeaders(proxy, { Host: authority, 'User-Agent': USER_AGENT });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  const head = await readUntil(socket, probe.signal, (received) => {
    if (received.length >= 5 && received.toString('latin1', 0, 5) !== 'HTTP/') {
      throw proxyError(proxy, { reason: 'notProxy' });
    }
    const end = received.indexOf('\r\n\r\n');
    return end < 0 ? null : end + 4;
  });
  const status = Number(/^HTTP\/1\.[01] (\d{3})/u.exec(head.toString('latin1'))?.[1]);
  if (status >= 200 && status < 300) return;
  if (Number.isNaN(status)) throw proxyError(proxy, { reason: 'notProxy' });
  // tinyproxy uses 401, the status of servers.
  throw proxyError(proxy, status === 407 || status === 401 ? { reason: 'auth' } : { reason: 'status', status });
}

/** The headers for an HTTP proxy: those given, those of the endpoint, and the credentials. */
export function proxyHeaders(proxy: Proxy, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
  const signsIn = proxy.username !== '' || proxy.password !== '';
  return { ...given, ...(signsIn ? { 'Proxy-Authorization': `Basic ${credentials}` } : {}), ...proxy.headers };
}

const SOCKS_5 = 5;
const NO_AUTHENTICATION = 0;
const PASSWORD = 2;

async function socksConnect(probe: Probe, socket: Socket, proxy: Proxy, { host, port }: Destination): Promise<void> {
  const { username, password } = proxy;
  const signsIn = username !== '' || password !== '';
  const read = (length: (received: Buffer) => number | null) =>
    readUntil(socket, probe.signal, (received) => {
      const wanted = length(received);
      return wanted !== null && received.length >= wanted ? wanted : null;
    });
  socket.write(signsIn ? Buffer.from([SOCKS_5, 2, NO_AUTHENTICATION, PASSWORD]) : Buffer.from([SOCKS_5, 1, 0]));
  const [version, method] = await read(() => 2);
  if (version !== SOCKS_5) throw proxyError(proxy, { reason: 'notProxy' });
  if (method === PASSWORD) {
    const [name, secret] = [Buffer.from(username), Buffer.from(password)];
    socket.write(Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([secret.length]), secret]));
    const [, refused] = await read(() => 2);
    if (refused !== 0) throw proxyError(proxy, { reason: 'auth' });
  } else if (method !== NO_AUTHENTICATION) throw proxyError(proxy, { reason: 'auth' });
  const portBytes = Buffer.from([port >> 8, port & 0xff]);
  socket.write(Buffer.concat([Buffer.from([SOCKS_5, 1, 0]), socksAddress(host), portBytes]));
  const answer = await read((received) => socksReplyLength(received));
  const reply = answer[1] ?? 1;
  if (reply !== 0) throw proxyError(proxy, { reason: SOCKS_REPLIES[reply] ?? 'general' });
}

/** RFC 1928, 6. */
const SOCKS_REPLIES: Readonly<Record<number, string>> = {
  2: 'notAllowed',
  3: 'unreachable',
  4: 'unreachable',
  5: 'refused',
  6: 'unreachable',
};

function socksAddress(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (isIP(host) === 6) return Buffer.concat([Buffer.from([4]), ipv6Bytes(host)]);
  const name = Buffer.from(host).subarray(0, 255);
  return Buffer.concat([Buffer.from([3, name.length]), name]);
}

/** The URL parser writes every IPv6 address in hexadecimal, also one that ends in decimal. */
function ipv6Bytes(address: string): Buffer {
  const written = new URL(`http://[${address.replace(/%.*$/u, '')}]/`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const groups = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'));
  const [head, tail] = [groups(before), groups(after)];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** Null: not known yet. */
function socksReplyLength(received: Buffer): number | null {
  const [, , , type, length = 0] = received;
  if (received.length < 5) return null;
  if (type === 1) return 10;
  return type === 4 ? 22 : 7 + length;
}

interface ProxyProblem {
  readonly reason: string;
  readonly status?: number;
  readonly problem?: string;
}

function proxyError({ url }: Proxy, problem: ProxyProblem, cause?: Error): FailureError {
  const port = url.port === '' ? String(PORTS[url.protocol] ?? '') : url.port;
  const raw = cause === undefined ? {} : { raw: rawOf(cause) };
  return new FailureError(failureOf('proxy.failed', { proxy: `${url.hostname}:${port}`, ...problem }, raw), { cause });
}
