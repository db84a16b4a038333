/** A device that answers multicast DNS (RFC 6762) on the loopback interface, for tests. */
import { createSocket } from 'node:dgram';
import type { Disposable } from './process.ts';
import { encodeAnswer, readQuestion, type DnsAnswer } from './dns.ts';

export interface MulticastDevice extends Disposable {
  readonly port: number;
  /** The questions so far: `A printer.local`. */
  readonly queries: readonly string[];
}

const GROUP = '224.0.0.251';

/** @param answer answers a question; `silent` for names of other devices */
export async function startMulticast(
  answer: (type: 'A' | 'AAAA', name: string) => DnsAnswer,
): Promise<MulticastDevice> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const queries: string[] = [];
  socket.on('message', (query, from) => {
    const { type, name } = readQuestion(query);
    queries.push(`${type} ${name}`);
    const message = encodeAnswer(query, answer(type, name));
    if (message !== null) socket.send(message, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, resolve);
  });
  socket.addMembership(GROUP, '127.0.0.1');
  return {
    port: socket.address().port,
    queries,
    dispose: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
