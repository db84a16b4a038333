/** A person trusts one certificate of an endpoint. The servers are real, their certificates are made here. */
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const DAY = 86_400_000;
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** An HTTPS server with a new certificate that is signed by itself. */
async function start(options: { readonly name?: string; readonly validDays?: readonly [number, number] } = {}) {
  const { name = 'localhost', validDays = [-1, 1] } = options;
  const [from, to] = validDays.map((days) => Date.now() + days * DAY);
  const pair = createSelfSigned({ name, validFrom: from ?? 0, validTo: to ?? 0 });
  const server = createServer(pair, (_, response) => response.end('ok'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  const check = (more: { readonly trustedCertificates?: readonly string[]; readonly url?: string } = {}) =>
    checkOnce({ kind: 'http', url, family: '4', http2: false, ...more });
  const fingerprintOf = ({ details }: Awaited<ReturnType<typeof check>>) => details.tls?.chain[0]?.fingerprint ?? '';
  return { url, check, fingerprintOf };
}

describe('a trusted certificate', () => {
  it('is accepted without a known authority, and the details say so', async () => {
    const { check, fingerprintOf } = await start();
    const before = await check();
    expect(before.failure?.code).toBe('tls.selfSigned');
    const after = await check({ trustedCertificates: [fingerprintOf(before)] });
    expect(after.failure).toBeNull();
    expect(after.details.tls).toMatchObject({ authorized: false, pinned: true });
  });

  it('is accepted for a host that is not in it', async () => {
    const { check, fingerprintOf } = await start({ name: 'other.example' });
    const before = await check();
    expect(before.failure?.code).toMatch(/^tls\./u);
    expect((await check({ trustedCertificates: [fingerprintOf(before)] })).failure).toBeNull();
  });

  it('does not make any other certificate acceptable', async () => {
    const [one, other] = [await start(), await start()];
    const fingerprint = one.fingerprintOf(await one.check());
    const outcome = await other.check({ trustedCertificates: [fingerprint] });
    expect(outcome.failure?.code).toBe('tls.selfSigned');
    expect(outcome.details.tls?.pinned).toBeUndefined();
  });

  it.each([
    ['tls.expired', [-3, -1]],
    ['tls.notYetValid', [1, 3]],
  ] as const)('still fails with %s', async (code, validDays) => {
    const { check, fingerprintOf } = await start({ validDays });
    const trustedCertificates = [fingerprintOf(await check())];
    expect((await check({ trustedCertificates })).failure).toMatchObject({ code, phase: 'tls' });
  });

  it('may be written as openssl, curl and browsers write it, and is refused when it is no fingerprint', () => {
    const digits = 'ab'.repeat(32);
    const read = (text: string) =>
      parseEndpoint({ kind: 'http', url: 'https://a.example/', trustedCertificates: [text] });
    const colons = digits.toUpperCase().match(/../gu)?.join(':') ?? '';
    for (const written of [digits, colons, colons.toLowerCase(), colons.replaceAll(':', ' '), ` ${digits} `]) {
      const result = read(written);
      expect(result.ok && result.config['trustedCertificates']).toEqual([colons]);
    }
    for (const wrong of ['', 'abc', digits.slice(2), `${digits}ab`, `g${digits.slice(1)}`]) {
      const result = read(wrong);
      expect(result.ok ? null : result.issues[0]?.path).toBe('trustedCertificates[0]');
    }
  });
});
