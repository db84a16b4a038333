/** What an HTTP endpoint can choose about TLS and the way to the server, against Debian's nginx. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { startDns } from '../../../../../test/servers/dns.ts';
import { NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available } from '../../../../../test/servers/process.ts';
import { answering, startRaw } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES });

function problems(fields: Omit<EndpointInput, 'kind'>): readonly string[] {
  const parsed = parseEndpoint({ kind: 'http', url: 'https://example.org/', ...fields });
  return parsed.ok ? [] : parsed.issues.map((issue) => texts.issueInFull(issue));
}

describe.skipIf(skip)(`TLS and the way to the server${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;
  let certificate: string;
  let key: string;

  beforeAll(async () => {
    files = await certificates();
    nginx = await startNginx(files);
    [certificate = '', key = ''] = await Promise.all(
      [files.good.certificate, files.good.key].map((file) => readFile(file, 'utf8')),
    );
  });

  afterAll(async () => {
    await nginx?.dispose();
    await files?.dispose();
  });

  /** Only the endpoint itself trusts the authority. */
  function check(site: keyof Nginx['ports'], path: string, fields: Omit<EndpointInput, 'kind'> = {}) {
    const url = `${site === 'http' || site === 'h2c' ? 'http' : 'https'}://localhost:${nginx.ports[site]}${path}`;
    return checkOnce({ kind: 'http', url, caCertificates: files.authority, ...fields });
  }

  it('trusts its own authorities', async () => {
    expect((await check('https', '/', { caCertificates: '' })).failure?.code).toMatch(/^tls\./u);
    const { failure, details } = await check('https', '/');
    expect(failure).toBeNull();
    expect(details.tls?.authorized).toBe(true);
    // It does not make certificates of other authorities trusted.
    expect((await check('foreignRoot', '/')).failure?.code).toBe('tls.selfSigned');
  });

  describe('a client certificate', () => {
    const forms = {
      'in PEM format': () => ({ clientCertificate: certificate, clientKey: key }),
      // A one-line input removes the line breaks.
      'in PEM format without line breaks': () => ({
        clientCertificate: certificate.replaceAll('\n', ''),
        clientKey: key.replaceAll('\n', ''),
      }),
      'with a passphrase': () => ({
        clientCertificate: certificate,
        clientKey: files.protected.key.replaceAll('\n', ''),
        clientPassphrase: files.protected.passphrase,
      }),
      'as PKCS#12': () => ({
        clientPkcs12: files.protected.pkcs12,
        clientPassphrase: files.protected.passphrase,
      }),
    };

    it.each(Object.entries(forms))('is shown to the server %s', async (_, fields) => {
      const { failure } = await check('clientCertificate', '/connection', { ...fields(), keyword: '|SUCCESS|' });
      expect(failure).toBeNull();
    });

    it('is not shown to the server of another origin', async () => {
      const target = `https://localhost:${nginx.ports.clientCertificate}/connection`;
      const server = await startRaw(
        answering(`HTTP/1.1 302 Found\r\nLocation: ${target}\r\nContent-Length: 0\r\n\r\n`),
      );
      const fields = { ...forms['in PEM format'](), caCertificates: files.authority, acceptedStatus: '400' };
      const { failure, details } = await checkOnce({
        kind: 'http',
        url: `http://localhost:${server.port}/`,
        ...fields,
      });
      await server.dispose();
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 400, redirects: [{ url: target }] });
    });

    it('is refused where its parts do not belong together', () => {
      const other = { ...forms['with a passphrase'](), clientPassphrase: 'wrong' };
      expect(problems(other)).toEqual([
        expect.stringMatching(/^Client key cannot be used with .*(?:decrypt|interrupted)/u),
      ]);
      expect(problems({ clientCertificate: certificate })).toEqual(['Client key is required.']);
      expect(problems({ clientKey: key })).toEqual(['Client certificate is required.']);
      expect(problems({ clientCertificate: 'MIIB', clientKey: '-----BEGIN X-----' })).toEqual([
        expect.stringMatching(/^Client certificate must be certificates in PEM format/u),
        expect.stringMatching(/^Client key must be a private key in PEM format/u),
      ]);
      expect(problems({ clientPkcs12: files.protected.pkcs12 })).toEqual([
        expect.stringMatching(/^Client certificate as PKCS#12 cannot be used with /u),
      ]);
    });

    it('does not show the key in an issue', () => {
      const parsed = parseEndpoint({ kind: 'http', url: 'https://example.org/', clientKey: `${key.slice(0, 90)}.` });
      expect(JSON.stringify(parsed)).not.toContain(key.slice(30, 80));
    });
  });

  it.each([
    ['1.2', '1.2', 'TLSv1.2|'],
    ['1.3', '1.3', 'TLSv1.3|'],
    ['1.0', '1.2', 'TLSv1.2|'],
  ])('uses TLS %s to %s', async (tlsMin, tlsMax, keyword) => {
    expect((await check('https', '/connection', { tlsMin, tlsMax, keyword })).failure).toBeNull();
  });

  it('reports that the server has no such version', async () => {
    const { failure } = await check('https', '/', { tlsMin: '1.0', tlsMax: '1.1' });
    expect(failure).toMatchObject({ code: 'tls.handshake', params: { reason: 'version' } });
    expect(problems({ tlsMin: '1.3', tlsMax: '1.2' })).toEqual([
      expect.stringMatching(/^Highest TLS version must not be below the lowest TLS version\./u),
    ]);
  });

  it('asks for another server name, and expects it in the certificate', async () => {
    const fields = { serverName: 'other.example', keyword: '|other.example|' };
    expect((await check('wrongHost', '/connection', fields)).failure).toBeNull();
    expect((await check('https', '/', { serverName: 'example.org' })).failure?.code).toBe('tls.wrongHost');
  });

  it('requires HTTP/2', async () => {
    const required = { requireHttp2: true };
    expect((await check('https', '/', required)).details.httpVersion).toBe('2');
    expect((await check('https1', '/', required)).failure).toMatchObject({
      code: expect.stringMatching(/^(?:http\.noHttp2|tls\.handshake)$/u),
    });
    const plain = await check('h2c', '/', { ...required, keyword: 'hello' });
    expect(plain.failure).toBeNull();
    expect(plain.details.httpVersion).toBe('2');
    expect((await check('http', '/', required)).failure?.code).toMatch(/^(?:protocol\.error|connection\.reset)$/u);
    expect(problems({ requireHttp2: true, http2: false })).toEqual([
      expect.stringMatching(/^Require HTTP\/2 must be off while HTTP\/2 is off\./u),
    ]);
  });

  it('connects to a given address, from a given address', async () => {
    const { port } = new URL(`http://localhost:${nginx.ports.http}`);
    const fields = { resolveTo: '127.0.0.1', sourceAddress: '127.0.0.9', keyword: '|127.0.0.9|missing.invalid' };
    const { failure, phases } = await checkOnce({
      kind: 'http',
      url: `http://missing.invalid:${port}/connection`,
      ...fields,
    });
    expect(failure).toBeNull();
    expect(phases).not.toHaveProperty('dns');
    const foreign = await check('http', '/', { sourceAddress: '192.0.2.7' });
    expect(foreign.failure).toMatchObject({
      code: 'local.sourceAddress',
      message: 'This machine does not have the address 192.0.2.7, which is the source address of this endpoint.',
    });
  });

  it('asks its own DNS server, even for names in the hosts file', async () => {
    const dns = await startDns((type) => (type === 'A' ? ['127.0.0.1'] : []));
    const { failure, phases } = await checkOnce({
      kind: 'http',
      url: `http://shop.example:${nginx.ports.http}/`,
      resolver: `127.0.0.1:${dns.port}`,
    });
    await dns.dispose();
    expect(failure).toBeNull();
    expect(phases).toHaveProperty('dns');
  });

  it.each([
    [{ resolver: 'dns.example.org' }, 'DNS server must be the IP address of a DNS server'],
    [{ resolver: '192.0.2.1:70000' }, 'DNS server must be'],
    [{ resolveTo: 'example.org' }, 'Connect to address must be an IP address'],
    [{ sourceAddress: 'eth0' }, 'Source address must be an IP address'],
    [{ proxy: 'ftp://proxy' }, 'Proxy must be a URL such as http://proxy.example.org:3128'],
    [{ proxy: 'http://me:pw@proxy:3128' }, 'Proxy must be a URL'],
    [{ noProxy: ['10.0.0.0/33'] }, 'must be a list with at most 100 hosts, domains and networks'],
    [{ proxyHeaders: { 'X-A': 'a\nb' } }, 'must be text with at most'],
    [{ clientPkcs12: 'not base64!' }, 'Client certificate as PKCS#12 must be the content of a PKCS#12 file'],
    [{ serverName: 'a b' }, 'Server name (SNI) must be a host name'],
  ])('refuses %j', (fields, message) => {
    expect(problems(fields)).toEqual([expect.stringContaining(message)]);
  });
});
