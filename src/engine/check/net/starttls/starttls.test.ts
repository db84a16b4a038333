/** The bytes that are exchanged before TLS. `kinds/tls/starttls-servers.test.ts` tests real servers. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { aProbe } from '../testing/probe.ts';
import { requestTls, type StartTlsProtocol } from './starttls.ts';

let server: RawServer;
let client: Socket;

afterEach(async () => {
  client.destroy();
  await server.untilAllClosed();
  await server.dispose();
});

type Part = string | readonly number[];
const bytesOf = (part: Part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part));

/** Asks a server that says this: first the greeting, if there is one, then one part after each message. */
async function ask(protocol: StartTlsProtocol, greeting: Part | null, ...answers: readonly Part[]) {
  const got: string[] = [];
  server = await startRaw((socket) => {
    if (greeting !== null) socket.write(bytesOf(greeting));
    socket.on('data', (message: Buffer) => {
      const answer = answers[got.length];
      got.push(message.toString('latin1'));
      if (answer !== undefined) socket.write(bytesOf(answer));
    });
  });
  client = connect(server.port, '127.0.0.1');
  await once(client, 'connect');
  const before = ['data', 'end', 'close', 'error'].map((event) => client.listenerCount(event));
  const probe = aProbe();
  const error: unknown = await requestTls(probe, client, protocol).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(['data', 'end', 'close', 'error'].map((event) => client.listenerCount(event))).toEqual(before);
  expect(probe.watch.phase).toBe('starttls');
  return { got, failure: error instanceof FailureError ? error.failure : error };
}

const refused = (problem: string) => ({ code: 'starttls.refused', params: { problem } });
const wrong = (raw: string) => ({ code: 'protocol.error', raw });

describe('SMTP', () => {
  it('offers TLS in the answer to EHLO, and is asked for it', async () => {
    const hello = '250-mail.example\r\n250-SIZE 1000\r\n250 starttls \r\n';
    const { got, failure } = await ask('smtp', '220-mail.example\r\n220 ESMTP\r\n', hello, '220 Go ahead\r\n');
    expect(failure).toBeNull();
    expect(got).toEqual(['EHLO lookout\r\n', 'STARTTLS\r\n']);
  });

  it.each([
    [['554 No\r\n'], refused('554 No')],
    [['220 a\r\n', '502 No\r\n'], refused('502 No')],
    [['220 a\r\n', '250-b\r\n250 NOSTARTTLS\r\n'], refused('no STARTTLS in the answer to EHLO')],
    [['220 a\r\n', '250 STARTTLS\r\n', '454 Not now\r\n'], refused('454 Not now')],
    [['SSH-2.0\r\n'], wrong('SSH-2.0')],
    [['x220 a\r\n'], wrong('x220 a')],
    [['2200 a\r\n'], wrong('2200 a')],
    [['220-a\r\n'.repeat(100)], wrong('More than 100 lines')],
    [
      ['220 a\r\n', '250 STARTTLS\r\n', '220 Go\r\nEHLO'],
      wrong('The server sent unencrypted data after it had agreed to TLS'),
    ],
  ] as const)('fails for %j', async ([greeting, ...answers], failure) => {
    expect((await ask('smtp', greeting, ...answers)).failure).toEqual(failure);
  });
});

describe('FTP', () => {
  it('may have lines without a code, or with another one, in its greeting', async () => {
    const greeting = '220-Welcome\r\nto this server\r\n230 is not the end\r\n220-nor is this\r\n220\r\n';
    const { got, failure } = await ask('ftp', greeting, '234 AUTH TLS OK\r\n');
    expect([got, failure]).toEqual([['AUTH TLS\r\n'], null]);
  });

  it.each([
    [['421 Busy\r\n'], refused('421 Busy')],
    [['220 a\r\n', '502 No\r\n'], refused('502 No')],
  ] as const)('refuses with %j', async ([greeting, ...answers], failure) => {
    expect((await ask('ftp', greeting, ...answers)).failure).toEqual(failure);
  });
});

describe('IMAP', () => {
  it('may say other things before it answers', async () => {
    const { got, failure } = await ask(
      'imap',
      '* OK IMAP4rev1\r\n',
      '* CAPABILITY X\r\n* OK still here\r\na1 ok Begin\r\n',
    );
    expect([got, failure]).toEqual([['a1 STARTTLS\r\n'], null]);
  });

  it.each([
    [['* PREAUTH hello\r\n'], refused('* PREAUTH hello')],
    [['* BYE busy\r\n'], refused('* BYE busy')],
    [['* OK a\r\n', 'a1 NO never\r\n'], refused('a1 NO never')],
    [['* OKAY\r\n'], wrong('* OKAY')],
    [['x * OK\r\n'], wrong('x * OK')],
    [['* OK a\r\n', 'a2 OK\r\n'], wrong('a2 OK')],
    [['* OK a\r\n', '* x\r\n'.repeat(100)], wrong('More than 100 lines')],
  ] as const)('fails for %j', async ([greeting, ...answers], failure) => {
    expect((await ask('imap', greeting, ...answers)).failure).toEqual(failure);
  });
});

describe('POP3', () => {
  it('is asked with STLS', async () => {
    const { got, failure } = await ask('pop3', '+OK hello\r\n', '+OK Begin\r\n');
    expect([got, failure]).toEqual([['STLS\r\n'], null]);
  });

  it.each([
    [['-ERR busy\r\n'], refused('-ERR busy')],
    [['+OK a\r\n', '-ERR no\r\n'], refused('-ERR no')],
    [['+OKAY\r\n'], wrong('+OKAY')],
  ] as const)('fails for %j', async ([greeting, ...answers], failure) => {
    expect((await ask('pop3', greeting, ...answers)).failure).toEqual(failure);
  });
});

