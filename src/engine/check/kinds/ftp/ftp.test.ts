/** FTP against Debian's vsftpd, and against servers that break the protocol. */
import { utimes } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available, freePorts } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { startVsftpd, VSFTPD_PACKAGES, type Vsftpd } from '../../../../../test/servers/vsftpd.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...VSFTPD_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`ftp against vsftpd${reason}`, () => {
  let files: Certificates;
  let server: Vsftpd;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startVsftpd(files.good);
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'ftp', host: '127.0.0.1', port: server.port, ...fields });
  }

  function checkSignedIn(fields: Omit<EndpointInput, 'kind'> = {}) {
    return check({ username: 'anonymous', password: 'right', ...fields });
  }

  it('reads the greeting and the capabilities', async () => {
    const { failure, details, phases, observed } = await check();
    expect(failure).toBeNull();
    expect(details).toMatchObject({ greeting: '(vsFTPd 3.0.3)', remoteAddress: `127.0.0.1:${server.port}` });
    expect(details['capabilities']).toEqual(expect.arrayContaining(['MDTM', 'SIZE']));
    expect(observed).toEqual({ BODY: details['greeting'], CAPABILITIES: details['capabilities'] });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting']);
  });

  it('signs in, and reports a wrong password', async () => {
    expect((await checkSignedIn()).failure).toBeNull();
    const { failure } = await checkSignedIn({ password: 'wrong' });
    expect(failure).toMatchObject({
      code: 'auth.failed',
      phase: 'signIn',
      message: 'The server refused to sign in anonymous (530 Login incorrect.).',
    });
  });

  it.each([
    ['in clear', 'off'],
    ['encrypted by AUTH TLS', 'starttls'],
    ['with TLS from the start', 'on'],
  ] as const)('lists a folder, %s', async (_, mode) => {
    const port = mode === 'on' ? server.tlsPort : server.port;
    const { failure, metrics, observed, details, phases } = await checkSignedIn({
      port,
      tls: mode,
      path: `${server.root}/pub`,
    });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ entries: 2 });
    expect(observed).toMatchObject({ FILES: expect.arrayContaining(['one.txt', 'two.txt']) });
    expect(details['remoteAddress']).toBe(`127.0.0.1:${port}`);
    expect(details['tls']?.authorized).toBe(mode === 'off' ? undefined : true);
    expect(Object.keys(phases)).toEqual(expect.arrayContaining(['connect', 'greeting', 'signIn', 'path']));
  });

  it('lists an empty folder', async () => {
    const { failure, metrics } = await checkSignedIn({ path: `${server.root}/none` });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ entries: 0 });
  });

  it('measures size and age of a file', async () => {
    const anHourAgo = Date.now() / 1000 - 3_600;
    await utimes(join(server.root, 'pub', 'one.txt'), anHourAgo, anHourAgo);
    const { failure, metrics } = await checkSignedIn({ path: `${server.root}/pub/one.txt` });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ fileSize: 5, fileAge: expect.closeTo(3_600, -2) });
  });

  it('reports a path that does not exist', async () => {
    const { failure } = await checkSignedIn({ path: `${server.root}/gone` });
    expect(failure?.message).toBe('The server answered CWD with an error: 550 Failed to change directory.');
  });

  it('verifies the certificate before it signs in', async () => {
    const other = await startVsftpd(files.wrongHost);
    const wrong = { port: other.port, tls: 'starttls', path: `${other.root}/pub` };
    const { failure, phases } = await checkSignedIn(wrong);
    expect(failure?.code).toBe('tls.wrongHost');
    expect(phases).not.toHaveProperty('signIn');
    // The second connection is encrypted as well, and not verified either.
    expect((await checkSignedIn({ ...wrong, verifyTls: false })).failure).toBeNull();
    await other.dispose();
  });
});

