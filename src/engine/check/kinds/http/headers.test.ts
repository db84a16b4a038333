/** Every request header that an endpoint may have can be sent; the others are refused where the endpoint is written. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { parseEndpoint } from '../../registry.ts';
import { texts } from '../../testing/texts.ts';
import { checkOnce } from '../../testing/check-once.ts';

/** Of the IANA registry of field names: those with a meaning for connections, framing or requests, and some without one. */
const NAMES = `
  A-IM Accept Accept-Encoding Alt-Svc Authorization Cache-Control Close Connection Content-Encoding
  Content-Length Content-MD5 Content-Range Content-Type Cookie DPoP Date Depth Expect Forwarded From
  HTTP2-Settings Host If-Match If-Modified-Since Keep-Alive Last-Modified Link Location Max-Forwards Origin
  Prefer Priority Proxy-Authorization Proxy-Connection Range Referer Sec-WebSocket-Key Server Set-Cookie TE
  Trailer Transfer-Encoding Upgrade User-Agent Vary Via WWW-Authenticate X-Anything __proto__ constructor
  toString
`
  .trim()
  .split(/\s+/u);
const VALUES = ['', 'x', 'close', 'chunked', '100-continue', 'a, b', 'a b', '\t', ' x ', 'é', '[::1]:80'];

const withHeader = (name: string, value: string) => ({ headers: Object.fromEntries([[name, value]]) });
const isAccepted = (name: string, value: string): boolean =>
  parseEndpoint({ kind: 'http', url: 'http://a.example/', ...withHeader(name, value) }).ok;

const { skip, reason } = available(OPENSSL_PACKAGES);

describe('a request header', () => {
  it.each([
    ['Trailer', 'x', 'cannot be set: Lookout sends no trailers.'],
    ['transfer-encoding', 'chunked', 'cannot be set: Lookout sets this header itself.'],
    ['Content-Length', '1', 'cannot be set: Lookout sets this header itself.'],
    ['Host', '', 'a host name or address, with or without a port'],
    ['host', 'a.example, b.example', 'a host name or address, with or without a port'],
  ])('%s: %s is refused with a sentence', (name, value, sentence) => {
    const result = parseEndpoint({ kind: 'http', url: 'http://a.example/', ...withHeader(name, value) });
    const [issue] = result.ok ? [] : result.issues;
    expect(issue?.path).toBe(`headers.${name}`);
    expect(issue && texts.issueInFull(issue)).toContain(sentence);
  });

  it.each(['a.example', 'a.example:8080', '192.0.2.1', '[2001:db8::1]:443', 'under_score'])(
    'Host: %s is accepted',
    (value) => expect(isAccepted('Host', value)).toBe(true),
  );

  describe.skipIf(skip)(`that is accepted can be sent${reason}`, () => {
    let files: Certificates;
    let servers: Server[];
    let plain: string;
    let secure: string;

    beforeAll(async () => {
      files = await certificates();
      const [cert, key] = await Promise.all([readFile(files.good.certificate), readFile(files.good.key)]);
      const one = createServer((_, response) => response.end('ok'));
      one.on('checkExpectation', (_, response) => response.end('ok'));
      const two = createSecureServer({ cert, key, allowHTTP1: true }, (_, response) => response.end('ok'));
      two.on('checkExpectation', (_, response) => response.end('ok'));
      servers = [one, two];
      await Promise.all(
        servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))),
      );
      const [portOne, portTwo] = servers.map((server) => (server.address() as AddressInfo).port);
      plain = `http://127.0.0.1:${portOne}/`;
      secure = `https://127.0.0.1:${portTwo}/`;
    });
    afterAll(async () => {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await files.dispose();
    });

    it.each([
      ['HTTP/1.1', 'GET', () => plain],
      ['HTTP/1.1', 'POST', () => plain],
      ['HTTP/2', 'GET', () => secure],
      ['HTTP/2', 'POST', () => secure],
    ] as const)('over %s with %s', async (_, method, url) => {
      const accepted = NAMES.flatMap((name) => VALUES.map((value) => [name, value] as const)).filter(([name, value]) =>
        isAccepted(name, value),
      );
      expect(accepted.length).toBeGreaterThan(400);
      const body = method === 'POST' ? { body: 'hi' } : {};
      const failed: string[] = [];
      for (const [name, value] of accepted) {
        const fields = { method, ...body, verifyTls: false, ...withHeader(name, value) };
        const { failure } = await checkOnce({ kind: 'http', url: url(), ...fields });
        if (failure !== null) failed.push(`${name}: ${value} (${failure.code})`);
      }
      expect(failed).toEqual([]);
    });
  });
});
