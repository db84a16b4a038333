/** A certificate with absurd names, made with the `openssl` program. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPENSSL } from '../servers/certificates.ts';
import type { Disposable } from '../servers/process.ts';

export interface AbsurdCertificate extends Disposable {
  readonly cert: string;
  readonly key: string;
  /** In PEM format. It is trusted; only its names are wrong. */
  readonly text: string;
}

/**
 * 1,500 names of 50 or more characters (OpenSSL accepts a chain of 100 KB), with commas, quotes, markup and a mark that
 * reverses text.
 */
export async function absurdCertificate(): Promise<AbsurdCertificate> {
  const dir = await mkdtemp(join(tmpdir(), 'lookout-absurd-'));
  const names = Array.from({ length: 1_500 }, (_, i) => `DNS.${i} = ${'label-that-is-long.'.repeat(2)}${i}.example`);
  const odd = ['DNS.a = "evil, DNS:localhost"', 'DNS.b = <img src=x onerror=alert(1)>.example'];
  const config = [
    '[req]\ndistinguished_name = dn\nx509_extensions = ext\nprompt = no\nutf8 = yes\nstring_mask = utf8only',
    '[dn]\nCN = <b>\u202Eelpmaxe</b>\nO = a\\, b "c" \\= d\nOU = \u0007bell',
    '[ext]\nsubjectAltName = @names\n[names]',
    ...odd,
    ...names,
  ].join('\n');
  const file = (name: string) => join(dir, name);
  await writeFile(file('openssl.cnf'), config);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key.pem')];
  const about = ['-config', file('openssl.cnf'), '-days', '3650', '-out', file('cert.pem')];
  await promisify(execFile)(OPENSSL, ['req', '-x509', ...key, ...about]);
  return {
    cert: file('cert.pem'),
    key: file('key.pem'),
    text: await readFile(file('cert.pem'), 'utf8'),
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
}
