import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { mailAddressIssues } from '../../fields/mail-address.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { mailFailures } from '../../net/mail/failures.ts';
import { greetingPhase, signInPhase } from '../../net/mail/phases.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { smtpForm, smtpSchema, type SmtpFields } from './fields.ts';

/** The schemes of pasted URLs. `submission` is the service for programs that send mail (RFC 6409). */
const SCHEMES = {
  smtp: { port: 25, tls: 'starttls' },
  smtps: { port: 465, tls: 'on' },
  submission: { port: 587, tls: 'starttls' },
} as const;

/** A server that accepts mail by SMTP (RFC 5321). */
export const smtp: CheckKind<SmtpFields> = {
  kind: 'smtp',
  title: 'SMTP',
  description: 'Reads the greeting of a mail server, and can encrypt, sign in, ask for a recipient and send an email.',
  category: 'mail',
  schema: smtpSchema,
  form: smtpForm,
  phases: [
    dnsPhase,
    connectPhase,
    greetingPhase,
    tlsPhase,
    signInPhase,
    { name: 'mail', label: 'Mail', role: 'transfer' },
  ],
  metrics: [],
  details: [
    remoteAddressDetail,
    { name: 'greeting', label: 'Greeting', format: 'code' },
    { name: 'capabilities', label: 'Capabilities', format: 'list' },
    { name: 'reply', label: 'Reply to the email', format: 'code' },
    tlsDetail,
  ],
  failures: mailFailures,
  issues: mailAddressIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the greeting of the server' },
    { name: 'CAPABILITIES', meaning: 'the list of what the server offers', parts: 'json' },
  ],
  pasteExamples: ['smtp://mail.example.org', 'submission://me@mail.example.org'],
  triedAgainst: 'aiosmtpd, OpenSMTPD',
  example: { kind: 'smtp', name: 'Mail in', host: 'mail.example.org', port: 25, to: 'postmaster@example.org' },
  target: (fields) => `${fields.tls === 'on' ? 'smtps' : 'smtp'}://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    return url && { kind: 'smtp', host: url.host, port: url.port, tls: url.tls, ...url.credentials };
  },
  derivedSecrets: ({ username, password }) => (password === '' ? [] : [plainResponse(username, password)]),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
