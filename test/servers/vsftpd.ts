/** Debian's vsftpd for tests, as the user who runs them: a folder for anonymous users, with and without TLS. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import type { LocalUser } from './local-user.ts';
import { startOnFreePorts, startPrograms, requireFile, startProgram, type Disposable } from './process.ts';

const VSFTPD = '/usr/sbin/vsftpd';
export const VSFTPD_PACKAGES = { [VSFTPD]: 'vsftpd' } as const;

export interface Vsftpd extends Disposable {
  /** On 127.0.0.1, with AUTH TLS. */
  readonly port: number;
  /** On 127.0.0.1, TLS from the start. */
  readonly tlsPort: number;
  /**
   * The folder that the server serves; it contains `pub/one.txt` and `pub/two.txt`, of 5 bytes each, and the folder
   * `none`.
   */
  readonly root: string;
}

/**
 * Starts the server and waits until it answers. It accepts the user `anonymous` with the password `right`, and `user` if given:
 * then it runs as root, and PAM checks the password.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startVsftpd(
  files: CertificateFiles,
  { user }: { readonly user?: LocalUser } = {},
): Promise<Vsftpd> {
  requireFile(VSFTPD, 'vsftpd');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-vsftpd-'));
  const root = join(dir, 'root');
  await mkdir(join(root, 'pub'), { recursive: true });
  await mkdir(join(root, 'none'));
  await mkdir(join(dir, 'empty'));
  await Promise.all(['one.txt', 'two.txt'].map((name) => writeFile(join(root, 'pub', name), 'hello')));
  await writeFile(join(dir, 'passwords'), 'right\n');
  // It reads certificate and key from one file each, and only from files that no other user can change.
  await writeFile(join(dir, 'certificate.pem'), await readFile(files.certificate));
  await writeFile(join(dir, 'key.pem'), await readFile(files.key));
  const remove = () => rm(dir, { recursive: true, force: true });

  return startOnFreePorts(
    2,
    async ([port = 0, tlsPort = 0]) => {
      const start = async (one: number, isImplicit: boolean) => {
        const file = join(dir, `config-${one}`);
        await writeFile(file, configuration(dir, one, { isImplicit, hasUsers: user !== undefined }));
        const [command, args] = user === undefined ? [VSFTPD, [file]] : user.command(VSFTPD, [file]);
        return startProgram(command, args, [one]);
      };
      const programs = await startPrograms([() => start(port, false), () => start(tlsPort, true)]);
      return { port, tlsPort, root, dispose: () => programs.dispose() };
    },
    remove,
  );
}

interface Variant {
  readonly isImplicit: boolean;
  readonly hasUsers: boolean;
}

function configuration(dir: string, port: number, { isImplicit, hasUsers }: Variant): string {
  return `
listen=YES
listen_address=127.0.0.1
listen_port=${port}
background=NO
${hasUsers ? `secure_chroot_dir=${join(dir, 'empty')}\npam_service_name=vsftpd` : 'run_as_launching_user=YES'}
anonymous_enable=YES
local_enable=${hasUsers ? 'YES' : 'NO'}
ftp_username=${userInfo().username}
anon_root=${join(dir, 'root')}
secure_email_list_enable=YES
email_password_file=${join(dir, 'passwords')}
delay_failed_login=0
ssl_enable=YES
allow_anon_ssl=YES
implicit_ssl=${isImplicit ? 'YES' : 'NO'}
rsa_cert_file=${join(dir, 'certificate.pem')}
rsa_private_key_file=${join(dir, 'key.pem')}
xferlog_enable=NO
seccomp_sandbox=NO
`;
}
