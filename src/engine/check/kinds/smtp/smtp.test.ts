/** SMTP against Debian's aiosmtpd, and against servers that break the protocol. */
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { SMTP_PACKAGES, startSmtp, type SmtpServer } from '../../../../../test/servers/smtp.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...SMTP_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`smtp against aiosmtpd${reason}`, () => {
  let files: Certificates;
  let server: SmtpServer;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startSmtp(files.good);
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'smtp', host: 'localhost', port: server.port, family: '4', ...fields });
  }

  it('reads the greeting and the capabilities, in clear', async () => {
    const { failure, details, phases, observed } = await check({ tls: 'off' });
    expect(failure).toBeNull();
    expect(details['greeting']).toMatch(/Python SMTP/u);
    expect(details['capabilities']).toEqual(expect.arrayContaining(['SIZE 33554432', 'STARTTLS']));
    expect(observed).toEqual({ BODY: details['greeting'], CAPABILITIES: details['capabilities'] });
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'greeting']);
    expect(details['tls']).toBeUndefined();
  });

  it('encrypts by STARTTLS, and asks again what the server can do', async () => {
    const { failure, details, phases } = await check();
    expect(failure).toBeNull();
    expect(details['tls']).toMatchObject({ authorized: true, protocol: 'TLSv1.3' });
    expect(details['capabilities']).toEqual(expect.arrayContaining(['AUTH LOGIN PLAIN']));
    expect(details['capabilities']).not.toContain('STARTTLS');
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'greeting', 'tls']);
  });

  it('sends nothing to a server whose certificate is for another host', async () => {
    const [cert, key] = await Promise.all([readFile(files.wrongHost.certificate), readFile(files.wrongHost.key)]);
    const received: string[] = [];
    const other = tls.createServer({ cert, key }, (socket) => {
      socket.on('error', () => {}).on('data', (data) => received.push(data.toString()));
      socket.write('220 hi\r\n');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { failure } = await check({ port, tls: 'on', username: 'me', password: 'right' });
    await new Promise((resolve) => other.close(resolve));
    expect(failure?.code).toBe('tls.wrongHost');
    expect(received).toEqual([]);
  });

  it('signs in, with TLS from the start', async () => {
    const { failure, phases } = await check({ port: server.tlsPort, tls: 'on', username: 'me', password: 'right' });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'greeting', 'signIn']);
  });

  it('reports a wrong password with the words of the server', async () => {
    const { failure } = await check({ username: 'me', password: 'wrong' });
    expect(failure).toMatchObject({
      code: 'auth.failed',
      phase: 'signIn',
      message: 'The server refused to sign in me (535 5.7.8 Authentication credentials invalid).',
    });
  });

  it('says when the server offers no sign-in, as in clear', async () => {
    const { failure } = await check({ tls: 'off', username: 'me', password: 'right' });
    expect(failure).toMatchObject({
      code: 'auth.unavailable',
      message: 'The server does not offer to sign in on this connection.',
    });
  });

  it('asks for a recipient without sending an email', async () => {
    const { failure, details } = await check({ to: 'me@example.org', from: 'lookout@example.org' });
    expect(failure).toBeNull();
    expect(details['reply']).toBe('250 2.1.5 Recipient accepted');
    expect(await mails()).toEqual([]);
  });

  it('reports a recipient that the server refuses', async () => {
    const { failure } = await check({ to: 'nobody@example.org' });
    expect(failure).toMatchObject({
      code: 'mail.refused',
      message: 'The server answered RCPT TO with an error: 550 5.1.1 No such user here',
    });
  });

  it('sends an email that arrives', async () => {
    const { failure, phases } = await check({ to: 'me@example.org', from: 'lookout@example.org', sendMail: true });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toContain('mail');
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail).toMatch(/^From: <lookout@example\.org>$/mu);
    expect(mail).toMatch(/^Subject: Lookout check$/mu);
    expect(mail).toMatch(/^Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/mu);
  });

  async function mails(): Promise<readonly string[]> {
    const folder = join(server.maildir, 'new');
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  }
});

