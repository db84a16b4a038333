import { X509Certificate, createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect, it } from 'vitest';
import { createSelfSigned } from './self-signed.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29, 12, 30, 15);

it('is a certificate as OpenSSL reads it', () => {
  const { key, cert } = createSelfSigned({ name: 'demo.localhost', validFrom: NOW - DAY, validTo: NOW + DAY });
  const certificate = new X509Certificate(cert);
  expect(certificate.subject).toBe('CN=demo.localhost');
  expect(certificate.issuer).toBe('CN=demo.localhost');
  expect(certificate.checkHost('demo.localhost')).toBe('demo.localhost');
  expect(certificate.validFromDate.getTime()).toBe(NOW - DAY);
  expect(certificate.validToDate.getTime()).toBe(NOW + DAY);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
});

it('is another one each time, and may be valid beyond 2049', () => {
  const options = { name: 'a', validFrom: Date.UTC(2000, 0, 1), validTo: Date.UTC(2100, 0, 1) };
  const [one, other] = [createSelfSigned(options), createSelfSigned(options)];
  expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(other.cert).serialNumber);
  expect(new X509Certificate(one.cert).validToDate.getTime()).toBe(Date.UTC(2100, 0, 1));
});

it('is right whatever the length of its name is', () => {
  for (let length = 1; length <= 64; length += 1) {
    const name = 'n'.repeat(length);
    const { cert } = createSelfSigned({ name, validFrom: NOW - DAY, validTo: NOW + DAY });
    const certificate = new X509Certificate(cert);
    expect([certificate.subject, certificate.subjectAltName]).toEqual([`CN=${name}`, `DNS:${name}`]);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  }
});

it('writes years as RFC 5280 asks for', () => {
  const last = Date.UTC(2049, 11, 31, 23, 59, 59);
  const { cert } = createSelfSigned({ name: 'a', validFrom: last, validTo: last + 1_000 });
  const { raw } = new X509Certificate(cert);
  expect(raw.includes(Buffer.from('\x17\x0d491231235959Z'))).toBe(true);
  expect(raw.includes(Buffer.from('\x18\x0f20500101000000Z'))).toBe(true);
});

it('serves TLS', async () => {
  const { key, cert } = createSelfSigned({ name: 'localhost', validFrom: Date.now() - DAY, validTo: Date.now() + DAY });
  const server = createServer({ key, cert }, (socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: cert });
  const [hello] = (await once(socket, 'data')) as [Buffer];
  expect(hello.toString()).toBe('hello');
  expect(socket.authorized).toBe(true);
  socket.destroy();
  server.close();
  await once(server, 'close');
});
