/** Debian's slapd (OpenLDAP) for tests, with a small directory. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateFiles } from './certificates.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const SLAPD = '/usr/sbin/slapd';
const SLAPADD = '/usr/sbin/slapadd';
export const SLAPD_PACKAGES = { [SLAPD]: 'slapd' } as const;

/** The account that may read everything. */
export const LDAP_ADMIN = { username: 'cn=admin,dc=example,dc=org', password: 'admin-password' } as const;
/** The base of the directory. */
export const LDAP_BASE = 'dc=example,dc=org';

const ENTRIES = `dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: cn=Alice,ou=people,dc=example,dc=org
objectClass: person
cn: Alice
sn: Müller
telephoneNumber: 17

dn: cn=Bob,ou=people,dc=example,dc=org
objectClass: person
cn: Bob
sn: Builder
`;

export interface Slapd extends Disposable {
  /** LDAP and LDAPS, on 127.0.0.1. */
  readonly ports: { readonly plain: number; readonly secure: number };
}

/**
 * Starts slapd with TLS and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startSlapd(files: CertificateFiles): Promise<Slapd> {
  requireFile(SLAPD, 'slapd');
  const folder = await mkdtemp(join(tmpdir(), 'lookout-slapd-'));
  const file = (name: string) => join(folder, name);
  await mkdir(file('data'));
  await writeFile(
    file('slapd.conf'),
    `include /etc/ldap/schema/core.schema
pidfile ${file('pid')}
argsfile ${file('args')}
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${files.certificate}
TLSCertificateKeyFile ${files.key}
database mdb
maxsize 10485760
directory ${file('data')}
suffix "${LDAP_BASE}"
rootdn "${LDAP_ADMIN.username}"
rootpw ${LDAP_ADMIN.password}
access to dn.subtree="ou=people,${LDAP_BASE}" by users read by * none
access to * by * read
`,
  );
  await writeFile(file('entries.ldif'), ENTRIES);
  const remove = () => rm(folder, { recursive: true, force: true });
  const add = promisify(execFile)(SLAPADD, ['-q', '-f', file('slapd.conf'), '-l', file('entries.ldif')]);
  await add.catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return startOnFreePorts(
    2,
    async ([plain = 0, secure = 0]) => {
      const urls = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${secure}`;
      // With "-d", it stays in the foreground.
      const program = await startProgram(SLAPD, ['-d', '0', '-h', urls, '-f', file('slapd.conf')], [plain, secure]);
      return { ports: { plain, secure }, dispose: () => program.dispose() };
    },
    remove,
  );
}