describe('smtp', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Answers each line of the client with the next of the replies; the first one is the greeting. */
  function replies(...lines: readonly string[]): (socket: Socket) => void {
    return (socket) => {
      const left = [...lines];
      socket.write(left.shift() ?? '');
      socket.on('data', () => socket.write(left.shift() ?? ''));
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'smtp', host: '127.0.0.1', port: server.port, tls: 'off', ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('reports a server that is too busy', async () => {
    const { failure } = await checkAgainst(replies('421 mail.example Too many connections\r\n'));
    expect(failure).toMatchObject({
      code: 'mail.refused',
      message: 'The server answered CONNECT with an error: 421 mail.example Too many connections',
    });
  });

  it('says when STARTTLS is not offered, or refused', async () => {
    const hello = '250 mail.example\r\n';
    const missing = await checkAgainst(replies('220 hi\r\n', hello), { tls: 'starttls' });
    expect(missing.failure?.message).toBe(
      'The server does not begin TLS on this connection (STARTTLS is not among its capabilities).',
    );
    await server?.dispose();
    const refused = await checkAgainst(replies('220 hi\r\n', '250-hi\r\n250 STARTTLS\r\n', '454 Not now\r\n'), {
      tls: 'starttls',
    });
    expect(refused.failure?.message).toBe('The server does not begin TLS on this connection (454 Not now).');
  });

  it('refuses data in clear after STARTTLS, which an attacker could have inserted', async () => {
    const answers = replies('220 hi\r\n', '250-hi\r\n250 STARTTLS\r\n', '220 Go\r\n250 AUTH PLAIN\r\n');
    const { failure } = await checkAgainst(answers, { tls: 'starttls' });
    expect(failure).toMatchObject({ code: 'protocol.error', raw: expect.stringMatching(/unencrypted data/iu) });
  });

  it.each(['AUTH LOGIN', 'AUTH=LOGIN', 'AUTH CRAM-MD5'])('signs in by %s', async (offer) => {
    const sent: string[] = [];
    const challenge = Buffer.from('<1@a>').toString('base64');
    const answers = ['220 hi\r\n', `250-hi\r\n250 ${offer}\r\n`, `334 ${challenge}\r\n`];
    if (offer.endsWith('LOGIN')) answers.push('334 UGFzc3dvcmQ6\r\n');
    const talk = replies(...answers, '235 Welcome\r\n');
    const { failure } = await checkAgainst(
      (socket) => {
        socket.on('data', (data: Buffer) => sent.push(data.toString()));
        talk(socket);
      },
      { username: 'me', password: 'secret' },
    );
    expect(failure).toBeNull();
    const decoded = sent.slice(2).map((line) => Buffer.from(line, 'base64').toString());
    // The digest is HMAC-MD5 of "<1@a>" with the key "secret".
    const expected = offer.endsWith('LOGIN') ? ['me', 'secret'] : [expect.stringMatching(/^me [0-9a-f]{32}$/u)];
    expect(decoded.slice(0, expected.length)).toEqual(expected);
  });

  it('names the ways to sign in that it does not support', async () => {
    const { failure } = await checkAgainst(replies('220 hi\r\n', '250-hi\r\n250 AUTH GSSAPI NTLM\r\n'), {
      username: 'me',
    });
    expect(failure?.message).toBe('The server offers no way to sign in that Lookout supports, only GSSAPI, NTLM.');
  });

  it.each([
    ['what is not SMTP', 'HTTP/1.1 400 Bad Request\r\n', 'protocol.error'],
    ['an endless reply', '220-hello\r\n'.repeat(300), 'protocol.error'],
    ['an endless line', 'x'.repeat(20_000), 'protocol.error'],
  ])('fails for %s', async (_, greeting, code) => {
    const { failure } = await checkAgainst((socket) => socket.write(greeting));
    expect(failure).toMatchObject({ code, phase: 'greeting' });
  });

  it('reports a connection that ends before, in and after the greeting', async () => {
    const before = await checkAgainst((socket) => socket.end());
    expect(before.failure?.message).toBe('The server closed the connection without an answer.');
    await server?.dispose();
    const within = await checkAgainst((socket) => socket.end('220-hi\r\n'));
    expect(within.failure).toMatchObject({ code: 'connection.reset', params: { reason: 'closed' } });
    await server?.dispose();
    const after = await checkAgainst((socket) => {
      socket.write('220 hi\r\n');
      socket.on('data', () => socket.end());
    });
    expect(after.failure).toMatchObject({ code: 'connection.reset', phase: 'greeting' });
    expect(after.details['greeting']).toBe('hi');
  });

  it('times out in the current phase', async () => {
    const { failure } = await checkAgainst(replies('220 hi\r\n', '250-hi\r\n250 AUTH PLAIN\r\n'), {
      username: 'me',
      timeout: '150ms',
    });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'signIn' });
  });

  it.each([
    ['smtp://mail.example.org', { port: 25, tls: 'starttls' }, 'smtp://mail.example.org:25'],
    ['SMTPS://mail.example.org', { port: 465, tls: 'on' }, 'smtps://mail.example.org:465'],
    [
      'submission://me%40a:p%3Aw@mail.example.org',
      { port: 587, tls: 'starttls', username: 'me@a', password: 'p:w' },
      'smtp://mail.example.org:587',
    ],
    ['smtp://[2001:db8::7]:2525/', { host: '2001:db8::7', port: 2525 }, 'smtp://[2001:db8::7]:2525'],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'smtp', ...endpoint }, target }]);
  });

  it.each(['me', 'a b@c', 'me@a>\r\nRCPT TO:<x@y', '<me@a>', 'mé@a.example'])('refuses the address %j', async (to) => {
    await expect(checkOnce({ kind: 'smtp', host: 'a.example', to })).rejects.toThrow(
      'Recipient must be an email address in ASCII',
    );
  });
});
