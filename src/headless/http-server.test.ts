import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Push, RequestFailure } from '../contract/channels.ts';
import { RequestError } from '../engine/requests/request-error.ts';
import { MAX_BODY_BYTES } from './api.ts';
import { startHttpServer, type HttpServer } from './http-server.ts';
import { loadPage, type Page } from './page.ts';

const TOKEN = 'a-token-that-only-the-test-knows';
const INDEX = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/a-1.js"></script>';

let folder: string;
let page: Page;
let server: HttpServer;
let asked: { channel: string; args: unknown }[];
let logged: string[];
let listeners: Set<(push: Push) => void>;
let answer: (channel: string, args: unknown) => Promise<unknown>;
let sockets: WebSocket[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-page-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), INDEX);
  await writeFile(join(folder, 'page', 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'page', 'assets', 'a-1.js'), 'void 0;');
  await writeFile(join(folder, 'secret.txt'), 'not for the page');
  page = await loadPage(join(folder, 'page'));
  asked = [];
  logged = [];
  listeners = new Set();
  sockets = [];
  answer = () => Promise.resolve({ fine: true });
  server = await start();
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await server.close();
  await rm(folder, { recursive: true });
});

function start(options: { host?: string; pingMs?: number; maxBufferedBytes?: number } = {}): Promise<HttpServer> {
  return startHttpServer({
    engine: {
      handle(channel, args) {
        asked.push({ channel, args });
        return answer(channel, args);
      },
      onPush(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    countEndpoints: () => 3,
    page,
    version: '1.2.3',
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    log: (level, message) => logged.push(`${level} ${message}`),
    ...options,
  });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** By node:http and not by fetch, which sets `Host` itself and tidies paths. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, agent: false, ...options },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

const authorization = `Bearer ${TOKEN}`;

function post(channel: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`/api/${channel}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body,
  });
}

function failureOf({ text }: Answer): RequestFailure {
  return JSON.parse(text) as RequestFailure;
}

describe('POST /api/<channel>', () => {
  test('hands the arguments to the engine and answers as JSON', async () => {
    const response = await post('endpoints.pause', '{"ids":["a"]}');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(response.text)).toEqual({ fine: true });
    expect(asked).toEqual([{ channel: 'endpoints.pause', args: { ids: ['a'] } }]);
  });

  test('takes an empty body as no arguments, with and without a Content-Type', async () => {
    expect((await post('app.snapshot', '')).status).toBe(200);
    expect((await ask('/api/app.snapshot', { method: 'POST', headers: { authorization } })).status).toBe(200);
    expect(asked.map(({ args }) => args)).toEqual([{}, {}]);
  });

  test.each([
    ['invalid', 400],
    ['unknownChannel', 404],
    ['notFound', 404],
    ['readOnly', 409],
    ['unavailable', 503],
    ['internal', 500],
  ] as const)('answers a %s request with %i and the failure', async (code, status) => {
    const issues = [{ path: 'ids[0]', message: 'Expected it to be a word, got 3' }];
    answer = () => Promise.reject(new RequestError(code, 'Why not.', issues));
    const response = await post('endpoints.pause', '{}');
    expect(response.status).toBe(status);
    expect(failureOf(response)).toEqual({ code, message: 'Why not.', issues });
  });

  test('answers a bug with 500, telling the log and not the client', async () => {
    answer = () => Promise.reject(new Error('the secret is 42'));
    const response = await post('health.get', '');
    expect(response.status).toBe(500);
    expect(failureOf(response).code).toBe('internal');
    expect(response.text).not.toContain('42');
    expect(logged).toEqual(['error The request health.get failed because of a bug']);
  });

  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('401 with %s', async (_, headers) => {
    const response = await ask('/api/app.snapshot', { method: 'POST', headers });
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(asked).toEqual([]);
  });

  test('405 for another method, naming the right one', async () => {
    const response = await ask('/api/app.snapshot', { headers: { authorization } });
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe('POST');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])('415 for %s', async (type) => {
    expect((await post('app.snapshot', '{}', { 'content-type': type })).status).toBe(415);
    expect(asked).toEqual([]);
  });

  test('413 for a body over the limit, announced or not; the largest that is allowed goes through', async () => {
    const fits = `"${'x'.repeat(MAX_BODY_BYTES - 2)}"`;
    expect((await post('endpoints.parse', fits)).status).toBe(200);
    asked = [];
    expect((await post('endpoints.parse', `${fits} `)).status).toBe(413);
    expect((await post('endpoints.parse', `${fits} `, { 'transfer-encoding': 'chunked' })).status).toBe(413);
    expect(asked).toEqual([]);
  });

  test.each([['{"ids":'], [Buffer.from([0x22, 0xff, 0x22])]])('400 for what is not JSON: %j', async (body) => {
    const response = await post('endpoints.pause', body);
    expect(response.status).toBe(400);
    expect(failureOf(response).code).toBe('invalid');
    expect(asked).toEqual([]);
  });

  test('goes on after a client that leaves in the middle of its request', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST /api/app.snapshot HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: ${authorization}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await once(socket, 'connect');
    socket.destroy();
    expect((await post('app.snapshot', '')).status).toBe(200);
    expect(logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('who may ask', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1:1',
    '127.0.0.1',
    '10.0.0.1:PORT',
    'localhost.evil.example:PORT',
  ])('403 for the host %s', async (host) => {
    const headers = { host: host.replace('PORT', String(server.port)), authorization };
    for (const path of ['/', '/healthz', '/api/app.snapshot']) {
      expect((await ask(path, { method: path.startsWith('/api') ? 'POST' : 'GET', headers })).status).toBe(403);
    }
    expect(asked).toEqual([]);
  });

  test.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])(
    'the host %s is ours',
    async (host) => {
      const response = await ask('/', { headers: { host: host.replace('PORT', String(server.port)) } });
      expect(response.status).toBe(200);
    },
  );

  test.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://localhost:PORT'])(
    '403 for a page from %s',
    async (origin) => {
      const response = await post('app.snapshot', '', { origin: origin.replace('PORT', String(server.port)) });
      expect(response.status).toBe(403);
      expect(asked).toEqual([]);
    },
  );

  test('our own page may', async () => {
    expect((await post('app.snapshot', '', { origin: `http://127.0.0.1:${server.port}` })).status).toBe(200);
  });

  test('listening on every address, any address is ours and a name is not', async () => {
    await server.close();
    server = await start({ host: '0.0.0.0' });
    expect((await ask('/', { headers: { host: `10.1.2.3:${server.port}` } })).status).toBe(200);
    expect((await ask('/', { headers: { host: `evil.example:${server.port}` } })).status).toBe(403);
  });
});