describe('ftp', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Sends the greeting, and answers commands by their names. */
  function answers(greeting: string, replies: Readonly<Record<string, string>> = {}): (socket: Socket) => void {
    return (socket) => {
      socket.write(greeting);
      socket.on('data', (chunk: Buffer) => {
        const command = /^\w+/u.exec(chunk.toString('latin1'))?.[0] ?? '';
        const usual: Readonly<Record<string, string>> = {
          USER: '230 Welcome\r\n',
          TYPE: '200 OK\r\n',
          CWD: '250 OK\r\n',
        };
        socket.write(replies[command] ?? usual[command] ?? '500 What?\r\n');
      });
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'ftp', host: '127.0.0.1', port: server.port, ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('waits for a server that asks it to wait, and reads replies of several lines', async () => {
    const { failure, details } = await checkAgainst(answers('120 Soon\r\n220-Hello\r\n220 there\r\n'));
    expect(failure).toBeNull();
    expect(details['greeting']).toBe('Hello\nthere');
  });

  it('names the data port that does not accept a connection', async () => {
    const [port] = await freePorts(1);
    const talk = answers('220 hi\r\n', { EPSV: `229 Here (|||${port}|)\r\n` });
    const { failure, details } = await checkAgainst(talk, { username: 'me', path: '/' });
    expect(failure?.code).toBe('ftp.data');
    expect(failure?.message).toMatch(new RegExp(`connection for data on port ${port}: .*ECONNREFUSED`, 'u'));
    expect(details['dataPort']).toBe(String(port));
  });

  it('uses PASV with an old server, and takes only the port from its reply', async () => {
    const data = await startRaw((socket) => socket.end('/a/one\r\ntwo\r\n'));
    const [high, low] = [Math.floor(data.port / 256), data.port % 256];
    const talk = answers('220 hi\r\n', {
      EPSV: '500 What?\r\n',
      PASV: `227 Here (192,0,2,1,${high},${low}).\r\n`,
      NLST: '150 Coming\r\n226 Done\r\n',
    });
    const { failure, observed } = await checkAgainst(talk, { username: 'me', path: '/a' });
    await data.dispose();
    expect(failure).toBeNull();
    expect(observed).toMatchObject({ FILES: ['one', 'two'] });
  });

  it('reports a data connection that breaks', async () => {
    const opened: Socket[] = [];
    const data = await startRaw((socket) => void opened.push(socket));
    const talk = answers('220 hi\r\n', { EPSV: `229 Here (|||${data.port}|)\r\n`, NLST: '150 Coming\r\n' });
    const { failure } = await checkAgainst(
      (socket) => {
        socket.on('data', (chunk: Buffer) => {
          if (chunk.includes('NLST')) for (const one of opened) one.resetAndDestroy();
        });
        talk(socket);
      },
      { username: 'me', path: '/', timeout: '1s' },
    );
    await data.dispose();
    expect(failure).toMatchObject({ code: 'connection.reset', phase: 'path' });
  });

  it.each([
    [
      'is full',
      answers('421 Too many users\r\n'),
      {},
      'ftp.refused',
      'The server answered CONNECT with an error: 421 Too many users',
    ],
    [
      'has no TLS',
      answers('220 hi\r\n'),
      { tls: 'starttls' },
      'starttls.refused',
      'The server does not begin TLS on this connection (500 What?).',
    ],
    [
      'does not show the path',
      answers('220 hi\r\n', { EPSV: '500 No\r\n' }),
      { username: 'me', path: '/' },
      'ftp.refused',
      'The server answered PASV with an error: 500 What?',
    ],
    [
      'names no port',
      answers('220 hi\r\n', { EPSV: '229 Here (|||99999|)\r\n' }),
      { username: 'me', path: '/' },
      'protocol.error',
      'The answer breaks the rules of the protocol.',
    ],
    [
      'does not speak FTP',
      answers('SSH-2.0-x\r\n'),
      {},
      'protocol.error',
      'The answer breaks the rules of the protocol.',
    ],
    [
      'replies without end',
      answers('220-hi\r\n'.repeat(600)),
      {},
      'protocol.error',
      'The answer breaks the rules of the protocol.',
    ],
  ])('fails for a server that %s', async (_, talk, fields, code, message) => {
    const { failure } = await checkAgainst(talk, fields);
    expect(failure).toMatchObject({ code, message });
  });

  it('times out in the current phase', async () => {
    expect((await checkAgainst(() => {}, { timeout: '120ms' })).failure?.phase).toBe('greeting');
    await server?.dispose();
    const stuck = await checkAgainst(answers('220 hi\r\n', { SIZE: '' }), {
      username: 'me',
      path: '/',
      timeout: '150ms',
    });
    expect(stuck.failure?.phase).toBe('path');
  });

  it.each([
    ['ftp://files.example.org', { port: 21, tls: 'off' }, 'ftp://files.example.org:21'],
    [
      'ftps://a:b@files.example.org',
      { port: 990, tls: 'on', username: 'a', password: 'b' },
      'ftps://files.example.org:990',
    ],
    [
      'ftpes://files.example.org/a%20b/c',
      { port: 21, tls: 'starttls', path: '/a b/c' },
      'ftpes://files.example.org:21/a%20b/c',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'ftp', ...endpoint }, target }]);
  });

  it('refuses a path with a line break, which would be another command', async () => {
    const input = { kind: 'ftp', host: 'a.example', path: '/a\r\nDELE /b' };
    await expect(checkOnce(input)).rejects.toThrow('Path must be text');
  });
});
