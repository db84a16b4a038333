import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { imapForm, imapSchema, type ImapFields } from './fields.ts';
import { receivingParts } from '../../net/mail/receiving.ts';

const SCHEMES = { imap: { port: 143, tls: 'starttls' }, imaps: { port: 993, tls: 'on' } } as const;

/** A server from which people read their mail by IMAP (RFC 3501). */
export const imap: CheckKind<ImapFields> = {
  ...receivingParts,
  kind: 'imap',
  title: 'IMAP',
  description: 'Reads the greeting of a mail server, and can encrypt, sign in and count the emails of a mailbox.',
  schema: imapSchema,
  form: imapForm,
  metrics: [
    { name: 'messages', label: 'Emails', unit: 'count', charted: true },
    { name: 'unseen', label: 'Unread emails', unit: 'count', charted: true },
  ],
  pasteExamples: ['imaps://mail.example.org', 'imap://me@mail.example.org'],
  triedAgainst: 'Dovecot',
  example: { kind: 'imap', name: 'Mailboxes', host: 'mail.example.org', username: 'probe@example.org' },
  target: (fields) => `${fields.tls === 'on' ? 'imaps' : 'imap'}://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    return url && { kind: 'imap', host: url.host, port: url.port, tls: url.tls, ...url.credentials };
  },
  derivedSecrets: ({ username, password }) => (password === '' ? [] : [plainResponse(username, password)]),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
