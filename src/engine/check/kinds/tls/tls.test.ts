/** The kind against openssl, nginx, and servers of every protocol with STARTTLS. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  certificates,
  OPENSSL,
  OPENSSL_PACKAGES,
  type CertificateFiles,
  type Certificates,
} from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available, freePorts, startProgram, type Disposable } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import {
  MYSQL_GREETING,
  SCRIPTED_PROTOCOLS,
  startStartTls,
  type ScriptedProtocol,
} from '../../../../../test/servers/starttls.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { judge } from '../../../verdict/judge.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { parseTarget } from '../../registry.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES });
const DAY_MS = 86_400_000;

describe.skipIf(skip)(`tls${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;
  const started: Disposable[] = [];

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    nginx = await startNginx(files);
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await one.dispose();
  });
  afterAll(async () => {
    await nginx?.dispose();
    await files?.dispose();
  });

  const keep = <T extends Disposable>(server: T): T => {
    started.push(server);
    return server;
  };

  function check(port: number, fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'tls', host: 'localhost', port, ...fields });
  }

  async function openssl(site: CertificateFiles, ...args: readonly string[]): Promise<number> {
    const [port = 0] = await freePorts(1);
    const server = [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      site.certificate,
      '-cert_chain',
      site.certificate,
    ];
    keep(await startProgram(OPENSSL, [...server, '-key', site.key, '-quiet', ...args], [port]));
    return port;
  }

  it('shows the chain of openssl s_server, and how long it is still valid', async () => {
    const { failure, warning, phases, details, metrics, observed } = await check(await openssl(files.good));
    expect({ failure, warning }).toEqual({ failure: null, warning: undefined });
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls']);
    const daysLeft = (Date.UTC(2048, 11, 31, 23, 59, 59) - Date.now()) / DAY_MS;
    expect(metrics['daysLeft']).toBeCloseTo(daysLeft, 0);
    expect(metrics['chainDaysLeft']).toBe(metrics['daysLeft']);
    expect(details).toMatchObject({ issuer: 'CN=Intermediate', tls: { protocol: 'TLSv1.3', authorized: true } });
    expect(observed).toMatchObject({
      ISSUER: 'CN=Intermediate',
      SUBJECT: 'CN=good',
      NAMES: ['localhost', '*.localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
      CHAIN: [{ subject: 'CN=good' }, { subject: 'CN=Intermediate', issuer: 'CN=Root' }, { subject: 'CN=Root' }],
    });
  });

  it('says which version of TLS the server chose', async () => {
    const { observed, details } = await check(await openssl(files.good, '-tls1_2'));
    expect(details.tls?.protocol).toBe('TLSv1.2');
    expect(observed).toMatchObject({ CIPHER: expect.stringMatching(/^TLS_ECDHE_/u) });
  });

  it('is degraded before the certificate expires, and fails nearer to it', async () => {
    const port = nginx.ports.https ?? 0;
    const warned = await check(port, { warnBefore: '36500d' });
    expect(warned.failure).toBeNull();
    expect(warned.warning).toMatchObject({
      code: 'tls.expiresSoon',
      params: { expiresOn: Date.UTC(2048, 11, 31, 23, 59, 59), limitMs: 36_500 * DAY_MS },
    });
    expect(judge(warned, { degradedAbove: null })).toBe('degraded');
    const failed = await check(port, { warnBefore: '36500d', failBefore: '36500d' });
    expect(failed.failure?.message).toBe('The certificate expires on Dec 31, 2048, in less than 36500 d.');
    expect(failed.warning).toBeUndefined();
    expect((await check(port, { warnBefore: null })).warning).toBeUndefined();
  });

  it.each([
    ['expired', 'tls.expired'],
    ['notYetValid', 'tls.notYetValid'],
    ['wrongHost', 'tls.wrongHost'],
    ['selfSigned', 'tls.selfSigned'],
    ['foreignRoot', 'tls.selfSigned'],
    ['incomplete', 'tls.unknownAuthority'],
  ] as const)('refuses nginx with the certificate %s, but still shows it', async (site, code) => {
    const { failure, observed, metrics } = await check(nginx.ports[site] ?? 0);
    expect(failure).toMatchObject({ code, phase: 'tls' });
    expect(observed).toHaveProperty('SUBJECT', `CN=${site === 'incomplete' ? 'good' : site}`);
    expect(metrics).toHaveProperty('daysLeft');
  });

  it('fails for a certificate that has expired or will, also if it does not verify it', async () => {
    const unverified = { verifyTls: false } as const;
    expect((await check(nginx.ports.expired ?? 0, unverified)).warning).toMatchObject({ code: 'tls.expiresSoon' });
    expect((await check(nginx.ports.expired ?? 0, { ...unverified, failBefore: '1d' })).failure?.code).toBe(
      'tls.expiresSoon',
    );
    expect((await check(nginx.ports.selfSigned ?? 0, unverified)).failure).toBeNull();
  });

  it('asks for a name other than that of the host', async () => {
    const port = nginx.ports.wrongHost ?? 0;
    expect((await check(port, { serverName: 'other.example' })).failure).toBeNull();
    expect((await check(port, { serverName: 'third.example' })).failure).toMatchObject({
      code: 'tls.wrongHost',
      params: { host: 'third.example' },
    });
  });

  it('says that a port does not speak TLS', async () => {
    const { failure } = await check(nginx.ports.http ?? 0);
    expect(failure).toMatchObject({ code: 'tls.handshake', message: 'The server does not speak TLS.' });
  });

  it.each(SCRIPTED_PROTOCOLS)('begins TLS with the command of %s', async (starttls) => {
    const server = keep(await startStartTls(starttls, files.good));
    const { failure, phases, observed } = await check(server.port, { starttls });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'starttls', 'tls']);
    expect(observed).toHaveProperty('SUBJECT', 'CN=good');
    await server.untilAllClosed();
  });

  const withoutTls = Buffer.from(MYSQL_GREETING);
  withoutTls.writeUInt16LE(0xf7fe, withoutTls.indexOf('abcdefgh\0') + 9);
  const ldapRefusal = Buffer.concat([Buffer.from('301502010178100a01010400', 'hex'), Buffer.from('\x04\x09no TLS ok')]);

  it.each<[ScriptedProtocol, string, (socket: Socket) => void, string]>([
    ['smtp', '220 hi\r\n', (socket) => socket.write('250 mail.example\r\n'), 'no STARTTLS in the answer to EHLO'],
    ['smtp', '554 no service\r\n', () => {}, '554 no service'],
    ['imap', '* OK hi\r\n', (socket) => socket.write('a1 BAD no TLS here\r\n'), 'a1 BAD no TLS here'],
    ['imap', '* BYE too busy\r\n', () => {}, '* BYE too busy'],
    ['pop3', '+OK hi\r\n', (socket) => socket.write('-ERR no\r\n'), '-ERR no'],
    ['ftp', '220 hi\r\n', (socket) => socket.write('530 Please login.\r\n'), '530 Please login.'],
    ['postgres', '', (socket) => socket.write('N'), 'the server was built or configured without TLS'],
    ['mysql', withoutTls.toString('latin1'), () => {}, 'the server was started without TLS'],
    ['ldap', '', (socket) => socket.write(ldapRefusal), 'no TLS ok'],
  ])('shows why a server of %s refuses (%j)', async (starttls, greeting, answer, problem) => {
    const server = keep(
      await startRaw((socket) => {
        if (greeting !== '') socket.write(greeting, 'latin1');
        socket.once('data', () => answer(socket));
      }),
    );
    const { failure } = await check(server.port, { starttls });
    expect(failure).toMatchObject({
      code: 'starttls.refused',
      message: `The server does not begin TLS on this connection (${problem}).`,
    });
    await server.untilAllClosed();
  });

  it.each(SCRIPTED_PROTOCOLS)('fails for a server that does not speak %s, or not only it', async (starttls) => {
    const garbage = keep(await startRaw((socket) => socket.write(Buffer.alloc(40_000, '\u00ff\u0000x\n', 'latin1'))));
    expect((await check(garbage.port, { starttls })).failure).toMatchObject({ code: 'protocol.error' });
    const closing = keep(await startRaw((socket) => socket.end()));
    expect((await check(closing.port, { starttls })).failure).toMatchObject({
      code: 'connection.reset',
      phase: 'starttls',
    });
    const silent = keep(await startRaw(() => {}));
    expect((await check(silent.port, { starttls, timeout: '100ms' })).failure).toMatchObject({
      code: 'timeout',
      phase: 'starttls',
    });
  });

  it('does not accept a command that was put before the handshake in clear', async () => {
    const server = keep(
      await startRaw((socket) => {
        socket.write('+OK\r\n');
        socket.once('data', () => socket.write('+OK Begin TLS\r\n-ERR injected\r\n'));
      }),
    );
    const { failure } = await check(server.port, { starttls: 'pop3' });
    expect(failure).toMatchObject({ code: 'protocol.error', raw: expect.stringContaining('unencrypted data') });
  });
});

describe('the target', () => {
  it.each([
    ['tls://www.example.org', { host: 'www.example.org' }, 'tls://www.example.org:443'],
    ['ssl://[2001:db8::7]:8443/', { host: '2001:db8::7', port: 8443 }, 'tls://[2001:db8::7]:8443'],
    ['starttls://mail.example.org:587', { port: 587, starttls: 'smtp' }, 'starttls+smtp://mail.example.org:587'],
    ['starttls://mail.example.org:143', { port: 143, starttls: 'imap' }, 'starttls+imap://mail.example.org:143'],
    ['starttls://mail.example.org', { port: 25, starttls: 'smtp' }, 'starttls+smtp://mail.example.org:25'],
    ['starttls+ldap://dir', { port: 389, starttls: 'ldap' }, 'starttls+ldap://dir:389'],
  ])('reads %s', (text, fields, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'tls', ...fields }, target }]);
  });

  it('refuses a protocol that it does not know', () => {
    expect(parseTarget('starttls+xmpp://host:5222')).toMatchObject([{ problem: { code: 'oneOf', path: 'starttls' } }]);
  });
});
