/** Test code: WebSocket servers for the tests that all kinds share. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const server = createServer();
new WebSocketServer({ server }).on('connection', (client) => {
  client.on('error', () => undefined);
  client.send('hello');
});

export const fixture = tcpFixture((port) => ({ kind: 'websocket', url: `ws://127.0.0.1:${port}/` }), {
  good: (socket) => void server.emit('connection', socket),
  garbage: (socket) => socket.write(Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1')),
});
