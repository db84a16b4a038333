/** STARTTLS with real servers of mail, files and directories. Those of databases are in the tests of their kinds. */
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { DOVECOT_PACKAGES, startDovecot, type Dovecot } from '../../../../../test/servers/dovecot.ts';
import { available } from '../../../../../test/servers/process.ts';
import { SLAPD_PACKAGES, startSlapd, type Slapd } from '../../../../../test/servers/slapd.ts';
import { SMTP_PACKAGES, startSmtp, type SmtpServer } from '../../../../../test/servers/smtp.ts';
import { startVsftpd, VSFTPD_PACKAGES, type Vsftpd } from '../../../../../test/servers/vsftpd.ts';
import { checkOnce } from '../../testing/check-once.ts';

const packages = { ...SMTP_PACKAGES, ...DOVECOT_PACKAGES, ...VSFTPD_PACKAGES, ...SLAPD_PACKAGES, ...OPENSSL_PACKAGES };
const { skip, reason } = available(packages);

describe.skipIf(skip)(`STARTTLS of real servers${reason}`, () => {
  let files: Certificates;
  let servers: readonly [SmtpServer, Dovecot, Vsftpd, Slapd];

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    const { good } = files;
    servers = await Promise.all([startSmtp(good), startDovecot(good), startVsftpd(good), startSlapd(good)]);
  });
  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.dispose()));
    await files?.dispose();
  });

  const portOf = {
    smtp: () => servers[0].port,
    imap: () => servers[1].ports.imap,
    pop3: () => servers[1].ports.pop3,
    ftp: () => servers[2].port,
    ldap: () => servers[3].ports.plain,
  } as const;

  it.each(['smtp', 'imap', 'pop3', 'ftp', 'ldap'] as const)('begins TLS with %s', async (starttls) => {
    const port = portOf[starttls]();
    const { failure, phases, observed } = await checkOnce({ kind: 'tls', host: 'localhost', port, starttls });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'starttls', 'tls']);
    expect(observed).toMatchObject({ SUBJECT: 'CN=good', ISSUER: 'CN=Intermediate' });
  });
});
