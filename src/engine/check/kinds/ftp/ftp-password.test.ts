/** The kind with a password of a user of this machine, which only root can make. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { canHaveLocalUser, makeLocalUser, type LocalUser } from '../../../../../test/servers/local-user.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startVsftpd, VSFTPD_PACKAGES, type Vsftpd } from '../../../../../test/servers/vsftpd.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...VSFTPD_PACKAGES, ...OPENSSL_PACKAGES });
const isPermitted = !skip && (await canHaveLocalUser());

describe.skipIf(!isPermitted)(`a user of vsftpd with a password${skip ? reason : ' (needs root)'}`, () => {
  let files: Certificates;
  let home: string;
  let user: LocalUser;
  let server: Vsftpd;

  beforeAll(async () => {
    files = await certificates();
    home = await mkdtemp(join(tmpdir(), 'lookout-home-'));
    await chmod(home, 0o755);
    await writeFile(join(home, 'backup.tar'), 'x'.repeat(100));
    user = await makeLocalUser(home);
    server = await startVsftpd(files.good, { user });
  });
  afterAll(async () => {
    await server?.dispose();
    await user?.dispose();
    await files?.dispose();
    await rm(home, { recursive: true, force: true });
  });

  const check = (fields: object) =>
    checkOnce({
      kind: 'ftp',
      host: 'localhost',
      family: '4',
      port: server.port,
      username: user.username,
      tls: 'starttls',
      verifyTls: false,
      ...fields,
    });

  it('signs in over TLS, and sees the home folder', async () => {
    const { failure, metrics, details } = await check({ password: user.password, path: 'backup.tar' });
    expect(failure).toBeNull();
    expect(metrics['fileSize']).toBe(100);
    expect(details.tls).toMatchObject({ protocol: expect.stringMatching(/^TLS/u) });
  });

  it('is refused with another password', async () => {
    const { failure } = await check({ password: 'wrong' });
    expect(failure).toMatchObject({ code: 'auth.failed', phase: 'signIn' });
  });
});
