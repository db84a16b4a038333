/**
 * The server that is checked: HTTP/1.1 written by hand over `node:net` and `node:tls`, so that it costs little compared
 * with what it measures. Answers every request with a complete response (about 750 bytes, like nginx's welcome page)
 * and closes; `/after/MS` waits first. Counts requests by the first segment of their path.
 */
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { answerCalls } from '../harness/calls.ts';
import { connectionKey } from '../harness/wire.ts';

/**
 * Loopback is 127.0.0.0/8: with new connections for each request, many addresses keep client ports from running out.
 */
const HTTP_ADDRESSES = 50;
/** The number of addresses in the certificate. */
const TLS_ADDRESSES = 10;

const BODY = 'x'.repeat(600);
const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nServer: target\r\nDate: Sat, 21 Nov 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\n' +
    `Content-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`,
);
const AFTER = /^GET \/after\/(\d+)/u;
const NAME = /^GET \/(\w*)/u;
const PATH = /^GET (\S+)/u;

export interface TargetBases {
  /** Such as `http://127.0.0.7:41234`. */
  readonly http: readonly string[];
  readonly https: readonly string[];
}

/** How long the target itself took for a request: from the accepted connection until it had handed the last byte to the system. */
export interface Served {
  /** Path and query. */
  readonly path: string;
  /** When the connection was accepted; epoch milliseconds. */
  readonly at: number;
  readonly tookMs: number;
  /** See `connectionKey`. */
  readonly connection: string;
}

const answered = new Map<string, number>();
/** Null: requests are not noted. */
let served: Served[] | null = null;
/** When the connections of clients were accepted, on the clock of `performance`, by address and port. */
const accepted = new Map<string, number>();
const servers: Server[] = [];

function noteAccepted(socket: Socket): void {
  if (served === null) return;
  const client = `${socket.remoteAddress}:${socket.remotePort} ${socket.localAddress}`;
  accepted.set(client, performance.now());
  socket.once('close', () => accepted.delete(client));
}

function noteServed(path: string, acceptedAt: number | undefined, connection: string): void {
  if (served === null || acceptedAt === undefined) return;
  const tookMs = performance.now() - acceptedAt;
  served.push({ path, at: Date.now() - tookMs, tookMs, connection });
}

function serve(socket: Socket): void {
  let head = '';
  const acceptedAt = accepted.get(`${socket.remoteAddress}:${socket.remotePort} ${socket.localAddress}`);
  const { remotePort = 0, localAddress: address = '', localPort: port = 0 } = socket;
  const connection = connectionKey(remotePort, { address, port });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    head += chunk.toString('latin1');
    if (!head.endsWith('\r\n\r\n')) return;
    const answer = () => {
      const name = NAME.exec(head)?.[1] ?? '';
      answered.set(name, (answered.get(name) ?? 0) + 1);
      // It is sent before this returns. The callback of `write` comes later, for example after another handshake.
      socket.write(ANSWER);
      noteServed(PATH.exec(head)?.[1] ?? '', acceptedAt, connection);
      socket.end();
    };
    const after = AFTER.exec(head)?.[1];
    if (after === undefined) answer();
    else setTimeout(answer, Number(after));
  });
}

function listen(server: Server, address: string): Promise<number> {
  servers.push(server);
  // Called before the listener that serves the connection.
  server.prependListener('connection', noteAccepted);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port: 0, backlog: 8192 }, () => resolve((server.address() as AddressInfo).port));
  });
}

const methods = {
  /** @param files PEM files of the certificate; null: no TLS */
  async start({ files }: { files: { readonly key: string; readonly cert: string } | null }): Promise<TargetBases> {
    const http: string[] = [];
    const https: string[] = [];
    for (let index = 1; index <= HTTP_ADDRESSES; index++) {
      const address = `127.0.0.${index}`;
      http.push(`http://${address}:${await listen(createServer({ noDelay: true }, serve), address)}`);
      if (files === null || index > TLS_ADDRESSES) continue;
      const { key, cert } = { key: readFileSync(files.key), cert: readFileSync(files.cert) };
      const secure = createTlsServer({ key, cert, ALPNProtocols: ['http/1.1'], noDelay: true }, serve);
      secure.on('tlsClientError', () => undefined);
      https.push(`https://${address}:${await listen(secure, address)}`);
    }
    return { http, https };
  },
  /** Notes requests from now on. */
  note(): void {
    served = [];
  },
  /** Stops noting, and returns the requests since `note`. */
  noted(): readonly Served[] {
    const all = served ?? [];
    served = null;
    return all;
  },
  /** @param name the first segment of the path */
  answered: (name: string): number => answered.get(name) ?? 0,
};

export type TargetMethods = typeof methods;
answerCalls(methods);
