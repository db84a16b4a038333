import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { mailAddressIssues } from '../../fields/mail-address.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { mailFailures } from '../../net/mail/failures.ts';
import { greetingPhase, signInPhase } from '../../net/mail/phases.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { imapCredentials, mailForm, mailSchema, type MailFields } from './fields.ts';

const SCHEMES = { 'mail+smtp': { port: 587, tls: 'starttls' }, 'mail+smtps': { port: 465, tls: 'on' } } as const;

/** An email that is sent by SMTP and must arrive in a mailbox that is read by IMAP. */
export const mail: CheckKind<MailFields> = {
  kind: 'mail',
  title: 'Mail round trip',
  description: 'Sends an email by SMTP and waits until it arrives in a mailbox that it reads by IMAP.',
  category: 'mail',
  schema: mailSchema,
  form: mailForm,
  // Each check sends an email, which may take long.
  defaults: { interval: 600_000, timeout: 120_000 },
  phases: [
    dnsPhase,
    connectPhase,
    greetingPhase,
    tlsPhase,
    signInPhase,
    { name: 'send', label: 'Send', role: 'transfer' },
    { name: 'delivery', label: 'Delivery', role: 'wait' },
  ],
  metrics: [{ name: 'delivery', label: 'Delivery', unit: 'millisecond', charted: true }],
  details: [
    { name: 'server', label: 'Failed at', format: 'code' },
    remoteAddressDetail,
    { name: 'reply', label: 'Reply to the email', format: 'code' },
    tlsDetail,
  ],
  failures: mailFailures,
  issues: mailAddressIssues,
  placeholders: [{ name: 'BODY', meaning: 'what the server answered when it accepted the email' }],
  pasteExamples: ['mail+smtp://smtp.example.org/probe@example.org'],
  triedAgainst: 'aiosmtpd, Dovecot',
  example: {
    kind: 'mail',
    name: 'Our mail arrives',
    host: 'smtp.example.org',
    to: 'probe@example.org',
    username: 'probe@example.org',
    imapHost: 'imap.example.org',
  },
  target: (fields) => `mail+smtp${fields.tls === 'on' ? 's' : ''}://${formatHostPort(fields)}/${fields.to}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    return url && { kind: 'mail', host: url.host, port: url.port, tls: url.tls, to: url.path, ...url.credentials };
  },
  derivedSecrets: (fields) =>
    [plainOf(fields.username, fields.password), plainOf(...imapCredentials(fields))].filter((one) => one !== ''),
  load: () => import('./run.ts'),
};

function plainOf(username: string, password: string): string {
  return password === '' ? '' : plainResponse(username, password);
}
