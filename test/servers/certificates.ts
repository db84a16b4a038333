/** Certificates for tests, made with the `openssl` program: an authority, and server certificates with every fault. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireFile, type Disposable } from './process.ts';

const run = promisify(execFile);

export const OPENSSL = '/usr/bin/openssl';
export const OPENSSL_PACKAGES = { [OPENSSL]: 'openssl' } as const;

/** Files in PEM format. `certificate` contains the whole chain that the server sends. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface Certificates extends Disposable {
  /** The root certificate in PEM format, for clients that must trust it. */
  readonly authority: string;
  /** For localhost, 127.0.0.1 and ::1, signed by an intermediate authority. */
  readonly good: CertificateFiles;
  /** Expired on 2 January 2020. */
  readonly expired: CertificateFiles;
  /** Valid, but signed by an intermediate authority that expired on 3 January 2020. */
  readonly expiredAuthority: CertificateFiles;
  /** Becomes valid on 1 January 2049. */
  readonly notYetValid: CertificateFiles;
  /** For other.example. */
  readonly wrongHost: CertificateFiles;
  /** For names that quote error codes of this machine's own calls, such as `EMFILE.attacker.example`. */
  readonly quoting: CertificateFiles;
  /** Signed by its own key. */
  readonly selfSigned: CertificateFiles;
  /** Signed by an authority that the server sends, but which is not `authority`. */
  readonly foreignRoot: CertificateFiles;
  /** Like `good`, but the server does not send the intermediate certificate. */
  readonly incomplete: CertificateFiles;
  /** For clients: the certificate of `good` and its key as a PKCS#12 file in base64, and the key in PEM format. */
  readonly protected: { readonly pkcs12: string; readonly key: string; readonly passphrase: string };
}

const CONFIG = `
[ca]
default_ca = authority
[authority]
database = index.txt
new_certs_dir = issued
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[ca_extensions]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[here]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost, DNS:*.localhost, IP:127.0.0.1, IP:::1
[elsewhere]
basicConstraints = CA:FALSE
subjectAltName = DNS:other.example
[quoting]
basicConstraints = CA:FALSE
subjectAltName = DNS:EMFILE.attacker.example, DNS:ENOMEM, DNS:EADDRNOTAVAIL.attacker.example
`;
const USUAL = ['20200101000000Z', '20481231235959Z'] as const;

/**
 * Makes all certificates in about half a second, in a folder that `dispose` removes.
 * @throws Error with the name of the Debian package when openssl is missing
 */
export async function certificates(): Promise<Certificates> {
  requireFile(OPENSSL, 'openssl');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-certificates-'));
  const file = (name: string) => join(dir, name);
  const openssl = (...args: readonly string[]) => run(OPENSSL, [...args], { cwd: dir });
  await Promise.all([
    writeFile(file('openssl.cnf'), CONFIG),
    writeFile(file('index.txt'), ''),
    mkdir(file('issued')),
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'key.pem'),
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'authority-key.pem'),
  ]);

  async function issue(
    name: string,
    options: {
      readonly by: string;
      readonly extensions: 'here' | 'elsewhere' | 'quoting' | 'ca_extensions';
      readonly validity?: readonly [string, string];
      readonly key?: string;
    },
  ): Promise<void> {
    const { by, extensions, validity = USUAL, key = 'key.pem' } = options;
    const self = by === name;
    const config = ['-config', 'openssl.cnf'];
    await openssl('req', '-new', ...config, '-key', key, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    const signer = self ? ['-selfsign', '-keyfile', key] : ['-cert', `${by}.pem`, '-keyfile', 'authority-key.pem'];
    const period = ['-startdate', validity[0], '-enddate', validity[1]];
    // One after another, because they share index.txt.
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`];
    await openssl('ca', '-batch', '-notext', ...config, ...signer, ...period, '-extensions', extensions, ...files);
  }

  const authority = { extensions: 'ca_extensions', key: 'authority-key.pem' } as const;
  await issue('Root', { ...authority, by: 'Root' });
  await issue('Intermediate', { ...authority, by: 'Root' });
  await issue('Expired', { ...authority, by: 'Root', validity: ['20200101000000Z', '20200103000000Z'] });
  await issue('Stranger', { ...authority, by: 'Stranger' });
  await issue('good', { by: 'Intermediate', extensions: 'here' });
  await issue('expired', { by: 'Intermediate', extensions: 'here', validity: ['20200101000000Z', '20200102000000Z'] });
  await issue('expiredAuthority', { by: 'Expired', extensions: 'here' });
  await issue('notYetValid', {
    by: 'Intermediate',
    extensions: 'here',
    validity: ['20490101000000Z', '20491231235959Z'],
  });
  await issue('wrongHost', { by: 'Intermediate', extensions: 'elsewhere' });
  await issue('quoting', { by: 'Intermediate', extensions: 'quoting' });
  await issue('foreignRoot', { by: 'Stranger', extensions: 'here' });
  await issue('selfSigned', { by: 'selfSigned', extensions: 'here' });

  const read = (name: string) => readFile(file(`${name}.pem`), 'utf8');
  async function chain(name: string, ...above: readonly string[]): Promise<CertificateFiles> {
    const whole = await Promise.all([name, ...above].map(read));
    await writeFile(file(`${name}-chain-${above.length}.pem`), whole.join(''));
    return { certificate: file(`${name}-chain-${above.length}.pem`), key: file('key.pem') };
  }
  const passphrase = 'open sesame';
  const out = `pass:${passphrase}`;
  await Promise.all([
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'good.pem',
      '-certfile',
      'Intermediate.pem',
      '-passout',
      out,
      '-out',
      'good.p12',
    ),
    openssl('pkey', '-in', 'key.pem', '-aes256', '-passout', out, '-out', 'locked.pem'),
  ]);
  return {
    protected: {
      pkcs12: await readFile(file('good.p12'), 'base64'),
      key: await readFile(file('locked.pem'), 'utf8'),
      passphrase,
    },
    authority: await read('Root'),
    good: await chain('good', 'Intermediate'),
    expired: await chain('expired', 'Intermediate'),
    expiredAuthority: await chain('expiredAuthority', 'Expired'),
    notYetValid: await chain('notYetValid', 'Intermediate'),
    wrongHost: await chain('wrongHost', 'Intermediate'),
    quoting: await chain('quoting', 'Intermediate'),
    selfSigned: await chain('selfSigned'),
    foreignRoot: await chain('foreignRoot', 'Stranger'),
    incomplete: await chain('good'),
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
}
