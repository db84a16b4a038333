/**
 * Test code: a mail server that demands STARTTLS (RFC 3207) and a sign-in with an access token (XOAUTH2, as Google and Microsoft
 * document it), and keeps the emails that it accepts.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { CertificateFiles } from '../../../../test/servers/certificates.ts';

export interface OAuthSmtpServer {
  readonly port: number;
  /** The emails that were accepted, as they were sent. */
  readonly mails: string[];
  /** The access tokens that clients sent, each with the user. */
  readonly tokens: { readonly user: string; readonly token: string }[];
  /** Which access tokens are accepted. */
  accepts: (token: string) => boolean;
  /** The commands that came before TLS although they must not. */
  readonly inClear: string[];
}

const CRLF = '\r\n';

/** Starts on a free port, and stops at the end of the test. */
export async function startOAuthSmtpServer({ certificate, key }: CertificateFiles): Promise<OAuthSmtpServer> {
  const secureContext = createSecureContext({ cert: await readFile(certificate), key: await readFile(key) });
  const open = new Set<Socket>();
  const subject: { -readonly [K in keyof OAuthSmtpServer]: OAuthSmtpServer[K] } = {
    port: 0,
    mails: [],
    tokens: [],
    accepts: () => true,
    inClear: [],
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.write(`220 mail.test ESMTP${CRLF}`);
    converse(socket, false);
  });

  function converse(socket: Socket, secure: boolean): void {
    let rest = '';
    let data: string[] | null = null;
    const say = (...lines: string[]): void => void socket.write(lines.map((line) => line + CRLF).join(''));
    const onData = (chunk: Buffer): void => {
      const lines = (rest + chunk.toString()).split(CRLF);
      rest = lines.pop() ?? '';
      for (const line of lines) answer(line);
    };
    socket.on('data', onData);

    function answer(line: string): void {
      if (data !== null) {
        if (line !== '.') return void data.push(line);
        subject.mails.push(data.join('\n'));
        data = null;
        return say('250 2.0.0 kept');
      }
      const [verb = '', ...words] = line.split(' ');
      switch (verb.toUpperCase()) {
        case 'EHLO':
          return secure ? say('250-mail.test', '250 AUTH XOAUTH2') : say('250-mail.test', '250 STARTTLS');
        case 'STARTTLS': {
          socket.off('data', onData);
          say('220 go ahead');
          const inner = new TLSSocket(socket, { isServer: true, secureContext });
          inner.on('error', () => undefined);
          return converse(inner, true);
        }
        case 'AUTH':
          return authenticate(words[1] ?? '');
        case '':
          // The client answers the details of a refusal with an empty line.
          return say('535 5.7.8 token refused');
        case 'DATA':
          data = [];
          return say('354 go on');
        case 'QUIT':
          say('221 bye');
          return void socket.end();
        default:
          if (!secure) subject.inClear.push(line);
          return say('250 2.1.0 ok');
      }
    }

    function authenticate(initial: string): void {
      if (!secure) subject.inClear.push('AUTH');
      // `user=NAME`, `auth=Bearer TOKEN` and two empty parts.
      const parts = Buffer.from(initial, 'base64').toString().split('\u0001');
      const user = parts[0]?.replace(/^user=/u, '') ?? '';
      const token = parts[1]?.replace(/^auth=Bearer /u, '') ?? '';
      subject.tokens.push({ user, token });
      if (subject.accepts(token)) return say('235 2.7.0 accepted');
      return say(`334 ${Buffer.from('{"status":"400","schemes":"Bearer"}').toString('base64')}`);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  subject.port = (server.address() as AddressInfo).port;
  return subject;
}
