/** The field `starttls`, of kinds that can encrypt a connection of another protocol. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import type { StartTlsProtocol } from '../net/starttls/starttls.ts';

/** The protocols with their usual port. */
export const STARTTLS_PORTS = {
  smtp: 25,
  imap: 143,
  pop3: 110,
  ftp: 21,
  postgres: 5432,
  mysql: 3306,
  ldap: 389,
} as const satisfies Record<StartTlsProtocol, number>;

const PROTOCOLS = ['none', 'smtp', 'imap', 'pop3', 'ftp', 'postgres', 'mysql', 'ldap'] as const;
export type StartTls = (typeof PROTOCOLS)[number];

const LABELS: Readonly<Record<StartTls, string>> = {
  none: 'None',
  smtp: 'SMTP',
  imap: 'IMAP',
  pop3: 'POP3',
  ftp: 'FTP',
  postgres: 'PostgreSQL',
  mysql: 'MySQL or MariaDB',
  ldap: 'LDAP',
};

export function starttlsSchema() {
  return accepts('oneOf', { options: PROTOCOLS }, z.enum(PROTOCOLS)).default('none');
}

/** @param help one sentence: when to choose a protocol */
export function starttlsField(help: string): FormField {
  return {
    name: 'starttls',
    label: 'STARTTLS',
    type: 'select',
    section: 'request',
    default: 'none',
    options: PROTOCOLS.map((value) => ({ value, label: LABELS[value] })),
    help,
  };
}
