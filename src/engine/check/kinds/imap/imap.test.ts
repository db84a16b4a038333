/** IMAP against Debian's Dovecot, and against servers that break the protocol. */
import type { Socket } from 'node:net';
import { writeFile } from 'node:fs/promises';
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

describe.skipIf(skip)(`imap against Dovecot${reason}`, () => {
  let files: Certificates;
  let server: Dovecot;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startDovecot(files.good);
    await writeFile(join(server.maildir, 'new', '1'), 'Subject: one\r\n\r\nHello\r\n');
    await writeFile(join(server.maildir, 'cur', '2:2,S'), 'Subject: two\r\n\r\nHello\r\n');
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'imap', host: '127.0.0.1', port: server.ports.imaps, ...fields });
  }

  it('reads the greeting and the capabilities over TLS', async () => {
    const { failure, details, phases, observed } = await check();
    expect(failure).toBeNull();
    expect(details['greeting']).toContain('Dovecot');
    expect(details['capabilities']).toEqual(expect.arrayContaining(['IMAP4REV1', 'AUTH=PLAIN']));
    expect(observed).toEqual({ BODY: details['greeting'], CAPABILITIES: details['capabilities'] });
    expect(Object.keys(phases)).toEqual(['connect', 'tls', 'greeting']);
  });

  it('encrypts by STARTTLS, signs in and counts emails', async () => {
    const fields = { port: server.ports.imap, tls: 'starttls', username: 'me', password: 'right' };
    const { failure, details, phases, metrics } = await check(fields);
    expect(failure).toBeNull();
    expect(details['tls']).toMatchObject({ authorized: true });
    expect(metrics).toEqual({ messages: 2, unseen: 1 });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'tls', 'signIn', 'mailbox']);
  });

  it('reports a wrong password, and never shows it', async () => {
    const { failure } = await check({ username: 'me', password: 'hunter2' });
    expect(failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    expect(failure?.message).toMatch(/^The server refused to sign in me \(\[AUTHENTICATIONFAILED\]/u);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });

  it('reports a mailbox that does not exist', async () => {
    const { failure } = await check({ username: 'me', password: 'right', mailbox: 'Entwürfe' });
    expect(failure).toMatchObject({ code: 'mail.refused', params: { command: 'STATUS' } });
  });
});

describe('imap', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Answers each command with a text in which `$` is the tag of the command. */
  function answers(...texts: readonly string[]): (socket: Socket) => void {
    return (socket) => {
      const left = [...texts];
      socket.write('* OK ready\r\n');
      socket.on('data', (chunk: Buffer) => {
        const tag = /^a\d+/u.exec(chunk.toString('latin1'))?.[0] ?? '';
        socket.write((left.shift() ?? '').replaceAll('$', tag));
      });
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'imap', host: '127.0.0.1', port: server.port, tls: 'off', ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('signs in by LOGIN where nothing else is offered, with quotes and backslashes in the password', async () => {
    const sent: string[] = [];
    const talk = answers(
      '* CAPABILITY IMAP4rev1\r\n$ OK\r\n',
      '$ OK\r\n',
      '* STATUS INBOX (UNSEEN 1 MESSAGES 3)\r\n$ OK\r\n',
    );
    const { failure, metrics } = await checkAgainst(
      (socket) => {
        socket.on('data', (chunk: Buffer) => sent.push(chunk.toString()));
        talk(socket);
      },
      { username: 'me', password: 'a"b\\c' },
    );
    expect(failure).toBeNull();
    expect(sent[1]).toBe('a2 LOGIN "me" "a\\"b\\\\c"\r\n');
    expect(metrics).toEqual({ messages: 3, unseen: 1 });
  });

  it('reads names of mailboxes that are sent as literals', async () => {
    const status = '* STATUS {5}\r\nINBOX (MESSAGES 7 UNSEEN 0)\r\n$ OK\r\n';
    const talk = answers('* CAPABILITY IMAP4rev1\r\n$ OK\r\n', '$ OK\r\n', status);
    const { metrics } = await checkAgainst(talk, { username: 'me', password: 'x' });
    expect(metrics).toEqual({ messages: 7, unseen: 0 });
  });

  it('does not sign in where the server forbids it in clear', async () => {
    const talk = answers('* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n$ OK\r\n');
    const { failure } = await checkAgainst(talk, { username: 'me', password: 'x' });
    expect(failure?.message).toBe('The server does not offer to sign in on this connection.');
  });

  it('needs no password where the server already knows the user', async () => {
    const { failure } = await checkAgainst(
      (socket) => {
        socket.write('* PREAUTH welcome\r\n');
        socket.on('data', (chunk: Buffer) => {
          const [tag, command] = chunk.toString().split(/\s/u);
          socket.write(`* ${command} INBOX\r\n${tag} OK\r\n`);
        });
      },
      { username: 'me' },
    );
    expect(failure).toBeNull();
  });

  it.each([
    ['says goodbye', '* BYE overloaded\r\n', 'The server answered CONNECT with an error: overloaded'],
    ['does not speak IMAP', 'HTTP/1.1 400 Bad Request\r\n', 'The answer breaks the rules of the protocol.'],
    ['announces a huge literal', '* OK {999999999}\r\n', 'The answer breaks the rules of the protocol.'],
  ])('fails for a server that %s', async (_, greeting, message) => {
    const { failure } = await checkAgainst((socket) => socket.write(greeting));
    expect(failure?.message).toBe(message);
  });

  it('says when STARTTLS is not offered', async () => {
    const { failure } = await checkAgainst(answers('* CAPABILITY IMAP4rev1\r\n$ OK\r\n'), { tls: 'starttls' });
    expect(failure?.code).toBe('starttls.refused');
  });

  it('times out in the current phase', async () => {
    const talk = answers('* CAPABILITY AUTH=PLAIN\r\n$ OK\r\n');
    const { failure } = await checkAgainst(talk, { username: 'me', timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'signIn' });
  });

  it.each([
    ['imaps://mail.example.org', { port: 993, tls: 'on' }, 'imaps://mail.example.org:993'],
    [
      'imap://me:x@mail.example.org',
      { port: 143, tls: 'starttls', username: 'me', password: 'x' },
      'imap://mail.example.org:143',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'imap', ...endpoint }, target }]);
  });
});
