/** HTTP checks through Debian's Squid, which is reached by TLS, to Debian's nginx. */
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available } from '../../../../../test/servers/process.ts';
import { PROXY_USER } from '../../../../../test/servers/proxies.ts';
import { SQUID_PACKAGES, startSquid, type Squid } from '../../../../../test/servers/squid.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES, ...SQUID_PACKAGES });

describe.skipIf(skip)(`through a proxy over TLS${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;
  let squid: Squid;
  let foreign: Squid;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    [nginx, squid, foreign] = await Promise.all([
      startNginx(files),
      startSquid(files.good),
      startSquid(files.selfSigned),
    ]);
  });

  afterAll(async () => {
    await Promise.all([squid?.dispose(), foreign?.dispose(), nginx?.dispose()]);
    await files?.dispose();
  });

  function check(site: 'http' | 'https', fields: Omit<EndpointInput, 'kind'> = {}) {
    const url = `${site}://localhost:${nginx.ports[site]}/`;
    return checkOnce({ kind: 'http', url, proxy: `https://localhost:${squid.port}`, ...PROXY_USER, ...fields });
  }

  it('reaches an https server with CONNECT, in TLS inside TLS', async () => {
    const { failure, details, phases } = await check('https', { keyword: 'hello' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({
      status: 200,
      httpVersion: '2',
      proxy: `localhost:${squid.port}`,
      // The certificate of nginx, which speaks HTTP/2, rather than the one of the proxy.
      tls: { authorized: true, alpn: 'h2' },
    });
    // TLS to the proxy and CONNECT are `proxy`; `tls` is the handshake with nginx alone.
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'proxy', 'tls', 'wait', 'transfer']);
  });

  it('lets the proxy fetch an http URL, and has no TLS phase, because the endpoint has no TLS', async () => {
    const { failure, details, phases } = await check('http', { keyword: 'hello' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, proxy: `localhost:${squid.port}` });
    expect(details).not.toHaveProperty('tls');
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'proxy', 'wait', 'transfer']);
  });

  it('keeps the connection through the proxy open', async () => {
    const first = await check('https', { keepAlive: true });
    const second = await check('https', { keepAlive: true });
    expect(second.failure).toBeNull();
    expect(Object.keys(second.phases)).toEqual(['wait', 'transfer']);
    expect(second.details).toEqual(first.details);
  });

  it.each(['http', 'https'] as const)('reports wrong credentials for an %s server', async (site) => {
    const { failure } = await check(site, { proxyPassword: 'wrong' });
    expect(failure?.message).toContain(
      site === 'https' ? `The proxy localhost:${squid.port} refused the user name and password.` : 'Status 407',
    );
  });

  it('refuses a proxy whose certificate cannot be verified, unless it is trusted', async () => {
    const proxy = `https://localhost:${foreign.port}`;
    const { failure, details } = await check('https', { proxy });
    expect(failure).toMatchObject({
      code: 'proxy.failed',
      phase: 'proxy',
      message: expect.stringMatching(/cannot be reached: .*SELF_SIGNED/u),
    });
    expect(details).not.toHaveProperty('tls');
    expect((await check('https', { proxy, verifyTls: false })).failure).toBeNull();
  });

  it('says that a plain proxy does not speak TLS', async () => {
    const { failure } = await check('https', { proxy: `https://localhost:${nginx.ports.http}` });
    expect(failure).toMatchObject({
      code: 'proxy.failed',
      phase: 'proxy',
      message: expect.stringMatching(/^The proxy localhost:\d+ cannot be reached: .*SSL/u),
    });
  });
});
