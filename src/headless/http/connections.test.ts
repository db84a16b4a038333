import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LARGE_FILE_BYTES, TOKEN, TestServer } from '../testing/test-server.ts';

const WAIT = { timeout: 60_000, interval: 20 };
const CUT_OFF = 'debug A client read its answer too slowly and was cut off';
const NO_ROOM = 'warn There are too many connections: the oldest without a token are closed';
const LARGE_FILE = '/assets/large-1.js';

let host: TestServer;
let clients: { destroy(): void }[];

beforeEach(async () => {
  host = await TestServer.start();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await host.dispose();
});

/** Connects and sends a request. It reads nothing until someone listens for data. */
async function send(path: string, headers: readonly string[] = [], localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: host.port, localAddress });
  clients.push(socket);
  socket.on('error', () => undefined);
  const head = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${host.port}`, ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await once(socket, 'connect');
  return socket;
}

async function readToEnd(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  // Not "once", which rejects when the connection is reset.
  await new Promise((resolve) => socket.on('close', resolve));
  return Buffer.concat(parts);
}

function agent(localAddress = '127.0.0.1'): Agent {
  const kept = new Agent({ keepAlive: true, maxSockets: 1, localAddress });
  clients.push(kept);
  return kept;
}

describe('clients that send requests and never read', () => {
  test('do not block other clients, even 500 of them', async () => {
    // On a busy machine, the first ones would otherwise be cut off before the last ones are connected.
    await host.restart({ connections: { stallMs: 600_000 } });
    await Promise.all(Array.from({ length: 500 }, () => send(LARGE_FILE)));
    expect((await host.ask('/')).status).toBe(200);
    expect((await host.post('app.snapshot', '')).status).toBe(200);
    expect((await host.ask(LARGE_FILE)).text).toHaveLength(LARGE_FILE_BYTES);
    expect(host.logged.filter((line) => line === NO_ROOM)).toHaveLength(1);
  });

  test('are cut off', async () => {
    await host.restart({ connections: { stallMs: 100 } });
    const client = await send(LARGE_FILE);
    await expect.poll(() => host.logged, WAIT).toContain(CUT_OFF);
    expect((await readToEnd(client)).length).toBeLessThan(LARGE_FILE_BYTES);
  });

  test('are cut off while they read a little now and then', async () => {
    // Any progress counts; so only the lowest rate can end it.
    await host.restart({ connections: { stallMs: 1000, minBytesPerSecond: 16 * LARGE_FILE_BYTES } });
    const client = await send(LARGE_FILE);
    const reading = setInterval(() => client.read(64 * 1024), 20);
    await expect.poll(() => host.logged, WAIT).toContain(CUT_OFF);
    clearInterval(reading);
  });

  test('a client that reads is not cut off, and its connection is kept', async () => {
    await host.restart({ connections: { stallMs: 5_000 } });
    const kept = agent();
    const large = await host.ask(LARGE_FILE, { agent: kept });
    expect(large.text).toHaveLength(LARGE_FILE_BYTES);
    const next = await host.ask('/', { agent: kept });
    expect(next).toMatchObject({ status: 200, fromPort: large.fromPort });
    expect(host.logged).toEqual([]);
  });

  test('a request that the engine takes its time for is not cut off', async () => {
    await host.restart({ connections: { stallMs: 50 } });
    const answered = Promise.withResolvers<unknown>();
    host.answer = () => answered.promise;
    const asking = host.post('endpoints.test', '{}');
    await expect.poll(() => host.asked, WAIT).toHaveLength(1);
    // A stall of that length would have been noticed by now: this one began later, and was noticed.
    await send(LARGE_FILE);
    await expect.poll(() => host.logged, WAIT).toContain(CUT_OFF);
    answered.resolve({ fine: true });
    expect((await asking).status).toBe(200);
  });
});

test('requests that come together are not cut off while the engine takes its time', async () => {
  await host.restart({ connections: { stallMs: 50 } });
  const answered = Promise.withResolvers<unknown>();
  host.answer = () => answered.promise;
  const client = connect({ host: '127.0.0.1', port: host.port });
  clients.push(client);
  let received = '';
  client.on('data', (part: Buffer) => (received += part.toString('latin1')));
  const post = [`POST /api/endpoints.test HTTP/1.1`, `Host: 127.0.0.1:${host.port}`, `Authorization: Bearer ${TOKEN}`];
  client.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n${post.join('\r\n')}\r\n\r\n`);
  await expect.poll(() => received, WAIT).toContain('"status":"ok"');
  await expect.poll(() => host.asked, WAIT).toHaveLength(1);
  // Two others stall one after the other, which takes longer than the limit.
  for (const times of [1, 2]) {
    await send(LARGE_FILE);
    await expect.poll(() => host.logged.filter((line) => line === CUT_OFF), WAIT).toHaveLength(times);
  }
  answered.resolve({ fine: true });
  await expect.poll(() => received, WAIT).toContain('{"fine":true}');
});

