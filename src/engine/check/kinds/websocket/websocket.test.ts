/** The kind against a server of the library `ws`, with nginx in front of it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES } from '../../../../../test/servers/nginx.ts';
import { startNginxProxy, type NginxProxy } from '../../../../../test/servers/nginx-proxy.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/forbidden' ? 403 : 200;
    response.end();
  });
  const paths = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
    autoPong: true,
  });
  const silent = new WebSocketServer({ noServer: true, autoPong: false });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/forbidden') socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    else if (request.url === '/wrong')
      socket.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n',
      );
    else if (request.url === '/silent') silent.handleUpgrade(request, socket, head, () => undefined);
    else paths.handleUpgrade(request, socket, head, (client) => paths.emit('connection', client, request));
  });
  paths.on('connection', (client, request) => {
    client.on('error', () => undefined);
    if (request.url === '/close') client.close(4001);
    if (request.url === '/greets') client.send(JSON.stringify({ hello: request.headers['x-name'] ?? 'nobody' }));
    if (request.url === '/floods') for (let left = 2_000; left > 0; left--) client.send('x');
    client.on('message', (data: Buffer, isBinary) => {
      client.send('something else');
      client.send(isBinary ? `binary ${data.toString('hex')}` : `text ${data.toString()}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function check(path: string, fields: Omit<EndpointInput, 'kind'> = {}, wanted: string[] = []) {
  const input = { kind: 'websocket', url: `ws://127.0.0.1:${port}${path}`, ...fields };
  return checkOnce(input, { wanted: new Set(wanted) });
}

describe('websocket', () => {
  it('opens, pings, and measures the time until the pong', async () => {
    const { failure, phases, metrics, details } = await check('/');
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'ping']);
    expect(metrics['ping']).toBeGreaterThan(0);
    expect(details).toEqual({ remoteAddress: `127.0.0.1:${port}` });
  });

  it('sends and expects messages, and skips others', async () => {
    const { failure, observed, phases, details } = await check('/', {
      steps: [
        'send one',
        'expect /text (?P<what>\\w+)/',
        'send again ${what}',
        'expect again one',
        'send hex 00ff',
        'expect binary 00ff',
      ],
    });
    expect(failure).toBeNull();
    expect(observed).toMatchObject({ BODY: 'binary 00ff', CAPTURE: { 1: 'one', what: 'one' } });
    expect(details['snippet']).toBe('binary 00ff');
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'ping', 'messages']);
  });

  it('gives conditions the first message, and sends headers', async () => {
    const { observed } = await check('/greets', { headers: { 'X-Name': 'Ada' } }, ['BODY']);
    expect(observed?.['BODY']).toBe('{"hello":"Ada"}');
  });

  it('negotiates a subprotocol', async () => {
    const { failure, observed, details } = await check('/', { subprotocols: ['other', 'chat'] });
    expect([failure, observed?.['SUBPROTOCOL'], details['subprotocol']]).toEqual([null, 'chat', 'chat']);
    expect((await check('/', { subprotocols: ['other'] })).failure).toMatchObject({
      code: 'websocket.subprotocol',
      message: 'The server selected none of the subprotocols that were offered.',
    });
  });

  it.each([
    [
      '/forbidden',
      {},
      'websocket.refused',
      'The server did not upgrade the connection to a WebSocket: it answered with the HTTP status 403.',
    ],
    ['/wrong', {}, 'protocol.error', 'The answer breaks the rules of the protocol.'],
    [
      '/close',
      { ping: false, steps: ['expect never'] },
      'websocket.closed',
      '"never" did not come: the server closed the WebSocket with the code 4001.',
    ],
    [
      '/floods',
      { ping: false, steps: ['expect never'] },
      'timeout',
      'No answer within 300 ms: Lookout received 2000 bytes, but not "never".',
    ],
    ['/silent', {}, 'timeout', 'No answer within 300 ms: the check stopped in the phase Ping.'],
    [
      '/',
      { steps: ['expect never'] },
      'timeout',
      'No answer within 300 ms: Lookout received 0 bytes, but not "never".',
    ],
  ])('fails at %s with %j', async (path, fields, code, message) => {
    const { failure } = await check(path, { ...fields, timeout: '300ms' });
    if (path !== '/floods') expect(failure).toMatchObject({ code, message });
    else expect(failure?.code).toMatch(/^(?:timeout|protocol\.error)$/u);
  });
});

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`behind nginx${reason}`, () => {
  let files: Certificates;
  let nginx: NginxProxy;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    nginx = await startNginxProxy(port, files.good);
  });
  afterAll(async () => {
    await nginx?.dispose();
    await files?.dispose();
  });

  it('is encrypted', async () => {
    const { failure, phases, details } = await check('/', {
      url: `wss://localhost:${nginx.port}/`,
      steps: ['send x', 'expect text x'],
    });
    expect([failure, details.tls?.authorized]).toEqual([null, true]);
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'wait', 'ping', 'messages']);
  });

  it('says what nginx answers when the server refuses', async () => {
    const { failure } = await check('/', { url: `wss://localhost:${nginx.port}/forbidden` });
    expect(failure).toMatchObject({ code: 'websocket.refused', params: { status: 403 } });
  });
});

describe('the endpoint', () => {
  it('is read from a URL', () => {
    expect(parseTarget('wss://a.example/x?y')).toMatchObject([
      { endpoint: { kind: 'websocket' }, target: 'wss://a.example/x?y' },
    ]);
  });

  it.each([
    [{ url: 'https://a.example' }, 'url url.invalid'],
    [{ url: 'wss://me:secret@a.example' }, 'url url.invalid'],
    [{ headers: { 'Sec-WebSocket-Key': 'x' } }, 'headers.Sec-WebSocket-Key headers.invalid'],
    [{ headers: { Cookie: 'a\nb' } }, 'headers.Cookie text'],
    [{ subprotocols: ['a', 'a'] }, 'subprotocols websocket.subprotocols'],
    [{ subprotocols: ['a b'] }, 'subprotocols[0] websocket.subprotocol'],
    [{ steps: ['expect /(/'] }, 'steps[0] dialog.regex'],
  ])('refuses %j', async (fields, issue) => {
    await loadLibraries();
    const parsed = parseEndpoint({ kind: 'websocket', url: 'ws://a', ...fields });
    const issues = parsed.ok ? [] : parsed.issues;
    expect(issues.map(({ code, path }) => `${path} ${code}`)).toEqual([issue]);
    expect(JSON.stringify(issues)).not.toContain('secret');
  });
});
