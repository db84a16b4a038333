import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  certificates,
  OPENSSL_PACKAGES,
  type CertificateFiles,
  type Certificates,
} from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { loopClock } from '../../../base/loop-clock.ts';
import { createSelfSigned } from './self-signed.ts';
import { aProbe } from '../testing/probe.ts';
import { startTls, type TlsOptions } from './tls.ts';

const { skip, reason } = available(OPENSSL_PACKAGES);

const OPTIONS: TlsOptions = { host: 'localhost', alpn: ['http/1.1'], verify: true, trusted: [] };

const DAY_MS = 86_400_000;

it('looks at the clock when the tickets of a session come, so that it is exact for the answer', async () => {
  const [validFrom, validTo] = [Date.now() - DAY_MS, Date.now() + DAY_MS];
  const certificate = createSelfSigned({ name: 'localhost', validFrom, validTo });
  const server = tls.createServer(certificate).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  await once(socket, 'connect');
  const secured = await startTls(aProbe(), socket, { ...OPTIONS, verify: false });
  const look = vi.spyOn(loopClock, 'look');
  await expect.poll(() => look.mock.calls.length).toBeGreaterThan(0);
  secured.destroy();
  server.close();
});

describe('a certificate that a person trusts', () => {
  const now = Date.now();
  // To the second, as certificates have it.
  const next = Math.ceil(now / 1000) * 1000 + 30 * DAY_MS;
  const last = Math.floor(now / 1000) * 1000 - 30 * DAY_MS;

  async function handshake(
    validFrom: number,
    validTo: number,
    options: Partial<TlsOptions> = {},
    optionsFor: (certificate: string) => Partial<TlsOptions> = () => ({}),
  ) {
    const certificate = createSelfSigned({ name: 'localhost', validFrom, validTo });
    const { fingerprint256 } = new X509Certificate(certificate.cert);
    const server = tls
      .createServer(certificate, (socket) => socket.on('error', () => undefined))
      .listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    await once(server, 'listening');
    const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    await once(socket, 'connect');
    const probe = aProbe();
    try {
      const secured = await startTls(probe, socket, {
        ...OPTIONS,
        trusted: ['other', fingerprint256],
        ...options,
        ...optionsFor(certificate.cert),
      });
      secured.destroy();
      return { details: probe.details.tls, failure: null };
    } catch (error) {
      return { details: probe.details.tls, failure: error instanceof FailureError ? error.failure : error };
    } finally {
      server.close();
    }
  }

  it('is accepted although its authority is unknown', async () => {
    const { details, failure } = await handshake(last, next);
    expect(failure).toBeNull();
    expect(details).toMatchObject({ authorized: false, pinned: true });
    const unknown = await handshake(last, next, { trusted: ['other'] });
    expect(unknown.failure).toMatchObject({ code: 'tls.selfSigned' });
    expect(unknown.failure).not.toHaveProperty('params.subject');
    expect(unknown.details).not.toHaveProperty('pinned');
  });

  it('is accepted in its first and in its last moment', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const at of [last, next]) {
      vi.setSystemTime(at);
      expect((await handshake(last, next)).failure).toBeNull();
    }
    vi.useRealTimers();
  });

  it('is not verified again when a session is resumed', async () => {
    const certificate = createSelfSigned({ name: 'localhost', validFrom: last, validTo: next });
    const server = tls.createServer({ ...certificate, maxVersion: 'TLSv1.2' }, (socket) =>
      socket.on('error', () => {}),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const start = async (options: Partial<TlsOptions>) => {
      const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
      await once(socket, 'connect');
      return startTls(aProbe(), socket, { ...OPTIONS, ...options });
    };
    const first = await start({ verify: false });
    const session = first.getSession();
    first.destroy();
    const second = await start(session === undefined ? {} : { session });
    expect(second.isSessionReused()).toBe(true);
    second.destroy();
    await expect(start({})).rejects.toMatchObject({ failure: { code: 'tls.selfSigned' } });
    server.close();
  });

  it('needs no trust where its authority is one that is given for the check', async () => {
    const { details, failure } = await handshake(last, next, { trusted: [] }, (ca) => ({
      context: tls.createSecureContext({ ca }),
    }));
    expect([failure, details?.authorized]).toEqual([null, true]);
  });

  it('is refused after its time, and before, whether a person trusts it or not', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const [now, code] of [
      [last - 1, 'tls.notYetValid'],
      [next + 1, 'tls.expired'],
    ] as const) {
      vi.setSystemTime(now);
      expect((await handshake(last, next)).failure).toMatchObject({ code, phase: 'tls' });
    }
    vi.useRealTimers();
    expect((await handshake(0, last)).failure).toEqual({
      code: 'tls.expired',
      params: { expiredOn: last },
      phase: 'tls',
    });
    expect((await handshake(next, next + DAY_MS)).failure).toEqual({
      code: 'tls.notYetValid',
      params: { validOn: next },
      phase: 'tls',
    });
    expect((await handshake(0, last, { verify: false })).failure).toBeNull();
  });
});

