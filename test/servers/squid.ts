/** Debian's Squid for tests: a proxy over TLS, with a user name and a password. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPENSSL, type CertificateFiles } from './certificates.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { PROXY_USER } from './proxies.ts';

const SQUID = '/usr/sbin/squid';
const AUTHENTICATOR = '/usr/lib/squid/basic_ncsa_auth';
export const SQUID_PACKAGES = { [SQUID]: 'squid-openssl' } as const;

export interface Squid extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts it and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startSquid(files: CertificateFiles): Promise<Squid> {
  requireFile(SQUID, 'squid-openssl');
  const { proxyUsername, proxyPassword } = PROXY_USER;
  const dir = await mkdtemp(join(tmpdir(), 'lookout-squid-'));
  const [port = 0] = await freePorts(1);
  const { stdout: hash } = await promisify(execFile)(OPENSSL, ['passwd', '-apr1', proxyPassword]);
  await copyFile(files.certificate, join(dir, 'certificate.pem'));
  await copyFile(files.key, join(dir, 'key.pem'));
  await writeFile(join(dir, 'users'), `${proxyUsername}:${hash}`);
  const config = [
    `https_port 127.0.0.1:${port} tls-cert=${join(dir, 'certificate.pem')} tls-key=${join(dir, 'key.pem')}`,
    `auth_param basic program ${AUTHENTICATOR} ${join(dir, 'users')}`,
    'auth_param basic children 1 startup=1',
    'acl user proxy_auth REQUIRED',
    'http_access allow user',
    'http_access deny all',
    'visible_hostname squid',
    'pid_filename none',
    'access_log none',
    'cache_log stdio:/dev/stdout',
    'cache deny all',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
  ];
  await writeFile(join(dir, 'squid.conf'), `${config.join('\n')}\n`);
  // As root, Squid becomes another user, who must read these.
  await Promise.all(['.', 'certificate.pem', 'key.pem', 'users'].map((name) => chmod(join(dir, name), 0o755)));
  const program = await startProgram(SQUID, ['-N', '-f', join(dir, 'squid.conf')], [port]);
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