describe('too many connections', () => {
  const limits = { connections: { maxConnections: 20 } };
  async function flood(localAddress?: string): Promise<void> {
    await Promise.all(Array.from({ length: 40 }, () => send(LARGE_FILE, [], localAddress)));
    // A client is connected before the server knows about it.
    await expect.poll(() => host.logged, WAIT).toContain(NO_ROOM);
  }

  test('close no connection that sent the token', async () => {
    await host.restart(limits);
    const kept = agent();
    const headers = { authorization: `Bearer ${TOKEN}` };
    const request = { method: 'POST', headers, agent: kept };
    const { fromPort } = await host.ask('/api/app.snapshot', request);
    const page = new WebSocket(`ws://127.0.0.1:${host.port}/api/pushes`, ['lookout.v1', `token.${TOKEN}`]);
    clients.push({ destroy: () => page.terminate() });
    await once(page, 'open');
    await flood();
    expect(await host.ask('/api/app.snapshot', request)).toMatchObject({ status: 200, fromPort });
    const message = once(page, 'message');
    host.push({ seq: 1, at: 1, changes: [] });
    expect(JSON.parse(String((await message)[0]))).toMatchObject({ seq: 1 });
  });

  // Other systems have only one loopback address.
  test.skipIf(process.platform !== 'linux')('close those of the address that has the most', async () => {
    await host.restart(limits);
    const kept = agent('127.0.0.2');
    const { fromPort } = await host.ask('/', { agent: kept });
    expect(fromPort).toBeGreaterThan(0);
    await flood('127.0.0.3');
    expect(await host.ask('/', { agent: kept })).toMatchObject({ status: 200, fromPort });
  });

  test('are refused when all others sent the token', async () => {
    await host.restart({ connections: { maxConnections: 2 } });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const kept = [agent(), agent()];
    for (const one of kept) await host.ask('/api/app.snapshot', { method: 'POST', headers, agent: one });
    await expect(host.ask('/')).rejects.toThrow('ECONNRESET');
    kept[0]?.destroy();
    await expect
      .poll(
        () =>
          host.ask('/').then(
            ({ status }) => status,
            () => 0,
          ),
        WAIT,
      )
      .toBe(200);
  });
});

describe('an upgrade that is not supported', () => {
  test.each([
    ['/', 200],
    ['/healthz', 200],
    ['/api/pushes', 426],
  ])('is ignored: %s answers %i', async (path, status) => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    expect((await host.ask(path, { headers })).status).toBe(status);
  });

  test('is ignored for a request with a body', async () => {
    const headers = { connection: 'Upgrade', upgrade: 'h2c' };
    const answer = await host.post('endpoints.pause', '{"ids":["a"]}', headers);
    expect(answer.status).toBe(200);
    expect(host.asked).toEqual([{ channel: 'endpoints.pause', args: { ids: ['a'] } }]);
  });
});
