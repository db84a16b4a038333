import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestFailure } from '../../contract/errors.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { MAX_BODY_BYTES, MAX_FILE_BODY_BYTES } from './api.ts';
import { REQUEST_LIMITS } from './http-server.ts';
import { TOKEN, TestServer, type Answer } from '../testing/test-server.ts';

const authorization = `Bearer ${TOKEN}`;
let host: TestServer;

beforeEach(async () => {
  host = await TestServer.start();
});

afterEach(async () => {
  await host.dispose();
});

function failureOf({ text }: Answer): RequestFailure & { readonly message: string } {
  return JSON.parse(text) as RequestFailure & { readonly message: string };
}

test('serves the page while the engine starts, and answers what needs the engine when it has started', async () => {
  const started = Promise.withResolvers<void>();
  await host.restart({ ready: started.promise });
  let answered = 0;
  const waiting = [host.post('app.snapshot', '{}'), host.ask('/healthz'), host.ask('/metrics')].map(async (answer) => {
    const { status } = await answer;
    answered += 1;
    return status;
  });
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/api/pushes`, ['lookout.v1', `token.${TOKEN}`]);
  const opened = once(socket, 'open');
  expect((await host.ask('/')).text).toContain('<script src="/assets/a-1.js">');
  expect((await host.ask('/assets/a-1.js')).status).toBe(200);
  expect([answered, host.asked, socket.readyState]).toEqual([0, [], WebSocket.CONNECTING]);
  started.resolve();
  expect(await Promise.all(waiting)).toEqual([200, 200, 401]);
  await opened;
  socket.close();
});

test('ends requests that still wait for the engine when it cannot start', async () => {
  await host.restart({ ready: new Promise(() => undefined) });
  const waiting = host.post('app.snapshot', '{}').catch((error: unknown) => error);
  expect((await host.ask('/')).status).toBe(200);
  await host.close();
  expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
});

test('behind a reverse proxy, the page and its WebSocket are reached by the public address', async () => {
  const headers = { host: 'lookout.example', origin: 'https://lookout.example' };
  expect((await host.post('app.snapshot', '{}', headers)).status).toBe(403);
  await host.restart({ publicUrl: 'https://lookout.example' });
  expect((await host.post('app.snapshot', '{}', headers)).status).toBe(200);
  expect((await host.post('app.snapshot', '{}', { ...headers, origin: 'https://evil.example' })).status).toBe(403);
  expect((await host.ask('/', { headers })).status).toBe(200);
  const upgrade = { ...headers, connection: 'upgrade', upgrade: 'websocket', authorization };
  // Without a key, the handshake is refused after the guard has let it pass.
  expect((await host.ask('/api/pushes', { headers: upgrade })).status).toBe(400);
  expect((await host.ask('/api/pushes', { headers: { ...upgrade, host: 'evil.example' } })).status).toBe(403);
});

describe('POST /api/<channel>', () => {
  test('hands the arguments to the engine and answers as JSON', async () => {
    const response = await host.post('endpoints.pause', '{"ids":["a"]}');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(response.text)).toEqual({ fine: true });
    expect(host.asked).toEqual([{ channel: 'endpoints.pause', args: { ids: ['a'] } }]);
  });

  test('takes an empty body as no arguments, with and without a Content-Type', async () => {
    expect((await host.post('app.snapshot', '')).status).toBe(200);
    expect((await host.ask('/api/app.snapshot', { method: 'POST', headers: { authorization } })).status).toBe(200);
    expect(host.asked.map(({ args }) => args)).toEqual([{}, {}]);
  });

  test.each([
    [404, new RequestError('unknownChannel', { channel: 'x' }), 'There is no channel "x".'],
    [404, new RequestError('endpointNotFound', { id: 'x' }), 'There is no endpoint with the id x.'],
    [409, new RequestError('inConfigFile', { name: 'Shop' }), '"Shop" comes from the config file. Change it there.'],
    [503, new RequestError('stopping', {}), 'Lookout is stopping.'],
    [500, new RequestError('internal', { problem: null }), 'Lookout itself failed. Its log has the details.'],
  ])('answers a refused request with %i, the reason and its text', async (status, refusal, message) => {
    host.answer = () => Promise.reject(refusal);
    const response = await host.post('endpoints.pause', '{}');
    expect(response.status).toBe(status);
    expect(failureOf(response)).toEqual({ ...refusal.toJSON(), message });
  });

  test('answers a request with an invalid argument with 400 and what is wrong', async () => {
    const issue = { path: 'ids[0]', code: 'type', params: { reason: 'string' }, given: '3' };
    host.answer = () => Promise.reject(new RequestError('invalid', {}, [issue]));
    const response = await host.post('endpoints.pause', '{}');
    expect(response.status).toBe(400);
    const message = 'ids[0] must be text. Got 3.';
    expect(failureOf(response)).toEqual({
      code: 'invalid',
      reason: 'invalid',
      message,
      issues: [{ ...issue, message }],
    });
  });

  test('answers a bug with 500, telling the log and not the client', async () => {
    host.answer = () => Promise.reject(new Error('the secret is 42'));
    const response = await host.post('health.get', '');
    expect(response.status).toBe(500);
    expect(failureOf(response).code).toBe('internal');
    expect(response.text).not.toContain('42');
    expect(host.logged).toEqual(['error The request health.get failed because of a bug']);
  });

  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('401 with %s', async (_, headers) => {
    const response = await host.ask('/api/app.snapshot', { method: 'POST', headers });
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(host.asked).toEqual([]);
  });

  test('405 for another method, naming the right one', async () => {
    const response = await host.ask('/api/app.snapshot', { headers: { authorization } });
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe('POST');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])('415 for %s', async (type) => {
    expect((await host.post('app.snapshot', '{}', { 'content-type': type })).status).toBe(415);
    expect(host.asked).toEqual([]);
  });

  test.each([
    ['endpoints.parse', MAX_BODY_BYTES],
    ['imports.read', MAX_FILE_BODY_BYTES],
  ])('%s: 413 for a body over the limit, announced or not; the largest that fits is read', async (channel, limit) => {
    const fits = `"${'x'.repeat(limit - 2)}"`;
    expect((await host.post(channel, fits)).status).toBe(200);
    host.asked.length = 0;
    expect((await host.post(channel, `${fits} `)).status).toBe(413);
    expect((await host.post(channel, `${fits} `, { 'transfer-encoding': 'chunked' })).status).toBe(413);
    expect(host.asked).toEqual([]);
  });

  test.each([['{"ids":'], [Buffer.from([0x22, 0xff, 0x22])]])('400 for what is not JSON: %j', async (body) => {
    const response = await host.post('endpoints.pause', body);
    expect(response.status).toBe(400);
    expect(failureOf(response).code).toBe('invalid');
    expect(host.asked).toEqual([]);
  });

  test.each(['{"password":hunter2}', '{"password":"hunter2",}'])(
    'repeats nothing of what is not JSON: %j',
    async (body) => {
      const response = await host.post('endpoints.pause', body);
      expect(failureOf(response).message).toMatch(
        /^The body must be JSON in UTF-8\.( There is an error at position \d+\.)?$/u,
      );
    },
  );

  test('continues after a client that disconnects in the middle of its request', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write(
      `POST /api/app.snapshot HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: ${authorization}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await once(socket, 'connect');
    socket.destroy();
    expect((await host.post('app.snapshot', '')).status).toBe(200);
    expect(host.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('access', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1:1',
    '127.0.0.1',
    '10.0.0.1:PORT',
    'localhost.evil.example:PORT',
  ])('403 for the host %s', async (name) => {
    const headers = { host: name.replace('PORT', String(host.port)), authorization };
    for (const path of ['/', '/healthz', '/api/app.snapshot']) {
      expect((await host.ask(path, { method: path.startsWith('/api') ? 'POST' : 'GET', headers })).status).toBe(403);
    }
    expect(host.asked).toEqual([]);
  });

  test.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])(
    '200 for the host %s',
    async (name) => {
      const response = await host.ask('/', { headers: { host: name.replace('PORT', String(host.port)) } });
      expect(response.status).toBe(200);
    },
  );

  test.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://localhost:PORT'])(
    '403 for a page from %s',
    async (origin) => {
      const response = await host.post('app.snapshot', '', { origin: origin.replace('PORT', String(host.port)) });
      expect(response.status).toBe(403);
      expect(host.asked).toEqual([]);
    },
  );

  test('our own page has access', async () => {
    expect((await host.post('app.snapshot', '', { origin: `http://127.0.0.1:${host.port}` })).status).toBe(200);
  });

  test('listening on every address, accepts any address as the host, but no name', async () => {
    await host.restart({ host: '0.0.0.0' });
    expect((await host.ask('/', { headers: { host: `10.1.2.3:${host.port}` } })).status).toBe(200);
    expect((await host.ask('/', { headers: { host: `evil.example:${host.port}` } })).status).toBe(403);
  });
});

