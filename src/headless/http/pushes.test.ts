import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Push } from '../../contract/channels/snapshot.ts';
import { TOKEN, TestServer } from '../testing/test-server.ts';

let host: TestServer;
let sockets: WebSocket[];

beforeEach(async () => {
  host = await TestServer.start();
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await host.dispose();
});

const PROTOCOLS = ['lookout.v1', `token.${TOKEN}`];

function open(protocols: string[], headers: Record<string, string> = {}, path = '/api/pushes'): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, protocols, { headers });
  sockets.push(socket);
  return socket;
}

function push(seq: number): Push {
  return { seq, at: 1, changes: [{ type: 'removed', id: 'a' }] };
}

async function statusOf(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  return response.statusCode;
}

test('every page gets every push, and the token is not sent back', async () => {
  const pages = [
    open(PROTOCOLS, { origin: `http://127.0.0.1:${host.port}` }),
    open([], { authorization: `Bearer ${TOKEN}` }),
  ];
  await Promise.all(pages.map((socket) => once(socket, 'open')));
  expect(pages.map((socket) => socket.protocol)).toEqual(['lookout.v1', '']);
  const received = pages.map((socket) => once(socket, 'message'));
  host.push(push(7));
  for (const [data] of await Promise.all(received)) expect(JSON.parse(String(data))).toEqual(push(7));
});

test.each([
  ['no token', ['lookout.v1'], {}, 401],
  ['a wrong token', ['lookout.v1', 'token.wrong'], {}, 401],
  ['a foreign page', PROTOCOLS, { origin: 'http://evil.example' }, 403],
  ['a foreign host', PROTOCOLS, { host: 'evil.example' }, 403],
])('refuses %s', async (_, protocols, headers, status) => {
  expect(await statusOf(open(protocols, headers))).toBe(status);
});

test('405 on another path, 503 while stopping, 426 without an upgrade', async () => {
  expect(await statusOf(open(PROTOCOLS, {}, '/api/other'))).toBe(405);
  host.server.stopping();
  expect(await statusOf(open(PROTOCOLS))).toBe(503);
  expect((await host.ask('/api/pushes')).status).toBe(426);
});

test('a page that sends something is disconnected with a reason', async () => {
  const socket = open(PROTOCOLS);
  await once(socket, 'open');
  socket.send('{}');
  const [code, reason] = await once(socket, 'close');
  expect(code).toBe(1003);
  expect(String(reason)).toContain('POST /api/');
});

test('only a page that reads too slowly is disconnected', async () => {
  await host.restart({ maxBufferedBytes: 1024 * 1024 });
  const slow = open(PROTOCOLS);
  const quick = open(PROTOCOLS);
  await Promise.all([once(slow, 'open'), once(quick, 'open')]);
  slow.pause();
  const big: Push = { seq: 1, at: 1, changes: [{ type: 'removed', id: 'x'.repeat(60_000) }] };
  // Until the kernel's buffers are full and the rest waits in the server.
  for (let sent = 0; sent < 5_000 && host.logged.length === 0; sent++) {
    const received = once(quick, 'message');
    host.push(big);
    await received;
  }
  expect(host.logged).toEqual(['warn A page read its pushes too slowly and was cut off']);
  slow.resume();
  await once(slow, 'close');
  expect(quick.readyState).toBe(WebSocket.OPEN);
});

test('a page that does not answer pings is disconnected', async () => {
  await host.restart({ pingMs: 250 });
  const alive = open(PROTOCOLS);
  const dead = new WebSocket(`ws://127.0.0.1:${host.port}/api/pushes`, PROTOCOLS, { autoPong: false });
  sockets.push(dead);
  await Promise.all([once(alive, 'open'), once(dead, 'open')]);
  await once(dead, 'close');
  await once(alive, 'ping');
  expect(alive.readyState).toBe(WebSocket.OPEN);
});

test('a page that answered a ping while the server was busy is not disconnected', async () => {
  await host.restart({ pingMs: 100 });
  const page = open(PROTOCOLS);
  await once(page, 'ping');
  // The answer is sent, and the next ping is due before the server reads it.
  const until = performance.now() + 250;
  while (performance.now() < until);
  await once(page, 'ping');
  await once(page, 'ping');
  expect(page.readyState).toBe(WebSocket.OPEN);
});

test('close disconnects every page and the engine', async () => {
  const socket = open(PROTOCOLS);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await host.close();
  expect((await closed)[0]).toBe(1001);
  expect(host.listeners.size).toBe(0);
});
