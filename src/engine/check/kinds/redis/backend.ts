/** A minimal Redis server for warm-ups and tests: it answers PING with PONG, and everything else with OK. */
import type { Socket } from 'node:net';

/** Serves a connection. */
export function serveBackend(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => socket.write(chunk.includes('PING') ? '+PONG\r\n' : '+OK\r\n'));
}
