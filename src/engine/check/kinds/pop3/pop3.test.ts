/** POP3 against Debian's Dovecot, and against servers that break the protocol. */
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { DOVECOT_PACKAGES, startDovecot, type Dovecot } from '../../../../../test/servers/dovecot.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...DOVECOT_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`pop3 against Dovecot${reason}`, () => {
  let files: Certificates;
  let server: Dovecot;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startDovecot(files.good);
    await writeFile(join(server.maildir, 'new', '1'), 'Subject: one\r\n\r\nHello\r\n');
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'pop3', host: '127.0.0.1', port: server.ports.pop3s, ...fields });
  }

  it('reads the greeting and the capabilities over TLS', async () => {
    const { failure, details, phases } = await check();
    expect(failure).toBeNull();
    expect(details['greeting']).toMatch(/^\+OK .*Dovecot/u);
    expect(details['capabilities']).toEqual(expect.arrayContaining(['UIDL', 'USER']));
    expect(Object.keys(phases)).toEqual(['connect', 'tls', 'greeting']);
  });

  it('encrypts by STARTTLS, signs in and counts emails', async () => {
    const fields = { port: server.ports.pop3, tls: 'starttls', username: 'me', password: 'right' };
    const { failure, details, phases, metrics } = await check(fields);
    expect(failure).toBeNull();
    expect(details['tls']).toMatchObject({ authorized: true });
    expect(metrics).toEqual({ messages: 1, size: 23 });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'tls', 'signIn', 'mailbox']);
  });

  it('reports a wrong password, and never shows it', async () => {
    const { failure } = await check({ username: 'me', password: 'hunter2' });
    expect(failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    expect(failure?.message).toMatch(/^The server refused to sign in me \(-ERR \[AUTH\]/u);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });
});

describe('pop3', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Sends the greeting, and then one answer for each command. */
  function answers(...texts: readonly string[]): (socket: Socket) => void {
    return (socket) => {
      const left = [...texts];
      socket.write(left.shift() ?? '');
      socket.on('data', () => socket.write(left.shift() ?? ''));
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'pop3', host: '127.0.0.1', port: server.port, tls: 'off', ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('works without capabilities, which old servers do not report', async () => {
    const talk = answers('+OK hi\r\n', '-ERR what?\r\n', '+OK\r\n', '+OK\r\n', '+OK 2 320\r\n');
    const { failure, metrics } = await checkAgainst(talk, { username: 'me', password: 'x' });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ messages: 2, size: 320 });
  });

  it.each([
    ['is busy', ['-ERR in use\r\n'], {}, 'The server answered CONNECT with an error: -ERR in use'],
    ['does not speak POP3', ['HTTP/1.1 400 Bad Request\r\n'], {}, 'The answer breaks the rules of the protocol.'],
    [
      'offers no STARTTLS',
      ['+OK hi\r\n', '+OK\r\nUSER\r\n.\r\n'],
      { tls: 'starttls' },
      'The server does not begin TLS on this connection (STARTTLS is not among its capabilities).',
    ],
    [
      'refuses STARTTLS',
      ['+OK hi\r\n', '-ERR\r\n', '-ERR no\r\n'],
      { tls: 'starttls' },
      'The server does not begin TLS on this connection (-ERR no).',
    ],
    [
      'lists capabilities without end',
      ['+OK hi\r\n', `+OK\r\n${'X\r\n'.repeat(300)}`],
      {},
      'The answer breaks the rules of the protocol.',
    ],
    [
      'does not count',
      ['+OK hi\r\n', '-ERR\r\n', '+OK\r\n', '+OK\r\n', '+OK lots\r\n'],
      { username: 'me' },
      'The answer breaks the rules of the protocol.',
    ],
  ])('fails for a server that %s', async (_, texts, fields, message) => {
    const { failure } = await checkAgainst(answers(...texts), fields);
    expect(failure?.message).toBe(message);
  });

  it('times out in the current phase', async () => {
    const talk = answers('+OK hi\r\n', '-ERR\r\n');
    const { failure } = await checkAgainst(talk, { username: 'me', timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'signIn' });
  });

  it.each([
    ['pop3s://mail.example.org', { port: 995, tls: 'on' }, 'pop3s://mail.example.org:995'],
    ['pop3://me@mail.example.org', { port: 110, tls: 'starttls', username: 'me' }, 'pop3://mail.example.org:110'],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'pop3', ...endpoint }, target }]);
  });
});
