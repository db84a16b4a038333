/** A DNS server (RFC 1035) on loopback for tests: answers A and AAAA as the test says. */
import { createSocket, type RemoteInfo, type Socket as Datagrams } from 'node:dgram';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Disposable } from './process.ts';

export type DnsAnswer =
  /** Addresses of the requested type; empty: the name exists but has none (NODATA). */
  | readonly string[]
  | 'nxdomain'
  | 'servfail'
  | 'refused'
  /** No answer at all. */
  | 'silent'
  | 'garbage'
  /** Correct except for its id, like a forged answer; 192.0.2.66. */
  | 'forged'
  /** An answer to another question. */
  | 'otherName'
  /** SERVFAIL, without the question. */
  | 'bareError'
  /** Only reports that the answer did not fit. */
  | 'truncated';

/** An answer, possibly delayed. */
export type DnsReply = DnsAnswer | { readonly afterMs: number; readonly answer: DnsAnswer };

export interface DnsServer extends Disposable {
  /** `address:port`, as `createResolver` takes it. */
  readonly server: string;
  readonly port: number;
  /** The datagrams so far: `A a.example`. */
  readonly queries: readonly string[];
  /** The questions over TCP so far. */
  readonly tcpQueries: readonly string[];
}

export interface DnsServerOptions {
  /** Answers a question over TCP; absent: connections are refused; null: they are closed at once. */
  readonly tcp?: ((type: 'A' | 'AAAA', name: string) => DnsReply) | null;
}

type Answering = (type: 'A' | 'AAAA', name: string) => DnsReply;

const RCODES = { nxdomain: 3, servfail: 2, refused: 5 } as const;
const FLAGS_RESPONSE = 0x8180;
const FLAG_TRUNCATED = 0x0200;

/** @param answer answers a question */
export async function startDns(answer: Answering, { tcp }: DnsServerOptions = {}): Promise<DnsServer> {
  const queries: string[] = [];
  const tcpQueries: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const connections = new Set<Socket>();

  function reply(query: Buffer, answering: Answering, log: string[], send: (message: Buffer) => void): void {
    const { name, type } = readQuestion(query);
    log.push(`${type} ${name}`);
    const reply = answering(type, name);
    const { afterMs, answer } = typeof reply === 'object' && 'afterMs' in reply ? reply : { afterMs: 0, answer: reply };
    const message = encodeAnswer(query, answer);
    if (message === null) return;
    if (afterMs === 0) send(message);
    else timers.add(setTimeout(() => send(message), afterMs));
  }

  function connected(connection: Socket): void {
    connections.add(connection);
    connection.on('error', () => undefined);
    if (tcp === null || tcp === undefined) {
      connection.destroy();
      return;
    }
    connection.on('data', (bytes: Buffer) =>
      reply(bytes.subarray(2), tcp, tcpQueries, (message) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        // In two parts, as a network may deliver it.
        connection.write(length.subarray(0, 1));
        setImmediate(() => connection.write(Buffer.concat([length.subarray(1), message])));
      }),
    );
  }

  const { socket, server } = await listen(tcp === undefined ? null : connected);
  const { port } = socket.address();
  socket.on('message', (query: Buffer, from: RemoteInfo) =>
    reply(query, answer, queries, (message) => socket.send(message, from.port, from.address)),
  );

  return {
    server: `127.0.0.1:${port}`,
    port,
    queries,
    tcpQueries,
    async dispose() {
      for (const timer of timers) clearTimeout(timer);
      for (const connection of connections) connection.destroy();
      await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
      await new Promise<void>((resolve) => void socket.close(resolve));
    },
  };
}

/**
 * Binds UDP and, unless `onConnection` is null, TCP to the same port. A port that is free for one may be in use for the
 * other.
 */
async function listen(
  onConnection: ((connection: Socket) => void) | null,
): Promise<{ readonly socket: Datagrams; readonly server: Server | null }> {
  for (let left = 20; ; left--) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', resolve);
    });
    if (onConnection === null) return { socket, server: null };
    const server = createServer(onConnection);
    const { port } = socket.address();
    const listening = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error) => {
        if ('code' in error && error.code === 'EADDRINUSE' && left > 0) resolve(false);
        else reject(error);
      });
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (listening) return { socket, server };
    await new Promise<void>((resolve) => void socket.close(resolve));
  }
}

/** The first question of a query. */
export function readQuestion(query: Buffer): { name: string; type: 'A' | 'AAAA'; end: number } {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query.readUInt8(offset); length > 0; length = query.readUInt8(offset)) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length));
    offset += length + 1;
  }
  const type = query.readUInt16BE(offset + 1) === 28 ? 'AAAA' : 'A';
  return { name: labels.join('.'), type, end: offset + 5 };
}

/** The message that answers a query; null: none. */
export function encodeAnswer(query: Buffer, answer: DnsAnswer): Buffer | null {
  if (answer === 'silent') return null;
  if (answer === 'garbage') return Buffer.from('what?');
  if (answer === 'bareError') {
    const bare = Buffer.alloc(12);
    bare.writeUInt16BE(query.readUInt16BE(0), 0);
    bare.writeUInt16BE(FLAGS_RESPONSE | RCODES.servfail, 2);
    return bare;
  }
  const addresses = answer === 'forged' || answer === 'otherName' ? ['192.0.2.66'] : answer;
  const records = typeof addresses === 'string' ? [] : addresses.map(record);
  const header = Buffer.alloc(12);
  header.writeUInt16BE(query.readUInt16BE(0) ^ (answer === 'forged' ? 1 : 0), 0);
  let flags = FLAGS_RESPONSE;
  if (answer === 'truncated') flags |= FLAG_TRUNCATED;
  else if (answer === 'nxdomain' || answer === 'servfail' || answer === 'refused') flags |= RCODES[answer];
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const question = Buffer.from(query.subarray(12, readQuestion(query).end));
  // The first letter of the first label.
  if (answer === 'otherName') question.writeUInt8(question.readUInt8(1) ^ 1, 1);
  return Buffer.concat([header, question, ...records]);
}

/** The name is the one at offset 12; class IN, TTL one minute. */
function record(address: string): Buffer {
  const data = isIPv6(address) ? Buffer.from(groups(address), 'hex') : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0xc0, 12, 0, isIPv6(address) ? 28 : 1, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

/** Converts `2001:db8::7` to 32 hexadecimal digits. */
function groups(address: string): string {
  const [left = '', right = ''] = address.split('::');
  const parts = (text: string) => (text === '' ? [] : text.split(':')).map((part) => part.padStart(4, '0'));
  const [before, after] = [parts(left), parts(right)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0000'), ...after].join('');
}
