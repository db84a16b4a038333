import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { pop3Form, pop3Schema, type Pop3Fields } from './fields.ts';
import { receivingParts } from '../../net/mail/receiving.ts';

const SCHEMES = { pop3: { port: 110, tls: 'starttls' }, pop3s: { port: 995, tls: 'on' } } as const;

/** A server from which people read their mail by POP3 (RFC 1939). */
export const pop3: CheckKind<Pop3Fields> = {
  ...receivingParts,
  kind: 'pop3',
  title: 'POP3',
  description: 'Reads the greeting of a mail server, and can encrypt, sign in and count the emails.',
  schema: pop3Schema,
  form: pop3Form,
  metrics: [
    { name: 'messages', label: 'Emails', unit: 'count', charted: true },
    { name: 'size', label: 'Size of the emails', unit: 'byte', charted: true },
  ],
  pasteExamples: ['pop3s://mail.example.org', 'pop3://me@mail.example.org'],
  triedAgainst: 'Dovecot',
  example: { kind: 'pop3', name: 'Mailboxes', host: 'mail.example.org', username: 'probe@example.org' },
  target: (fields) => `${fields.tls === 'on' ? 'pop3s' : 'pop3'}://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    return url && { kind: 'pop3', host: url.host, port: url.port, tls: url.tls, ...url.credentials };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
