/** A certificate authority and a certificate for loopback addresses, created with openssl for each run. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
  readonly authority: string;
}

/**
 * ECDSA P-256, as most public sites use, for 127.0.0.1 to 127.0.0.10.
 * @returns null without openssl
 */
export async function makeCertificates(dir: string): Promise<CertificateFiles | null> {
  const file = (name: string) => join(dir, name);
  const names = Array.from({ length: 10 }, (_, index) => `IP:127.0.0.${index + 1}`).join(',');
  await writeFile(file('leaf.ext'), `subjectAltName=DNS:localhost,${names}\nextendedKeyUsage=serverAuth\n`);
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const openssl = (...args: string[]) => run('openssl', args);
  try {
    const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem')];
    const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'];
    await openssl('req', '-x509', ...ec, '-days', '30', '-subj', '/CN=Bench authority', ...extensions, ...authority);
    await openssl('req', ...ec, '-subj', '/CN=localhost', '-keyout', file('leaf.key'), '-out', file('leaf.csr'));
    const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '30'];
    const files = ['-in', file('leaf.csr'), '-extfile', file('leaf.ext'), '-out', file('leaf.pem')];
    await openssl('x509', '-req', ...signing, ...files);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return { key: file('leaf.key'), cert: file('leaf.pem'), authority: file('ca.pem') };
}
