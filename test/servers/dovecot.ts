/** Debian's Dovecot for tests: IMAP and POP3 on one Maildir. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const DOVECOT = '/usr/sbin/dovecot';
const IMAP = '/usr/lib/dovecot/imap';
const POP3 = '/usr/lib/dovecot/pop3';
export const DOVECOT_PACKAGES = { [IMAP]: 'dovecot-imapd', [POP3]: 'dovecot-pop3d' } as const;

export interface Dovecot extends Disposable {
  /** On 127.0.0.1: with STARTTLS, and TLS from the start. */
  readonly ports: { readonly imap: number; readonly imaps: number; readonly pop3: number; readonly pop3s: number };
  /** A shared mailbox. Users with write access can deliver mail to it. */
  readonly maildir: string;
}

/**
 * Starts the server and waits until it answers. It accepts the user `me` with the password `right`.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startDovecot(files: CertificateFiles): Promise<Dovecot> {
  requireFile(IMAP, 'dovecot-imapd');
  requireFile(POP3, 'dovecot-pop3d');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-dovecot-'));
  const maildir = join(dir, 'mail');
  for (const folder of ['', 'cur', 'new', 'tmp']) await mkdir(join(maildir, folder));
  // Started by root, it reads mail as another user.
  for (const folder of [dir, maildir, ...['cur', 'new', 'tmp'].map((name) => join(maildir, name))]) {
    await chmod(folder, 0o777);
  }
  await writeFile(join(dir, 'users'), 'me:{PLAIN}right::::::\n');
  await chmod(join(dir, 'users'), 0o644);
  const remove = () => rm(dir, { recursive: true, force: true });

  return startOnFreePorts(
    4,
    async (all) => {
      const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0] = all;
      const ports = { imap, imaps, pop3, pop3s };
      await writeFile(join(dir, 'config'), configuration(dir, files, ports));
      const program = await startProgram(DOVECOT, ['-F', '-c', join(dir, 'config')], all);
      return {
        ports,
        maildir,
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}

function configuration(dir: string, { certificate, key }: CertificateFiles, ports: Dovecot['ports']): string {
  const { uid, username } = userInfo();
  const isRoot = uid === 0;
  const users = isRoot ? ['dovecot', 'dovecot', 'dovenull'] : [username, '', username];
  return `
base_dir = ${join(dir, 'run')}
state_dir = ${join(dir, 'state')}
log_path = /dev/stderr
listen = 127.0.0.1
protocols = imap pop3
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
default_internal_user = ${users[0]}
default_internal_group = ${users[1]}
default_login_user = ${users[2]}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${join(dir, 'mail')}
passdb {
  driver = passwd-file
  args = ${join(dir, 'users')}
}
userdb {
  driver = static
  args = uid=${isRoot ? 'nobody' : username} gid=${isRoot ? 'nogroup' : userInfo().gid} home=${dir}
}
namespace inbox {
  inbox = yes
}
service imap-login {
  ${isRoot ? '' : 'chroot ='}
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  ${isRoot ? '' : 'chroot ='}
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
service anvil {
  ${isRoot ? '' : 'chroot ='}
  # Otherwise, a wrong password delays the next sign-in.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  ${isRoot ? '' : 'chroot ='}
}
`;
}
