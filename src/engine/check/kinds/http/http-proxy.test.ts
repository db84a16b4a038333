/** HTTP checks through Debian's tinyproxy (HTTP) and microsocks (SOCKS5) to Debian's nginx. */
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available } from '../../../../../test/servers/process.ts';
import { PROXY_PACKAGES, PROXY_USER, startProxies, type Proxies } from '../../../../../test/servers/proxies.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES, ...PROXY_PACKAGES });

describe.skipIf(skip)(`through proxies${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;
  let proxies: Proxies;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    nginx = await startNginx(files);
    proxies = await startProxies([nginx.ports.https ?? 0]);
  });

  afterAll(async () => {
    await proxies?.dispose();
    await nginx?.dispose();
    await files?.dispose();
  });

  const proxyUrl = (scheme: string) => `${scheme}://127.0.0.1:${scheme === 'http' ? proxies.http : proxies.socks}`;

  function check(scheme: string, site: 'http' | 'https', fields: Omit<EndpointInput, 'kind'> = {}, path = '/') {
    const url = `${site}://localhost:${nginx.ports[site]}${path}`;
    return checkOnce({ kind: 'http', url, proxy: proxyUrl(scheme), ...PROXY_USER, ...fields });
  }

  it.each(['http', 'socks5', 'socks5h'])('reaches an https server through %s', async (scheme) => {
    const { failure, details, phases } = await check(scheme, 'https', { keyword: 'hello' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({
      status: 200,
      httpVersion: '2',
      proxy: proxyUrl(scheme).replace(/^.*\/\//u, ''),
      tls: { authorized: true },
    });
    expect(details).not.toHaveProperty('remoteAddress');
    // Only socks5 has a name to resolve here.
    const expected = ['connect', 'proxy', 'tls', 'wait', 'transfer'];
    expect(Object.keys(phases)).toEqual(scheme === 'socks5' ? ['dns', ...expected] : expected);
  });

  it('sends requests in clear to an http proxy itself, with its credentials and headers', async () => {
    const fields = { proxyHeaders: { 'X-Lookout': 'for the proxy' }, keyword: 'localhost' };
    const { failure, details, phases } = await check('http', 'http', fields, '/connection');
    expect(failure).toBeNull();
    expect(details.status).toBe(200);
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('reaches a plain server through SOCKS', async () => {
    expect((await check('socks5', 'http', { keyword: 'hello' })).failure).toBeNull();
  });

  it.each(['http', 'socks5'])('keeps a connection through %s open', async (scheme) => {
    const fields = { keepAlive: true };
    const first = await check(scheme, 'https', fields);
    const second = await check(scheme, 'https', fields);
    expect(second.failure).toBeNull();
    expect(Object.keys(second.phases)).toEqual(['wait', 'transfer']);
    expect(second.details).toEqual(first.details);
  });

  it.each([
    ['http', 'The proxy 127.0.0.1:PORT refused the user name and password.'],
    ['socks5', 'The proxy 127.0.0.1:PORT refused the user name and password.'],
  ])('reports wrong credentials for %s', async (scheme, message) => {
    const { failure } = await check(scheme, 'https', { proxyPassword: 'wrong' });
    const port = scheme === 'http' ? proxies.http : proxies.socks;
    expect(failure).toMatchObject({
      code: 'proxy.failed',
      phase: 'proxy',
      message: message.replace('PORT', String(port)),
    });
    const without = await check(scheme, 'https', { proxyUsername: '', proxyPassword: '' });
    expect(without.failure?.code).toBe('proxy.failed');
  });

  it('reports what the proxy does not allow or cannot reach', async () => {
    const forbidden = await checkOnce({
      kind: 'http',
      url: `https://localhost:${nginx.ports.https1}/`,
      proxy: proxyUrl('http'),
      ...PROXY_USER,
    });
    expect(forbidden.failure).toMatchObject({ code: 'proxy.failed', message: expect.stringContaining('status 403') });
    const closed = await startRaw(() => {});
    await closed.dispose();
    const { port } = closed;
    const refused = await checkOnce({
      kind: 'http',
      url: `http://127.0.0.1:${port}/`,
      proxy: proxyUrl('socks5'),
      ...PROXY_USER,
    });
    expect(refused.failure?.message).toMatch(/^The endpoint refused the connection of the proxy 127\.0\.0\.1:\d+\.$/u);
    const missing = await check('http', 'https', { proxy: `http://127.0.0.1:${port}` });
    expect(missing.failure).toMatchObject({
      code: 'proxy.failed',
      message: expect.stringMatching(/cannot be reached: .*ECONNREFUSED/u),
    });
  });

  it.each([
    ['http', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['socks5', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('reports that the server is not a %s proxy', async (scheme, answer) => {
    const server = await startRaw((socket) => socket.once('data', () => socket.write(answer)));
    const { failure } = await check(scheme, 'https', { proxy: `${scheme}://127.0.0.1:${server.port}` });
    expect(failure).toMatchObject({
      code: 'proxy.failed',
      message: expect.stringMatching(/is not a proxy of this type/u),
    });
    await server.untilAllClosed();
    await server.dispose();
  });

  it.each(['http', 'socks5'])(
    'gives up a silent %s proxy at the deadline, and closes the connection',
    async (scheme) => {
      const server = await startRaw(() => {});
      const { failure } = await check(scheme, 'https', {
        proxy: `${scheme}://127.0.0.1:${server.port}`,
        timeout: '100ms',
      });
      expect(failure).toMatchObject({ code: 'timeout', phase: 'proxy' });
      await server.untilAllClosed();
      await server.dispose();
    },
  );

  it('connects directly to hosts that need no proxy', async () => {
    const { failure, details } = await check('http', 'https', { noProxy: ['localhost'], proxyPassword: 'unused' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ remoteAddress: `127.0.0.1:${nginx.ports.https}` });
    expect(details).not.toHaveProperty('proxy');
  });
});