describe('GET /healthz', () => {
  test('needs no token', async () => {
    const response = await host.ask('/healthz');
    expect(response.status).toBe(200);
    expect(JSON.parse(response.text)).toEqual({ status: 'ok', version: '1.2.3', endpoints: 3 });
  });

  test('503 while stopping, as do requests', async () => {
    host.server.stopping();
    const response = await host.ask('/healthz');
    expect(response.status).toBe(503);
    expect(JSON.parse(response.text)).toMatchObject({ status: 'stopping' });
    const request = await host.post('app.snapshot', '');
    expect(request.status).toBe(503);
    expect(failureOf(request).code).toBe('unavailable');
    expect(host.asked).toEqual([]);
  });
});

describe('a client that sends a request a byte at a time', () => {
  test.each([
    ['its header', 'GET /healthz HTTP/1.1\r\nHost: ', { headers: 100, whole: 60_000 }],
    [
      'its body',
      `POST /api/app.snapshot HTTP/1.1\r\nHost: HOST\r\nAuthorization: ${authorization}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
      { headers: 100, whole: 200 },
    ],
  ])('is cut off during %s, and others are not', async (_, start, limits) => {
    await host.restart({ requestLimits: { ...limits, checkEvery: 20 } });
    const socket = connect(host.port, '127.0.0.1');
    const answer: string[] = [];
    socket.on('error', () => undefined).on('data', (part: Buffer) => answer.push(part.toString('latin1')));
    socket.write(start.replace('HOST', `127.0.0.1:${host.port}`));
    const dripping = setInterval(() => socket.write('x'), 10);
    // Not with `once`, which rejects when what is still written resets the connection.
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(dripping);
    expect(answer.join('')).toMatch(/^HTTP\/1\.1 408 /u);
    // On a busy machine, the limits of this test may be too short even for a fast client.
    await expect.poll(async () => (await host.ask('/healthz')).status).toBe(200);
    expect(host.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('may take a few seconds by default, but not forever', () => {
    expect(REQUEST_LIMITS).toEqual({ headers: 10_000, whole: 30_000, checkEvery: 5_000 });
  });
});
