/** Servers on loopback that begin unencrypted and offer TLS through the command of their protocol, for tests. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { CertificateFiles } from './certificates.ts';
import { startRaw, type RawServer } from './raw.ts';

/** The greeting of a server of each protocol, and its answer to the command for TLS. */
interface Script {
  readonly greeting: string | Buffer;
  /** The answers to what the client sends, as Latin-1 text. */
  readonly answers: readonly (readonly [request: string, answer: string | Buffer])[];
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

const MYSQL_PAYLOAD = Buffer.concat([
  hex('0a'),
  Buffer.from('5.5.5-10.11.6-MariaDB\0'),
  hex('1e000000'),
  Buffer.from('abcdefgh\0'),
  hex('feff 2d 0200 ff81 15 000000000000 1d000000'),
  Buffer.from('ijklmnopqrst\0mysql_native_password\0'),
]);
/** A greeting of MariaDB 10.11, with CLIENT_SSL among its flags. */
export const MYSQL_GREETING = Buffer.concat([Buffer.of(MYSQL_PAYLOAD.length, 0, 0, 0), MYSQL_PAYLOAD]);
/** The header of an SSLRequest and its payload. */
const MYSQL_REQUEST_BYTES = 36;

const SCRIPTS = {
  smtp: {
    greeting: '220-mail.example\r\n220 ESMTP\r\n',
    answers: [
      ['EHLO lookout\r\n', '250-mail.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n'],
      ['STARTTLS\r\n', '220 2.0.0 Ready to start TLS\r\n'],
    ],
  },
  imap: {
    greeting: '* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n',
    answers: [['a1 STARTTLS\r\n', '* CAPABILITY IMAP4rev1\r\na1 OK Begin TLS negotiation now.\r\n']],
  },
  pop3: { greeting: '+OK ready\r\n', answers: [['STLS\r\n', '+OK Begin TLS\r\n']] },
  ftp: {
    greeting: '220-Welcome\r\n to the files\r\n220 of example\r\n',
    answers: [['AUTH TLS\r\n', '234 Proceed with negotiation.\r\n']],
  },
  postgres: { greeting: '', answers: [[hex('00000008 04d2162f').toString('latin1'), 'S']] },
  mysql: {
    greeting: MYSQL_GREETING,
    // The request has flags that may differ: only its length and its number are compared.
    answers: [[hex('20000001').toString('latin1'), '']],
  },
  ldap: {
    greeting: '',
    answers: [
      [
        `${hex('301d020101 7718 8016').toString('latin1')}1.3.6.1.4.1.1466.20037`,
        hex('300c020101 7807 0a0100 0400 0400'),
      ],
    ],
  },
} as const satisfies Readonly<Record<string, Script>>;

export type ScriptedProtocol = keyof typeof SCRIPTS;
export const SCRIPTED_PROTOCOLS = Object.keys(SCRIPTS) as readonly ScriptedProtocol[];

/** Answers as the protocol requires, and then starts TLS. */
export function startStartTls(protocol: ScriptedProtocol, files: CertificateFiles): Promise<RawServer> {
  const { greeting, answers }: Script = SCRIPTS[protocol];
  const tls = { key: readFileSync(files.key), cert: readFileSync(files.certificate), isServer: true } as const;
  return startRaw((socket: Socket) => {
    if (greeting.length > 0) socket.write(greeting);
    let asked = 0;
    let received = '';
    const onData = (bytes: Buffer) => {
      received += bytes.toString('latin1');
      const [request, answer] = answers[asked] ?? ['', ''];
      if (!received.startsWith(request)) return;
      // The handshake of MySQL may come together with the request for it.
      const rest = protocol === 'mysql' ? received.slice(MYSQL_REQUEST_BYTES) : '';
      received = '';
      asked++;
      if (answer.length > 0) socket.write(answer);
      if (asked < answers.length) return;
      socket.off('data', onData).pause();
      if (rest !== '') socket.unshift(Buffer.from(rest, 'latin1'));
      new TLSSocket(socket, tls).on('error', () => undefined);
    };
    socket.on('data', onData);
  });
}