describe('GET /healthz', () => {
  test('needs no token', async () => {
    const response = await ask('/healthz');
    expect(response.status).toBe(200);
    expect(JSON.parse(response.text)).toEqual({ status: 'ok', version: '1.2.3', endpoints: 3 });
  });

  test('503 while stopping, as do requests', async () => {
    server.stopping();
    const response = await ask('/healthz');
    expect(response.status).toBe(503);
    expect(JSON.parse(response.text)).toMatchObject({ status: 'stopping' });
    const request = await post('app.snapshot', '');
    expect(request.status).toBe(503);
    expect(failureOf(request).code).toBe('unavailable');
    expect(asked).toEqual([]);
  });
});

describe('the page', () => {
  test('the document has a new nonce in each answer, the same in the policy and the page', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html', '/?x=1']) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['x-content-type-options']).toBe('nosniff');
      expect(response.headers['referrer-policy']).toBe('no-referrer');
      const nonce = /content="([^"]+)"/.exec(response.text)?.[1] ?? '';
      const policy = response.headers['content-security-policy'];
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    expect(nonces).not.toContain('__CSP_NONCE__');
  });

  test('an asset with a hash in its name is kept for ever', async () => {
    const response = await ask('/assets/a-1.js');
    expect(response.text).toBe('void 0;');
    expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('another file is asked for again, and is not sent again', async () => {
    const first = await ask('/icon.svg');
    expect(first.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(first.headers['cache-control']).toBe('no-cache');
    const again = await ask('/icon.svg', { headers: { 'if-none-match': `"x", W/${first.headers.etag}` } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect((await ask('/icon.svg', { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
  });

  test('HEAD has no body', async () => {
    const response = await ask('/icon.svg', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers['content-length'])).toBeGreaterThan(0);
    expect(response.text).toBe('');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/nothing',
  ])('404 for %s', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(response.text).not.toContain('not for the page');
  });

  test('405 for another method', async () => {
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
  });

  test('a folder without a page is refused with what to do', async () => {
    await expect(loadPage(join(folder, 'page', 'assets'))).rejects.toThrow('"npm run build" makes it');
    await expect(loadPage(join(folder, 'nothing'))).rejects.toThrow('"npm run build" makes it');
  });
});

describe('WebSocket /api/pushes', () => {
  const PROTOCOLS = ['lookout.v1', `token.${TOKEN}`];

  function open(protocols: string[], headers: Record<string, string> = {}, path = '/api/pushes'): WebSocket {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, { headers });
    sockets.push(socket);
    return socket;
  }

  function push(seq: number): Push {
    return { seq, at: 1, changes: [{ type: 'removed', id: 'a' }] };
  }

  function send(value: Push): void {
    for (const listener of listeners) listener(value);
  }

  async function statusOf(socket: WebSocket): Promise<number> {
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    return response.statusCode;
  }

  test('every push goes to every page, and the token is not given back', async () => {
    const pages = [open(PROTOCOLS, { origin: `http://127.0.0.1:${server.port}` }), open([], { authorization })];
    await Promise.all(pages.map((socket) => once(socket, 'open')));
    expect(pages.map((socket) => socket.protocol)).toEqual(['lookout.v1', '']);
    const received = pages.map((socket) => once(socket, 'message'));
    send(push(7));
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

  test('404 on another path, 503 while stopping, 426 without an upgrade', async () => {
    expect(await statusOf(open(PROTOCOLS, {}, '/api/other'))).toBe(404);
    server.stopping();
    expect(await statusOf(open(PROTOCOLS))).toBe(503);
    expect((await ask('/api/pushes')).status).toBe(426);
  });

  test('a page that sends something is closed with what to do instead', async () => {
    const socket = open(PROTOCOLS);
    await once(socket, 'open');
    socket.send('{}');
    const [code, reason] = await once(socket, 'close');
    expect(code).toBe(1003);
    expect(String(reason)).toContain('POST /api/');
  });

  test('a page that reads too slowly is cut off, and the others are not', async () => {
    await server.close();
    server = await start({ maxBufferedBytes: 1024 * 1024 });
    const slow = open(PROTOCOLS);
    const quick = open(PROTOCOLS);
    await Promise.all([once(slow, 'open'), once(quick, 'open')]);
    slow.pause();
    const big: Push = { seq: 1, at: 1, changes: [{ type: 'removed', id: 'x'.repeat(60_000) }] };
    // Until the kernel's buffers are full and what is beyond them waits in the server.
    for (let sent = 0; sent < 5_000 && logged.length === 0; sent++) {
      const received = once(quick, 'message');
      send(big);
      await received;
    }
    expect(logged).toEqual(['warn A page read its pushes too slowly and was cut off']);
    slow.resume();
    await once(slow, 'close');
    expect(quick.readyState).toBe(WebSocket.OPEN);
  });

  test('a page that answers pings stays; one that does not is cut off', async () => {
    await server.close();
    server = await start({ pingMs: 250 });
    const alive = open(PROTOCOLS);
    const dead = new WebSocket(`ws://127.0.0.1:${server.port}/api/pushes`, PROTOCOLS, { autoPong: false });
    sockets.push(dead);
    await Promise.all([once(alive, 'open'), once(dead, 'open')]);
    await once(dead, 'close');
    await once(alive, 'ping');
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('close says goodbye and lets go of the engine', async () => {
    const socket = open(PROTOCOLS);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await server.close();
    expect((await closed)[0]).toBe(1001);
    expect(listeners.size).toBe(0);
    server = await start();
  });
});
