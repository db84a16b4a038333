import { once } from 'node:events';
import type { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * Listens on 127.0.0.1, on a port on which a server listened before. Meanwhile the system may have given the port to an outgoing
 * connection of another test, so this waits until it is free again.
 * @throws the system's error
 */
export async function listenAgain(server: Server, port: number): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return;
    } catch (error) {
      const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isInUse || performance.now() > giveUpAt) throw error;
      await pause(50);
    }
  }
}
