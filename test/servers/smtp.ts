/** Debian's aiosmtpd for tests: an SMTP server that runs as any user, with STARTTLS, sign-in and a mailbox. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

/** Debian's own Python. Another Python on the PATH would not find Debian's packages. */
const PYTHON = '/usr/bin/python3';
const AIOSMTPD = '/usr/lib/python3/dist-packages/aiosmtpd/smtp.py';
export const SMTP_PACKAGES = { [PYTHON]: 'python3', [AIOSMTPD]: 'python3-aiosmtpd' } as const;

export interface SmtpServer extends Disposable {
  /** On 127.0.0.1, with STARTTLS. */
  readonly port: number;
  /** On 127.0.0.1, TLS from the start. */
  readonly tlsPort: number;
  /** The Maildir with the emails that the server accepted. */
  readonly maildir: string;
}

const PROGRAM = `
import os, ssl, sys, threading
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult
port, tls_port, certificate, key, folder = sys.argv[1:]
# Another server may read the emails as another user.
os.umask(0)

class Handler(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody@'):
            return '550 5.1.1 No such user here'
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 Recipient accepted'

def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b'me' and data.password == b'right', handled=False)

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
handler = Handler(folder)
common = dict(hostname='127.0.0.1', authenticator=authenticate)
Controller(handler, port=int(tls_port), ssl_context=context, auth_require_tls=False, **common).start()
Controller(handler, port=int(port), tls_context=context, **common).start()
threading.Event().wait()
`;

/**
 * Starts the server and waits until it answers. It accepts the user `me` with the password `right`, once the connection is
 * encrypted, and refuses mail for `nobody@…`.
 * @param into the Maildir for the emails; default: a new one
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startSmtp(
  { certificate, key }: CertificateFiles,
  { into }: { readonly into?: string } = {},
): Promise<SmtpServer> {
  requireFile(PYTHON, 'python3');
  requireFile(AIOSMTPD, 'python3-aiosmtpd');
  const folder = await mkdtemp(join(tmpdir(), 'lookout-smtp-'));
  const maildir = into ?? join(folder, 'mail');
  const remove = () => rm(folder, { recursive: true, force: true });
  return startOnFreePorts(
    2,
    async ([port = 0, tlsPort = 0]) => {
      const args = ['-c', PROGRAM, String(port), String(tlsPort), certificate, key, maildir];
      const program = await startProgram(PYTHON, args, [port, tlsPort], { PYTHONDONTWRITEBYTECODE: '1' });
      return {
        port,
        tlsPort,
        maildir,
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}
