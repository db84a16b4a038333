/** A TCP server for tests that does exactly what a test wants, even what no correct server does. */
import { createServer, type Socket } from 'node:net';
import type { Disposable } from './process.ts';

export interface RawServer extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** The number of accepted connections. */
  readonly accepted: number;
  /** Resolves when all accepted connections are closed. */
  untilAllClosed(): Promise<void>;
}

/** @param onConnection receives each connection; it need not handle errors of the socket */
export async function startRaw(onConnection: (socket: Socket, index: number) => void): Promise<RawServer> {
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let accepted = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
    });
    onConnection(socket, accepted++);
    // A socket emits its end only if it is read.
    socket.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
  return {
    port: address.port,
    get accepted() {
      return accepted;
    },
    untilAllClosed: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async dispose() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Answers every request (which ends with a blank line) with these bytes, and then ends the connection unless `end` is
 * false.
 */
export function answering(text: string | Buffer, { end = true } = {}): (socket: Socket) => void {
  return (socket) => {
    socket.on('data', (chunk: Buffer) => {
      if (!chunk.includes('\r\n\r\n')) return;
      socket.write(text);
      if (end) socket.end();
    });
  };
}
