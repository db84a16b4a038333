import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, TLSSocket, type Server } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Resolver } from '../../kind.ts';
import { openSocket, type ServiceFields } from './open-socket.ts';
import type { Probe } from '../probe/probe.ts';
import { createSelfSigned } from '../tls/self-signed.ts';
import { aProbe } from '../testing/probe.ts';
import { NO_CLIENT_CERTIFICATE } from '../tls/context-options.ts';

const certificate = createSelfSigned({ name: 'localhost', validFrom: 0, validTo: Date.now() + 86_400_000 });
const { fingerprint256 } = new X509Certificate(certificate.cert);

let server: Server;
let offered: (readonly string[])[];
let probe: Probe;
const resolve = vi.fn<Resolver['resolve']>(async () => [{ address: '127.0.0.1', family: 4 }]);

beforeEach(async () => {
  offered = [];
  const ALPNCallback = ({ protocols }: { protocols: string[] }) => {
    offered.push(protocols);
    return protocols.at(-1);
  };
  server = createServer({ ...certificate, ALPNCallback }, (socket) => socket.on('error', () => undefined));
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  resolve.mockClear();
  probe = aProbe({ resolver: { resolve } });
});
afterEach(() => void server.close());

/** Opens a connection and returns what the socket is. */
async function opened(fields: Partial<ServiceFields>, alpn?: readonly string[]) {
  const { port } = server.address() as AddressInfo;
  const all = { host: 'localhost', port, family: 'any', verifyTls: true, trustedCertificates: [], ...fields } as const;
  const socket = await openSocket(probe, { tls: 'on', ...all }, alpn);
  const found = { isEncrypted: socket instanceof TLSSocket, alpn: probe.details.tls?.alpn };
  socket.destroy();
  return found;
}

it.each(['off', 'starttls'] as const)('connects in clear (%s)', async (tls) => {
  expect(await opened({ tls })).toEqual({ isEncrypted: false, alpn: undefined });
  expect(Object.keys(probe.watch.stop().phases)).toEqual(['dns', 'connect']);
});

it('encrypts at the start, and offers no protocol unless it is told to', async () => {
  expect(await opened({ verifyTls: false })).toEqual({ isEncrypted: true, alpn: '' });
  expect(await opened({ verifyTls: false }, ['one', 'two'])).toEqual({ isEncrypted: true, alpn: 'two' });
  expect(offered).toEqual([['one', 'two']]);
  expect(Object.keys(probe.watch.stop().phases)).toEqual(['dns', 'connect', 'tls']);
});

it('verifies the certificate, unless a person trusts it', async () => {
  await expect(opened({})).rejects.toMatchObject({ failure: { code: 'tls.selfSigned' } });
  expect(await opened({ trustedCertificates: ['other', fingerprint256] })).toMatchObject({ isEncrypted: true });
  expect(probe.details.tls).toMatchObject({ authorized: false, pinned: true });
  await expect(opened({ trustedCertificates: ['other'] })).rejects.toMatchObject({
    failure: { code: 'tls.selfSigned' },
  });
});

describe('the TLS of an endpoint of its own', () => {
  const clientTls = {
    caCertificates: '',
    ...NO_CLIENT_CERTIFICATE,
    tlsMin: '1.2',
    tlsMax: '1.3',
    serverName: '',
  } as const;

  it('has authorities, and a name to ask for', async () => {
    const own = { ...clientTls, caCertificates: certificate.cert };
    expect(await opened({ clientTls: own })).toEqual({ isEncrypted: true, alpn: '' });
    expect(probe.details.tls).toMatchObject({ authorized: true });
    const named = { ...own, serverName: 'other.example' };
    await expect(opened({ clientTls: named })).rejects.toMatchObject({
      failure: { code: 'tls.wrongHost', params: { host: 'other.example', names: ['localhost'] } },
    });
    expect(await opened({ host: 'alias.example', clientTls: { ...own, serverName: 'localhost' } })).toMatchObject({
      isEncrypted: true,
    });
  });

  it('that does not work fails, and closes the connection', async () => {
    const wrong = { ...clientTls, clientPkcs12: Buffer.from('no such thing').toString('base64') };
    await expect(opened({ clientTls: wrong })).rejects.toMatchObject({ failure: { code: 'tls.clientCertificate' } });
    await expect.poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
  });
});

it('looks for the chosen kind of address', async () => {
  for (const family of ['any', '4', '6'] as const) await opened({ tls: 'off', family });
  expect(resolve.mock.calls.map(([host, family]) => [host, family])).toEqual([
    ['localhost', 0],
    ['localhost', 4],
    ['localhost', 6],
  ]);
});