describe.skipIf(skip)(`startTls${reason}`, () => {
  let files: Certificates;
  let server: tls.Server | undefined;
  let names: (string | false | null)[];

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
  });
  afterAll(() => files.dispose());
  afterEach(() => {
    server?.close();
    server = undefined;
  });

  async function serve(which: CertificateFiles, options: tls.TlsOptions = {}): Promise<number> {
    const [cert, key] = await Promise.all([readFile(which.certificate), readFile(which.key)]);
    names = [];
    server = tls.createServer({ cert, key, ALPNProtocols: ['http/1.1'], ...options }, (socket) => {
      names.push(socket.servername);
      socket.on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function plain(port: number): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return socket;
  }

  /** Of a handshake that is refused. */
  async function refusal(which: CertificateFiles, options: Partial<TlsOptions> = {}) {
    const socket = await plain(await serve(which));
    const probe = aProbe();
    const error: unknown = await startTls(probe, socket, { ...OPTIONS, ...options }).catch((thrown: unknown) => thrown);
    if (!(error instanceof FailureError)) throw error;
    return { failure: error.failure, socket, details: probe.details.tls, phases: probe.watch.stop().phases };
  }

  it('shakes hands and notes what it saw', async () => {
    const socket = await plain(await serve(files.good));
    const probe = aProbe();
    const secured = await startTls(probe, socket, OPTIONS);
    expect(probe.details.tls).toMatchObject({ protocol: 'TLSv1.3', alpn: 'http/1.1', authorized: true });
    expect(probe.details.tls?.cipher).toMatch(/^TLS_/u);
    expect(probe.details.tls?.chain.map(({ subject }) => subject)).toEqual(['CN=good', 'CN=Intermediate', 'CN=Root']);
    expect(Object.keys(probe.watch.stop().phases)).toEqual(['tls']);
    expect([secured.listenerCount('secureConnect'), secured.destroyed]).toEqual([0, false]);
    secured.destroy();
  });

  it('names the host to the server, without a dot at the end, unless it is an address', async () => {
    const port = await serve(files.good);
    for (const [index, host] of ['localhost', 'localhost.', '127.0.0.1'].entries()) {
      const secured = await startTls(aProbe(), await plain(port), { ...OPTIONS, host });
      await expect.poll(() => names.length).toBe(index + 1);
      secured.destroy();
    }
    expect(names).toEqual(['localhost', 'localhost', false]);
  });

  it.each([
    ['expired', 'tls.expired', { expiredOn: Date.UTC(2020, 0, 2) }],
    ['expiredAuthority', 'tls.expired', { expiredOn: Date.UTC(2020, 0, 3) }],
    ['notYetValid', 'tls.notYetValid', { validOn: Date.UTC(2049, 0, 1) }],
    ['wrongHost', 'tls.wrongHost', { host: 'localhost', names: ['other.example'] }],
    ['selfSigned', 'tls.selfSigned', undefined],
    ['foreignRoot', 'tls.selfSigned', { subject: 'CN=Stranger' }],
    ['incomplete', 'tls.unknownAuthority', { issuer: 'CN=Intermediate' }],
  ] as const)('refuses a certificate that is %s', async (which, code, params) => {
    const { failure, socket, details, phases } = await refusal(files[which]);
    expect(failure).toMatchObject({ code, phase: 'tls' });
    if (params !== undefined) expect(failure.params).toMatchObject(params);
    expect(details).toMatchObject({ authorized: false });
    expect(details?.chain.length).toBeGreaterThan(0);
    expect(Object.keys(phases)).toEqual(['tls']);
    expect(socket.destroyed).toBe(true);
  });

  it('names five names of a certificate at most, without what they are', async () => {
    const { failure } = await refusal(files.quoting);
    expect(failure.params?.['names']).toEqual(['EMFILE.attacker.example', 'ENOMEM', 'EADDRNOTAVAIL.attacker.example']);
    expect(failure.raw).toMatch(/altnames/u);
  });

  it.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'accepts it when told to, and says what it is (%s)',
    async (which) => {
      const probe = aProbe();
      const secured = await startTls(probe, await plain(await serve(files[which])), { ...OPTIONS, verify: false });
      expect(probe.details.tls?.authorized).toBe(false);
      expect(secured.destroyed).toBe(false);
      secured.destroy();
    },
  );

  it('says when the other side closes in the middle of the handshake', async () => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.destroy()));
    const socket = await plain(raw.port);
    await expect(startTls(aProbe(), socket, OPTIONS)).rejects.toMatchObject({
      failure: { code: 'connection.reset', params: { reason: 'handshake' }, phase: 'tls' },
    });
    expect(socket.destroyed).toBe(true);
    await raw.dispose();
  });

  it('passes on what OpenSSL says about other servers', async () => {
    const raw = await startRaw((socket) => socket.write('HTTP/1.1 400 Bad Request\\r\\n\\r\\n'));
    const socket = await plain(raw.port);
    await expect(startTls(aProbe(), socket, OPTIONS)).rejects.toMatchObject({
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    });
    expect(socket.destroyed).toBe(true);
    await raw.dispose();
  });

  it('accepts no TLS version before 1.2', async () => {
    const port = await serve(files.good, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    await expect(startTls(aProbe(), await plain(port), OPTIONS)).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_SSL_/u),
    });
  });

  it('ends at once when aborted, and closes the connection', async () => {
    const raw = await startRaw(() => undefined);
    const stop = new AbortController();
    const socket = await plain(raw.port);
    const starting = startTls(aProbe({ signal: stop.signal }), socket, OPTIONS);
    const why = new Error('not wanted');
    stop.abort(why);
    await expect(starting).rejects.toBe(why);
    expect(socket.destroyed).toBe(true);
    await raw.untilAllClosed();
    await raw.dispose();
  });
});