describe('PostgreSQL', () => {
  it.each([
    ['S', null],
    ['N', refused('the server was built or configured without TLS')],
    ['E', wrong('The answer to SSLRequest begins with "E"')],
  ])('answers %s', async (answer, expected) => {
    const { got, failure } = await ask('postgres', null, answer);
    expect(failure).toEqual(expected);
    expect(Buffer.from(got[0] ?? '', 'latin1').toString('hex')).toBe('0000000804d2162f');
  });
});

describe('MySQL', () => {
  /** A packet of the protocol: its length, its number and this. */
  const packet = (...bytes: readonly number[]) => [bytes.length, 0, 0, 0, ...bytes];
  const version = [...Buffer.from('8.0.36'), 0];
  const rest = [1, 0, 0, 0, ...Buffer.alloc(9, 7).fill(0, 8)];
  const [WITH_TLS, WITHOUT] = [
    [0, 8],
    [0xff, 0xf7],
  ];

  it('says in its greeting that it has TLS, and gets the request for it', async () => {
    const { got, failure } = await ask('mysql', packet(10, ...version, ...rest, ...WITH_TLS));
    expect(failure).toBeNull();
    await expect.poll(() => got.join('').length).toBe(36);
    expect(Buffer.from(got.join(''), 'latin1').toString('hex')).toBe(`20000001018a0000000000012d${'00'.repeat(23)}`);
  });

  it.each([
    [packet(10, ...version, ...rest, ...WITHOUT), refused('the server was started without TLS')],
    [packet(0xff, 0x69, 0x04, ...Buffer.from('Host is blocked')), refused('Host is blocked')],
    [packet(9, ...version, ...rest, ...WITH_TLS), wrong('The greeting is not one of MySQL')],
    [packet(10, ...Buffer.alloc(40, 1)), wrong('The greeting is not one of MySQL')],
    [packet(10, ...version, ...rest, 0), wrong('The greeting is not one of MySQL')],
    [[1, 16, 0, 0], wrong('A greeting of 4097 bytes')],
  ])('fails for %j', async (greeting, failure) => {
    expect((await ask('mysql', greeting)).failure).toEqual(failure);
  });
});

describe('LDAP', () => {
  const der = (tag: number, ...content: readonly number[]) => [tag, content.length, ...content];
  const answer = (code: number, problem = '') =>
    der(0x30, ...der(2, 1), ...der(0x78, ...der(10, code), ...der(4), ...der(4, ...Buffer.from(problem))));
  /** With a length of four bytes, as Active Directory writes it. */
  const long = (tag: number, ...content: readonly number[]) => [tag, 0x84, 0, 0, 0, content.length, ...content];

  it.each([
    [answer(0), null],
    [long(0x30, ...long(2, 1), ...long(0x78, ...der(10, 0), ...der(4), ...der(4))), null],
    [answer(52, 'TLS is off'), refused('TLS is off')],
    [answer(2), refused('result code 2')],
    [der(0x30, ...der(2, 1), ...der(0x78, ...der(10, 1))), refused('result code 1')],
    [der(0x30, ...der(2, 1), ...der(0x61, ...der(10, 0))), wrong('The answer is no LDAP extended response')],
    [der(0x30, ...der(4, 1), ...der(0x78, ...der(10, 0))), wrong('The answer is no LDAP extended response')],
    [der(0x30, ...der(2, 1), 0x78, 9, 10, 1, 0), wrong('The answer is no LDAP extended response')],
    [der(0x30, ...der(2, 1)), wrong('The answer is no LDAP extended response')],
    [der(0x30, ...der(2, 1), ...der(0x78, ...der(4))), wrong('The answer has no result code')],
    [[0x31, 0], wrong('The answer is no LDAP message')],
    [[0x30, 0x80], wrong('The answer has a length that LDAP does not have')],
    [[0x30, 0x85, 0, 0, 0, 0, 0], wrong('The answer has a length that LDAP does not have')],
  ])('answers %j', async (bytes, expected) => {
    const { got, failure } = await ask('ldap', null, bytes);
    expect(failure).toEqual(expected);
    expect(Buffer.from(got[0] ?? '', 'latin1').toString('hex')).toBe(
      `301d02010177188016${Buffer.from('1.3.6.1.4.1.1466.20037').toString('hex')}`,
    );
  });

  it('may send its answer in parts', async () => {
    const bytes = long(0x30, ...der(2, 1), ...der(0x78, ...der(10, 0)));
    server = await startRaw((socket) => {
      socket.setNoDelay().once('data', () => {
        let sent = 0;
        const send = () => {
          if (sent === bytes.length) return;
          socket.write(Buffer.from(bytes.slice(sent, sent + 1)));
          sent += 1;
          setImmediate(() => setImmediate(() => setImmediate(send)));
        };
        send();
      });
    });
    client = connect(server.port, '127.0.0.1');
    await once(client, 'connect');
    await expect(requestTls(aProbe(), client, 'ldap')).resolves.toBeUndefined();
  });
});

it('fails when the server ends', async () => {
  server = await startRaw((socket) => socket.end('220-half\r\n'));
  client = connect(server.port, '127.0.0.1');
  await expect(requestTls(aProbe(), client, 'smtp')).rejects.toMatchObject({
    failure: { code: 'connection.reset', params: { reason: 'closed' } },
  });
});
