/** The HTTP and TCP kinds against Debian's nginx: HTTP/1.1, HTTP/2, and every fault of a certificate. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_BIG, NGINX_BODY, NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { TlsDetails } from '../../../../contract/model/check.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { idleConnections } from '../../http/send.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`against nginx${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    nginx = await startNginx(files);
  });

  afterEach(() => idleConnections.dispose());

  afterAll(async () => {
    await nginx?.dispose();
    await files?.dispose();
  });

  type Site = keyof Nginx['ports'];

  function urlOf(site: Site, path = '/', host = 'localhost'): string {
    return `${site === 'http' ? 'http' : 'https'}://${host}:${nginx.ports[site]}${path}`;
  }

  function check(site: Site, path = '/', fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'http', url: urlOf(site, path), ...fields });
  }

  describe('plain', () => {
    it('measures each phase, and their sum is at most the duration', async () => {
      const { failure, phases, durationMs, details } = await check('http');
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['dns', 'connect', 'wait', 'transfer']);
      const sum = Object.values(phases).reduce((total, ms) => total + ms, 0);
      expect(sum).toBeLessThanOrEqual(durationMs + 0.01);
      expect(details).toEqual({
        remoteAddress: `127.0.0.1:${nginx.ports.http}`,
        status: 200,
        httpVersion: '1.1',
        bytes: NGINX_BODY.length,
      });
    });

    it('finds a keyword in a compressed body', async () => {
      const { failure, details } = await check('http', '/gzip', { keyword: 'hello to Lookout' });
      expect(failure).toBeNull();
      expect(details.bytes).toBeLessThan(NGINX_BODY.length * 10);
    });

    it.each([
      ['keyword', 'goodbye', 'body.keywordMissing', '"goodbye" is not in the body.'],
      ['keywordAbsent', 'hello', 'body.keywordPresent', '"hello" is in the body.'],
    ])('judges %s', async (field, word, code, message) => {
      const { failure, details } = await check('http', '/', { [field]: word });
      expect(failure).toMatchObject({ code, message });
      expect(failure).not.toHaveProperty('phase');
      expect(details.snippet).toBe(NGINX_BODY);
    });

    it.each([
      [503, '503', null],
      [503, '200-299', 'http.status'],
      [404, '200-299,404', null],
      [204, '200-299', null],
    ])('judges status %i when %s is accepted', async (status, acceptedStatus, code) => {
      const { failure, details } = await check('http', `/status/${status}`, { acceptedStatus });
      expect(failure?.code ?? null).toBe(code);
      expect(details.status).toBe(status);
      if (code !== null)
        expect(failure?.message).toBe('Status 503 Service Unavailable is not accepted (accepted: 200-299).');
    });

    it('follows redirects and adds up the phases', async () => {
      const { failure, details, phases } = await check('http', '/redirect/3', { keyword: 'hello' });
      expect(failure).toBeNull();
      expect(details.redirects).toEqual([
        { status: 302, url: urlOf('http', '/redirect/2') },
        { status: 302, url: urlOf('http', '/redirect/1') },
        { status: 302, url: urlOf('http', '/') },
      ]);
      expect(Object.keys(phases)).toEqual(['dns', 'connect', 'wait', 'transfer']);
    });

    it('shows no certificate when a redirect led away from TLS', async () => {
      const [cert, key] = await Promise.all([files.good.certificate, files.good.key].map((file) => readFile(file)));
      const location = urlOf('http');
      const redirecting = createServer({ ...(cert && key && { cert, key }) }, (_, response) =>
        response.writeHead(302, { location }).end(),
      ).listen(0, '127.0.0.1');
      await once(redirecting, 'listening');
      const { port } = redirecting.address() as AddressInfo;
      const { failure, details } = await checkOnce({ kind: 'http', url: `https://localhost:${port}/` });
      redirecting.close();
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 200, redirects: [{ status: 302, url: location }] });
      expect(details).not.toHaveProperty('tls');
    });

    it('follows only as many redirects as allowed', async () => {
      expect((await check('http', '/redirect/10')).failure).toBeNull();
      const { failure, details } = await check('http', '/redirect/11');
      expect(failure).toMatchObject({
        code: 'http.tooManyRedirects',
        message: expect.stringContaining('More than 10'),
      });
      expect(details.redirects).toHaveLength(11);
      expect((await check('http', '/redirect/1', { maxRedirects: 0 })).failure?.code).toBe('http.tooManyRedirects');
    });

    it('judges a redirect itself when redirects are off', async () => {
      const { failure, details } = await check('http', '/redirect/1', {
        followRedirects: false,
        acceptedStatus: '302',
      });
      expect(failure).toBeNull();
      expect(details).not.toHaveProperty('redirects');
    });

    it('refuses a redirect without a target', async () => {
      expect((await check('http', '/status/301')).failure?.code).toBe('http.badRedirect');
    });

    it('reports that a plain port does not speak TLS', async () => {
      const { failure } = await checkOnce({ kind: 'http', url: `https://localhost:${nginx.ports.http}/` });
      expect(failure).toMatchObject({
        code: 'tls.handshake',
        phase: 'tls',
        message: 'The server does not speak TLS.',
      });
    });
  });

  describe.each([
    ['HTTP/2', 'https', {}, '2', 'h2'],
    ['HTTP/1.1 when HTTP/2 is not offered', 'https', { http2: false }, '1.1', 'http/1.1'],
    ['HTTP/1.1 when the server has nothing else', 'https1', {}, '1.1', 'http/1.1'],
  ] as const)('over TLS with %s', (_, site, fields, httpVersion, alpn) => {
    it('reports everything about the response', async () => {
      const { failure, phases, details } = await check(site, '/', { ...fields, keyword: 'hello' });
      expect(failure).toBeNull();
      expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'wait', 'transfer']);
      expect(details).toMatchObject({ status: 200, httpVersion, bytes: NGINX_BODY.length });
      const { chain, ...rest } = details.tls as TlsDetails;
      expect(rest).toEqual({ protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', alpn, authorized: true });
      expect(chain.map(({ subject }) => subject)).toEqual(['CN=good', 'CN=Intermediate', 'CN=Root']);
      expect(chain[0]).toMatchObject({
        issuer: 'CN=Intermediate',
        names: ['DNS:localhost', 'DNS:*.localhost', 'IP Address:127.0.0.1', 'IP Address:0:0:0:0:0:0:0:1'],
        validFrom: Date.UTC(2020, 0, 1),
        validTo: Date.UTC(2048, 11, 31, 23, 59, 59),
        serial: expect.stringMatching(/^[0-9A-F]+$/u),
        fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/u),
      });
    });

    it('stops at the max response size', async () => {
      const { failure, details } = await check(site, '/big', fields);
      expect(failure).toBeNull();
      expect(details).toMatchObject({ bytes: 1_000_000, truncated: true });
      const whole = await check(site, '/big', { ...fields, maxBytes: NGINX_BIG });
      expect(whole.details).toMatchObject({ bytes: NGINX_BIG });
      expect(whole.details.truncated).toBeUndefined();
    });

    it('follows redirects', async () => {
      const { failure, details } = await check(site, '/redirect/2', fields);
      expect(failure).toBeNull();
      expect(details.redirects).toHaveLength(2);
      expect(details.tls?.authorized).toBe(true);
    });

    it('sends method, headers and user agent', async () => {
      const { failure, details } = await check(site, '/head', {
        ...fields,
        method: 'DELETE',
        headers: { Host: 'other.example', Authorization: 'secret', 'X-Lookout': 'yes', Connection: 'close' },
        userAgent: 'me/1',
        keyword: `DELETE|other.example|me/1|secret|yes|HTTP/${httpVersion === '2' ? '2.0' : '1.1'}`,
      });
      expect(details.snippet).toBeUndefined();
      expect(failure).toBeNull();
    });

    it('sends HEAD', async () => {
      const { failure, details } = await check(site, '/', { ...fields, method: 'HEAD' });
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 200, bytes: 0 });
    });

    it('keeps the connection open when asked to', async () => {
      const first = await check(site, '/', { ...fields, keepAlive: true });
      const second = await check(site, '/', { ...fields, keepAlive: true });
      expect(second.failure).toBeNull();
      expect(Object.keys(second.phases)).toEqual(['wait', 'transfer']);
      expect(second.details).toEqual(first.details);
      expect(idleConnections.size).toBe(1);
      // Opened with other options, so it must not be shared.
      const third = await check(site, '/', { ...fields, keepAlive: true, verifyTls: false });
      expect(Object.keys(third.phases)).toContain('tls');
    });
  });

  describe('what is wrong with a certificate', () => {
    it.each([
      ['expired', 'tls.expired', 'The certificate expired on Jan 2, 2020.'],
      ['notYetValid', 'tls.notYetValid', 'The certificate is not valid before Jan 1, 2049.'],
      ['wrongHost', 'tls.wrongHost', 'The certificate is not for localhost, but for other.example.'],
      ['selfSigned', 'tls.selfSigned', 'The certificate is self-signed, and this machine does not trust it.'],
      ['foreignRoot', 'tls.selfSigned', /CN=Stranger.* this machine does not trust it/u],
      ['incomplete', 'tls.unknownAuthority', /CN=Intermediate.*whole chain/u],
    ] as const)('%s is %s', async (site, code, message) => {
      const { failure, details, phases } = await check(site);
      expect(failure).toMatchObject({
        code,
        phase: 'tls',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
      expect(failure?.raw).not.toBe('');
      expect(details.tls).toMatchObject({ authorized: false });
      expect(details.tls?.chain[0]?.subject).toBe(`CN=${site === 'incomplete' ? 'good' : site}`);
      expect(phases).not.toHaveProperty('wait');

      const unverified = await check(site, '/', { verifyTls: false });
      expect(unverified.failure).toBeNull();
      expect(unverified.details.tls).toMatchObject({ authorized: false });
    });

    it('nothing, for an address in the certificate', async () => {
      const { failure, details } = await checkOnce({ kind: 'http', url: urlOf('https', '/', '127.0.0.1') });
      expect(failure).toBeNull();
      expect(details.tls?.authorized).toBe(true);
    });

    it('shows that a server asks for a client certificate', async () => {
      const { failure, details } = await check('clientCertificate');
      expect(failure?.code).toBe('http.status');
      expect(details.snippet).toContain('No required SSL certificate was sent');
    });
  });

  it('also works with the TCP kind', async () => {
    const { failure, details } = await checkOnce({
      kind: 'tcp',
      host: 'localhost',
      port: nginx.ports.http,
      send: 'GET / HTTP/1.0\\r\\n\\r\\n',
      expect: 'hello to Lookout',
    });
    expect(failure).toBeNull();
    expect(details.remoteAddress).toBe(`127.0.0.1:${nginx.ports.http}`);
  });
});
