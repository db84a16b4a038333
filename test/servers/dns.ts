/** A DNS server (RFC 1035) over UDP on loopback for tests: answers A and AAAA as told. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Disposable } from './process.ts';

export type DnsAnswer =
  /** Addresses of the type asked for; none: the name exists without any (NODATA). */
  | readonly string[]
  | 'nxdomain'
  | 'servfail'
  | 'refused'
  /** No answer at all. */
  | 'silent'
  | 'garbage';

export interface DnsServer extends Disposable {
  /** `address:port`, as `dns.Resolver` takes it. */
  readonly server: string;
  /** What was asked so far: `A a.example`. */
  readonly queries: readonly string[];
}

const RCODES = { nxdomain: 3, servfail: 2, refused: 5 } as const;

/** @param answer what to say to a question */
export async function startDns(answer: (type: 'A' | 'AAAA', name: string) => DnsAnswer): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const queries: string[] = [];

  function reply(query: Buffer, from: RemoteInfo): void {
    const { name, end } = readName(query);
    const type = query.readUInt16BE(end) === 28 ? 'AAAA' : 'A';
    queries.push(`${type} ${name}`);
    const result = answer(type, name);
    if (result === 'silent') return;
    if (result === 'garbage') {
      socket.send('what?', from.port, from.address);
      return;
    }
    const records = typeof result === 'string' ? [] : result.map(record);
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (typeof result === 'string' ? RCODES[result] : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), from.port, from.address);
  }

  socket.on('message', reply);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', resolve);
  });
  return {
    server: `127.0.0.1:${socket.address().port}`,
    queries,
    dispose: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query.readUInt8(offset); length > 0; length = query.readUInt8(offset)) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length));
    offset += length + 1;
  }
  return { name: labels.join('.'), end: offset + 1 };
}

/** The name is the one at offset 12; class IN, one minute to live. */
function record(address: string): Buffer {
  const data = isIPv6(address) ? Buffer.from(groups(address), 'hex') : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0xc0, 12, 0, isIPv6(address) ? 28 : 1, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

/** `2001:db8::7` in 32 hexadecimal digits. */
function groups(address: string): string {
  const [left = '', right = ''] = address.split('::');
  const parts = (text: string) => (text === '' ? [] : text.split(':')).map((part) => part.padStart(4, '0'));
  const [before, after] = [parts(left), parts(right)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0000'), ...after].join('');
}
