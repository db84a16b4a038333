/** A port that drops packets: its connection queue is full and nobody accepts, so the system no longer answers. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../servers/process.ts';

export interface SwallowingPort extends Disposable {
  readonly port: number;
}

/** Listens, reports the port, and then blocks forever, so that the queue is never emptied. */
const LISTENER = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

export async function swallowingPort(): Promise<SwallowingPort> {
  const listener = new Worker(LISTENER, { eval: true });
  const [port] = (await once(listener, 'message')) as [number];
  const sockets: Socket[] = [];
  // Connect until one attempt gets no answer for a time that is long on loopback.
  for (let connected = true; connected && sockets.length < 50;) {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => {});
    sockets.push(socket);
    connected = await Promise.race([
      once(socket, 'connect').then(() => true),
      // When a busy loop runs the timer late, it first reads whether the attempt succeeded.
      new Promise<boolean>((resolve) => setTimeout(() => setImmediate(() => resolve(false)), 300)),
    ]);
  }
  return {
    port,
    async dispose() {
      for (const socket of sockets) socket.destroy();
      await listener.terminate();
    },
  };
}
