/** The kind against Node's own server, with nginx in front of it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES } from '../../../../../test/servers/nginx.ts';
import { startNginxProxy, type NginxProxy } from '../../../../../test/servers/nginx-proxy.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { EventStream, EventTooLargeError } from './event-stream.ts';

const PRICES = ': hello\n\nevent: open\ndata: {"ok":true}\nid: 1\n\nevent: price\ndata: 11.5\n\n';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const accept = request.headers.accept;
    if (request.url === '/text') response.setHeader('Content-Type', 'text/html').end('no');
    else if (request.url === '/missing') response.writeHead(404).end();
    else {
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      response.flushHeaders();
      if (request.url === '/large') response.write(`data: ${'x'.repeat(1_100_000)}`);
      else if (request.url !== '/silent') response.write(PRICES);
      if (request.url === '/accept') response.write(`data: ${accept} ${String(request.headers['x-key'])}\n\n`);
      if (request.url === '/ends') response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const check = (path: string, fields: Omit<EndpointInput, 'kind'> = {}) =>
  checkOnce({ kind: 'sse', url: `http://127.0.0.1:${port}${path}`, ...fields });

describe('sse', () => {
  it('waits for the first event', async () => {
    const { failure, phases, details, metrics, observed } = await check('/');
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'event']);
    expect(details).toMatchObject({ status: 200, event: 'open', snippet: '{"ok":true}' });
    expect(metrics).toEqual({ events: 1 });
    expect(observed).toEqual({ STATUS: 200, EVENT: 'open', ID: '1', BODY: '{"ok":true}' });
  });

  it.each([
    [{ event: 'price' }, '11.5', 2],
    [{ expect: '/^[0-9.]+$/' }, '11.5', 2],
    [{ expect: 'ok' }, '{"ok":true}', 1],
  ])('waits for an event with %j', async (fields, body, events) => {
    const { failure, metrics, observed } = await check('/', fields);
    expect([failure, observed?.['BODY'], metrics['events']]).toEqual([null, body, events]);
  });

  it('sends headers, and asks for events', async () => {
    const { failure } = await check('/accept', { headers: { 'X-Key': 'k' }, expect: 'text/event-stream k' });
    expect(failure).toBeNull();
  });

  it.each([
    ['/missing', {}, 'sse.status', 'The server answered with the HTTP status 404 instead of events.'],
    ['/text', {}, 'sse.type', 'The server did not answer with events (text/event-stream) but with text/html.'],
    [
      '/ends',
      { event: 'never' },
      'sse.ended',
      'The stream ended before the expected event came, after 2 other events.',
    ],
    ['/large', {}, 'protocol.error', 'The answer breaks the rules of the protocol.'],
    ['/silent', { timeout: '200ms' }, 'timeout', 'No answer within 200 ms: the check stopped in the phase Event.'],
  ])('fails at %s with %j', async (path, fields, code, message) => {
    expect((await check(path, fields)).failure).toMatchObject({ code, message });
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
    const { failure, phases, details } = await check('/', { url: `https://localhost:${nginx.port}/`, event: 'price' });
    expect([failure, details.tls?.authorized]).toEqual([null, true]);
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'wait', 'event']);
  });
});

describe('EventStream', () => {
  const text = 'data: a\r\ndata:b\r\rid: 7\nevent: é\ndata\n\n: comment\n\ndata:  c\n\nno: field\n\ndata: lost';
  const events = [
    { type: 'message', data: 'a\nb', id: '' },
    { type: 'é', data: '', id: '7' },
    { type: 'message', data: ' c', id: '7' },
  ];

  it('reads the same events however the bytes are split', () => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (places) => {
        const stream = new EventStream();
        const cuts = [0, ...places.toSorted((a, b) => a - b), bytes.length];
        const read = cuts.slice(1).flatMap((end, index) => [...stream.push(bytes.subarray(cuts[index], end))]);
        expect(read).toEqual(events);
      }),
    );
  });

  it('refuses an event without an end', () => {
    const stream = new EventStream();
    const lines = Buffer.from(`data: ${'x'.repeat(1_000)}\n`);
    expect(() => {
      for (let left = 2_000; left > 0; left--) stream.push(lines);
    }).toThrow(EventTooLargeError);
  });
});

it('is read from a URL', () => {
  const endpoint = { kind: 'sse', url: 'https://a.example/x' };
  expect(parseTarget('sse+https://a.example/x')).toMatchObject([{ endpoint, target: 'sse+https://a.example/x' }]);
});
