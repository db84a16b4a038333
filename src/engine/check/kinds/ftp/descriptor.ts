import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { formatUrlPath, readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { ftpFailures, ftpIssues } from './failures.ts';
import { ftpForm, ftpSchema, type FtpFields } from './fields.ts';

const SCHEMES = {
  ftp: { port: 21, tls: 'off' },
  ftps: { port: 990, tls: 'on' },
  ftpes: { port: 21, tls: 'starttls' },
} as const;

/** An FTP server (RFC 959), also with TLS (RFC 4217). */
export const ftp: CheckKind<FtpFields> = {
  kind: 'ftp',
  title: 'FTP',
  description: 'Reads the greeting of an FTP server, and can encrypt, sign in, and look at a folder or a file.',
  category: 'mail',
  schema: ftpSchema,
  form: ftpForm,
  phases: [
    dnsPhase,
    connectPhase,
    { name: 'greeting', label: 'Greeting', role: 'wait' },
    tlsPhase,
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    { name: 'path', label: 'Path', role: 'transfer' },
  ],
  metrics: [
    { name: 'entries', label: 'Entries of the folder', unit: 'count', charted: true },
    { name: 'fileSize', label: 'Size of the file', unit: 'byte', charted: true },
    { name: 'fileAge', label: 'Age of the file', unit: 'second', charted: true },
  ],
  details: [
    remoteAddressDetail,
    { name: 'greeting', label: 'Greeting', format: 'code' },
    { name: 'capabilities', label: 'Capabilities', format: 'list' },
    { name: 'dataPort', label: 'Port for data', format: 'text' },
    { name: 'files', label: 'Entries', format: 'list' },
    tlsDetail,
  ],
  failures: ftpFailures,
  issues: ftpIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the greeting of the server' },
    { name: 'CAPABILITIES', meaning: 'the list of what the server offers', parts: 'json' },
    { name: 'FILES', meaning: 'the names in the folder, at most 100', parts: 'json' },
  ],
  pasteExamples: ['ftp://anonymous@files.example.org/pub', 'ftpes://me@files.example.org/backups'],
  triedAgainst: 'vsftpd',
  example: {
    kind: 'ftp',
    name: 'Backups',
    host: 'files.example.org',
    tls: 'starttls',
    username: 'backup',
    path: '/backups/latest.tar',
  },
  target: (fields) =>
    `${SCHEME_OF[fields.tls]}://${formatHostPort(fields)}${formatUrlPath(fields.path.replace(/^\//u, ''))}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const path = url.path === '' ? {} : { path: `/${url.path}` };
    return { kind: 'ftp', host: url.host, port: url.port, tls: url.tls, ...url.credentials, ...path };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

const SCHEME_OF = { off: 'ftp', on: 'ftps', starttls: 'ftpes' } as const;
