/**
 * A user with a password, for servers that check the users of the machine. Only root can have one: the server then runs in a mount
 * namespace in which `/etc/passwd` and `/etc/shadow` are copies with that user. The machine itself has no such user.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Disposable } from './process.ts';

const run = promisify(execFile);

const UNSHARE = '/usr/bin/unshare';

export interface LocalUser extends Disposable {
  readonly username: string;
  readonly password: string;
  /** The command that runs a program in the namespace with this user. */
  command(program: string, args: readonly string[]): readonly [program: string, args: readonly string[]];
}

/** Whether this process may create a namespace with other files. */
export async function canHaveLocalUser(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await run(UNSHARE, ['--mount', '--propagation', 'private', 'mount', '--bind', '/etc/passwd', '/etc/passwd']);
    return true;
  } catch {
    return false;
  }
}

/** @param home the home folder of the user */
export async function makeLocalUser(home: string): Promise<LocalUser> {
  const [username, password] = ['lookout-me', 'right'];
  const folder = await mkdtemp(join(tmpdir(), 'lookout-user-'));
  const { stdout } = await run('openssl', ['passwd', '-6', password]);
  const lines = {
    passwd: `${username}:x:64999:65534::${home}:/bin/sh`,
    shadow: `${username}:${stdout.trim()}:19000:0:99999:7:::`,
  };
  for (const [name, line] of Object.entries(lines)) {
    const before = await readFile(`/etc/${name}`, 'utf8');
    await writeFile(join(folder, name), `${before.trimEnd()}\n${line}\n`, { mode: name === 'passwd' ? 0o644 : 0o600 });
  }
  const mounts = Object.keys(lines).map((name) => `mount --bind ${join(folder, name)} /etc/${name}`);
  const script = `${mounts.join(' && ')} && exec "$0" "$@"`;
  return {
    username,
    password,
    command: (program, args) => [
      UNSHARE,
      ['--mount', '--propagation', 'private', '/bin/sh', '-c', script, program, ...args],
    ],
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
