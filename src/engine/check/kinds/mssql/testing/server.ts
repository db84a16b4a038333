/** Test code: a server of TDS 7.4 for one user, which answers batches as a test says. It encodes as MS-TDS says. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { TlsTransport } from '../tls-transport.ts';

export const USER = { username: 'watcher', password: 'corréct horse' } as const;

export interface ServerOptions {
  /** PEM; absent: the server does not offer TLS. */
  readonly certificate?: { readonly cert: Buffer; readonly key: Buffer };
  /** The server refuses clients without TLS. */
  readonly requireTls?: boolean;
  /** The tokens for a batch. */
  answer?(sql: string): Buffer;
}

/** Serves a connection. */
export function serveMssql(options: ServerOptions = {}): (socket: Socket) => void {
  return (socket) => {
    let isGreeted = false;
    onMessages(socket, (type, body, stop) => {
      if (isGreeted || type !== PRELOGIN) {
        serveSession(socket, options, type, body);
        return;
      }
      isGreeted = true;
      const encryption = encryptionFor(body, options);
      socket.write(packets(RESPONSE, Buffer.from([1, 0, 6, 0, 1, 0xff, encryption])));
      if (encryption !== ON || options.certificate === undefined) return;
      stop();
      const transport = new TlsTransport(socket);
      const secured = new tls.TLSSocket(transport, {
        isServer: true,
        ...options.certificate,
        maxVersion: 'TLSv1.2',
      });
      secured.on('error', () => socket.destroy());
      // The server's last message of the handshake is in a packet too.
      secured.once('secure', () => setImmediate(() => transport.endHandshake()));
      onMessages(secured, (kind, message) => serveSession(secured, options, kind, message));
    });
  };
}

const PRELOGIN = 0x12;
const LOGIN = 0x10;
const RESPONSE = 0x04;
const [ON, NOT_SUPPORTED, REQUIRED] = [1, 2, 3] as const;

function encryptionFor(prelogin: Buffer, { certificate, requireTls = false }: ServerOptions): number {
  for (let at = 0; prelogin[at] !== 0xff; at += 5) {
    if (prelogin[at] !== 1) continue;
    const wanted = prelogin[prelogin.readUInt16BE(at + 1)];
    if (wanted === NOT_SUPPORTED) return requireTls ? REQUIRED : NOT_SUPPORTED;
  }
  return certificate === undefined ? NOT_SUPPORTED : ON;
}

/** @param onMessage called with whole messages; `stop` ends that */
function onMessages(socket: Socket, onMessage: (type: number, body: Buffer, stop: () => void) => void): void {
  let held = Buffer.alloc(0);
  let body = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 8 && held.length >= held.readUInt16BE(2)) {
      const packet = held.subarray(0, held.readUInt16BE(2));
      held = held.subarray(packet.length);
      body = Buffer.concat([body, packet.subarray(8)]);
      if (((packet[1] ?? 0) & 1) === 0) continue;
      onMessage(packet[0] ?? 0, body, () => socket.off('data', onData));
      body = Buffer.alloc(0);
    }
  };
  socket.on('data', onData);
}

function serveSession(socket: Socket, options: ServerOptions, type: number, body: Buffer): void {
  if (type === LOGIN) socket.write(packets(RESPONSE, login(body)));
  else socket.write(packets(RESPONSE, options.answer?.(body.subarray(body.readUInt32LE()).toString('utf16le')) ?? ONE));
}

function login(body: Buffer): Buffer {
  const field = (place: number) => {
    const start = body.readUInt16LE(place);
    return body.subarray(start, start + 2 * body.readUInt16LE(place + 2));
  };
  const username = field(40).toString('utf16le');
  const plain = Buffer.from(field(44).map((byte) => (((byte ^ 0xa5) << 4) & 0xf0) | ((byte ^ 0xa5) >> 4)));
  const database = field(68).toString('utf16le');
  if (username !== USER.username || plain.toString('utf16le') !== USER.password) {
    return Buffer.concat([error(18_456, 14, `Login failed for user '${username}'.`), done(2)]);
  }
  if (database === 'no') {
    return Buffer.concat([
      error(4060, 11, 'Cannot open database "no" requested by the login. The login failed.'),
      done(2),
    ]);
  }
  const name = text8('Microsoft SQL Server');
  const ack = Buffer.concat([Buffer.from([1, 0x74, 0, 0, 4]), name, Buffer.from([16, 0, 0x10, 0x27])]);
  const packetSize = Buffer.concat([Buffer.from([4]), text8('4096'), text8('4096')]);
  return Buffer.concat([token(0xe3, packetSize), token(0xad, ack), done(0)]);
}

/** A message in packets of 4,096 bytes. */
export function packets(type: number, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start === 0 || start < body.length; start += 4_088) {
    const piece = body.subarray(start, start + 4_088);
    const header = Buffer.from([type, start + 4_088 >= body.length ? 1 : 0, 0, 0, 0, 0, 1, 0]);
    header.writeUInt16BE(piece.length + 8, 2);
    parts.push(header, piece);
  }
  return Buffer.concat(parts);
}

const u16 = (value: number) => Buffer.from([value & 0xff, value >> 8]);
const text8 = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'utf16le')]);
const text16 = (value: string) => Buffer.concat([u16(value.length), Buffer.from(value, 'utf16le')]);
const token = (type: number, body: Buffer) => Buffer.concat([Buffer.from([type]), u16(body.length), body]);

export function error(number: number, severity: number, message: string): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(number);
  head.set([1, severity], 4);
  return token(0xaa, Buffer.concat([head, text16(message), text8('db1'), text8(''), Buffer.from([1, 0, 0, 0])]));
}

/** @param status 0: the last one; 1: more follow; 2: an error */
export function done(status: number): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), u16(status), u16(0xc1), Buffer.alloc(8)]);
}

/** @param types the name and the TYPE_INFO of each, in hexadecimal */
export function columns(types: readonly (readonly [name: string, type: string])[]): Buffer {
  const all = types.map(([name, type]) => Buffer.concat([Buffer.alloc(6), Buffer.from(type, 'hex'), text8(name)]));
  return Buffer.concat([Buffer.from([0x81]), u16(all.length), ...all]);
}

/** @param values in hexadecimal, with their lengths */
export function row(values: readonly string[]): Buffer {
  return Buffer.concat([Buffer.from([0xd1]), ...values.map((value) => Buffer.from(value, 'hex'))]);
}

/** `SELECT 1`. */
export const ONE = Buffer.concat([columns([['', '38']]), row(['01000000']), done(0x10)]);
