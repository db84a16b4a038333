/** Loopback servers to check, which a spec can slow down, break, stop and start again on the same port. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenAgain } from '../test/servers/listen-again.ts';

export interface Target {
  readonly url: string;
  readonly port: number;
  /** Milliseconds before it answers; may change at any time. */
  delayMs: number;
  status: number;
  readonly requests: number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startTarget(options: { delayMs?: number; status?: number } = {}): Promise<Target> {
  let server: Server | null = null;
  let port = 0;
  let requests = 0;

  const target: Target = {
    get url() {
      return `http://127.0.0.1:${port}/`;
    },
    get port() {
      return port;
    },
    get requests() {
      return requests;
    },
    delayMs: options.delayMs ?? 0,
    status: options.status ?? 200,
    async start() {
      const next = createServer((_, response) => {
        requests++;
        setTimeout(() => {
          response.writeHead(target.status, { 'content-type': 'text/plain' });
          response.end('All is well.\n');
        }, target.delayMs);
      });
      server = next;
      await listenAgain(next, port);
      ({ port } = next.address() as AddressInfo);
    },
    async stop() {
      const current = server;
      server = null;
      if (current === null) return;
      const closed = new Promise<void>((resolve) => current.close(() => resolve()));
      current.closeAllConnections();
      await closed;
    },
  };
  await target.start();
  return target;
}
