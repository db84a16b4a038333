/** The kind with a password of a user of this machine, which only root can make. */
import { mkdtemp, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canHaveLocalUser, makeLocalUser, type LocalUser } from '../../../../../test/servers/local-user.ts';
import { available } from '../../../../../test/servers/process.ts';
import { SSHD_PACKAGES, startSshd, type SshServer } from '../../../../../test/servers/sshd.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available(SSHD_PACKAGES);
const isPermitted = !skip && (await canHaveLocalUser());

describe.skipIf(!isPermitted)(`a user of OpenSSH with a password${skip ? reason : ' (needs root)'}`, () => {
  let home: string;
  let user: LocalUser;
  let server: SshServer;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'lookout-home-'));
    await chmod(home, 0o755);
    await writeFile(join(home, 'backup.tar'), 'x'.repeat(100));
    user = await makeLocalUser(home);
    server = await startSshd({ user });
  });
  afterAll(async () => {
    await server?.dispose();
    await user?.dispose();
    await rm(home, { recursive: true, force: true });
  });

  const check = (fields: object) =>
    checkOnce({ kind: 'ssh', host: '127.0.0.1', port: server.port, username: user.username, ...fields });

  it('signs in, runs a command, and looks at a file by SFTP', async () => {
    const fields = {
      password: user.password,
      command: 'id -un',
      expect: user.username,
      path: join(home, 'backup.tar'),
    };
    const { failure, details, metrics } = await check(fields);
    expect(failure).toBeNull();
    expect(details['output']).toBe(`${user.username}\n`);
    expect(metrics['fileSize']).toBe(100);
  });

  it('is refused with another password', async () => {
    const { failure } = await check({ password: 'wrong' });
    expect(failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
    expect(failure?.message).toContain('It accepts publickey, password.');
  });
});
