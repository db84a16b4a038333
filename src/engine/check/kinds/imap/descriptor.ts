import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/details.ts';
import { mailFailures } from '../../net/mail/failures.ts';
import { greetingPhase, signInPhase } from '../../net/mail/phases.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/phases.ts';
import { plainResponse } from '../../net/plain-response.ts';
import { imapForm, imapSchema, type ImapFields } from './fields.ts';

const SCHEMES = { imap: { port: 143, tls: 'starttls' }, imaps: { port: 993, tls: 'on' } } as const;

/** A server from which people read their mail by IMAP (RFC 3501). */
export const imap: CheckKind<ImapFields> = {
  kind: 'imap',
  title: 'IMAP',
  description: 'Reads the greeting of a mail server, and can encrypt, sign in and count the mails of a mailbox.',
  category: 'mail',
  schema: imapSchema,
  form: imapForm,
  phases: [
    dnsPhase,
    connectPhase,
    greetingPhase,
    tlsPhase,
    signInPhase,
    { name: 'mailbox', label: 'Mailbox', role: 'transfer' },
  ],
  metrics: [
    { name: 'messages', label: 'Mails', unit: 'count', charted: true },
    { name: 'unseen', label: 'Unread mails', unit: 'count', charted: true },
  ],
  details: [
    remoteAddressDetail,
    { name: 'greeting', label: 'Greeting', format: 'code' },
    { name: 'capabilities', label: 'Capabilities', format: 'list' },
    tlsDetail,
  ],
  failures: mailFailures,
  issues: [],
  placeholders: [
    { name: 'BODY', meaning: 'the greeting of the server' },
    { name: 'CAPABILITIES', meaning: 'the list of what the server offers', parts: 'json' },
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
