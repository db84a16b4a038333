/**
 * Debian's OpenSMTPD for tests, as root: it accepts and delivers mail for postmaster@example.org. It keeps its queue in one fixed
 * folder, so it runs in a mount namespace where that folder is empty. Without TLS: this version fails in every handshake with
 * OpenSSL 3.
 */
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';

const run = promisify(execFile);

const SMTPD = '/usr/sbin/smtpd';
const UNSHARE = '/usr/bin/unshare';
export const OPENSMTPD_PACKAGES = { [SMTPD]: 'opensmtpd', [UNSHARE]: 'util-linux' } as const;
/** The user `nobody`, who gets the email. */
const NOBODY = 65_534;

const SCRIPT =
  'mount -t tmpfs tmpfs /var/spool/smtpd && chmod 711 /var/spool/smtpd && mount -t tmpfs tmpfs /run && exec "$0" "$@"';

export interface OpenSmtpd extends Disposable {
  readonly port: number;
  /** The Maildir with the emails that it delivered. */
  readonly maildir: string;
}

/** Whether this process may run it: only root may, with namespaces. */
export async function canRunOpenSmtpd(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  return run(UNSHARE, ['--mount', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'tmpfs', '/run']).then(
    () => true,
    () => false,
  );
}

/** Starts the server and waits until it answers. @throws Error with the name of the Debian package when it is missing */
export async function startOpenSmtpd(): Promise<OpenSmtpd> {
  for (const [file, name] of Object.entries(OPENSMTPD_PACKAGES)) requireFile(file, name);
  const folder = await mkdtemp(join(tmpdir(), 'lookout-opensmtpd-'));
  const home = join(folder, 'mail');
  await mkdir(home);
  await chmod(folder, 0o711);
  await chown(home, NOBODY, NOBODY);
  const maildir = join(home, 'box');
  return startOnFreePorts(
    1,
    async ([port = 0]) => {
      const file = join(folder, 'smtpd.conf');
      await writeFile(
        file,
        `table users { "postmaster@example.org" = "nobody" }
listen on 127.0.0.1 port ${port} hostname mail.example.org
action "keep" maildir "${maildir}" virtual <users>
match from any for domain "example.org" action "keep"
`,
      );
      const args = ['--mount', '--propagation', 'private', '/bin/sh', '-c', SCRIPT, SMTPD, '-d', '-f', file];
      return { port, maildir, ...(await startProgram(UNSHARE, args, [port])) };
    },
    () => rm(folder, { recursive: true, force: true }),
  );
}
