/** Debian's OpenSSH server for tests, as the user who runs them. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LocalUser } from './local-user.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const run = promisify(execFile);

const SSHD = '/usr/sbin/sshd';
const KEYGEN = '/usr/bin/ssh-keygen';
export const SSHD_PACKAGES = { [SSHD]: 'openssh-server', [KEYGEN]: 'openssh-client' } as const;

export interface SshServer extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** The user who can sign in with `privateKey`. */
  readonly username: string;
  readonly privateKey: string;
  /** The same key, encrypted with the passphrase `open sesame`. */
  readonly encryptedKey: string;
  /** A key that nobody may sign in with. */
  readonly otherKey: string;
  /** The fingerprint of the host key, as `ssh-keygen -l` shows it. */
  readonly hostKey: string;
}

/**
 * Starts the server with new keys, and waits until it answers. Passwords are not accepted, unless there is a user with one.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startSshd({ user }: { readonly user?: LocalUser } = {}): Promise<SshServer> {
  requireFile(SSHD, 'openssh-server');
  requireFile(KEYGEN, 'openssh-client');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-sshd-'));
  const file = (name: string) => join(dir, name);
  const generate = (name: string, passphrase = '') =>
    run(KEYGEN, ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'test', '-f', file(name)]);
  await Promise.all([generate('host'), generate('user'), generate('locked', 'open sesame'), generate('other')]);
  const publicKeys = await Promise.all(['user.pub', 'locked.pub'].map((name) => readFile(file(name), 'utf8')));
  await writeFile(file('authorized'), publicKeys.join(''));
  const { stdout } = await run(KEYGEN, ['-l', '-f', file('host.pub')]);
  // Only as root, it needs this folder.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const read = (name: string) => readFile(file(name), 'utf8');
  const keys = { privateKey: await read('user'), encryptedKey: await read('locked'), otherKey: await read('other') };
  const remove = () => rm(dir, { recursive: true, force: true });

  return startOnFreePorts(
    1,
    async ([port = 0]) => {
      await writeFile(file('config'), configuration(dir, port, user !== undefined));
      const args = ['-D', '-e', '-f', file('config')];
      const [command, all] = user === undefined ? [SSHD, args] : user.command(SSHD, args);
      const program = await startProgram(command, all, [port]);
      return {
        port,
        username: userInfo().username,
        ...keys,
        hostKey: /SHA256:\S+/u.exec(stdout)?.[0] ?? '',
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}

function configuration(dir: string, port: number, passwords: boolean): string {
  return `
ListenAddress 127.0.0.1:${port}
HostKey ${join(dir, 'host')}
PidFile ${join(dir, 'pid')}
AuthorizedKeysFile ${join(dir, 'authorized')}
# The folder of temporary files belongs to everybody.
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication ${passwords ? 'yes' : 'no'}
KbdInteractiveAuthentication no
UsePAM no
Subsystem sftp internal-sftp
`;
}
