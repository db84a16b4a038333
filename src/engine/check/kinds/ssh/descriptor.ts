import { changedPlaceholder } from '../../common.ts';
import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase } from '../../net/probe/phases.ts';
import { sshFailures, sshIssues } from './failures.ts';
import { sshForm, sshSchema, type SshFields } from './fields.ts';

const SCHEMES = { ssh: { port: 22, tls: 'off' }, sftp: { port: 22, tls: 'off' } } as const;

/** An SSH server (RFC 4251): its host key, and optionally a command or a path by SFTP. */
export const ssh: CheckKind<SshFields> = {
  kind: 'ssh',
  title: 'SSH and SFTP',
  description: 'Checks an SSH server and its host key. Can sign in, run a command, and look at a path by SFTP.',
  category: 'system',
  schema: sshSchema,
  form: sshForm,
  phases: [
    dnsPhase,
    connectPhase,
    { name: 'greeting', label: 'Greeting', role: 'wait' },
    { name: 'keyExchange', label: 'Key exchange', role: 'secure' },
    { name: 'signIn', label: 'Sign in', role: 'authenticate' },
    { name: 'command', label: 'Command', role: 'transfer' },
    { name: 'sftp', label: 'SFTP', role: 'transfer' },
  ],
  metrics: [
    { name: 'entries', label: 'Entries of the folder', unit: 'count', charted: true },
    { name: 'fileSize', label: 'Size of the file', unit: 'byte', charted: true },
    { name: 'fileAge', label: 'Age of the file', unit: 'second', charted: true },
  ],
  details: [
    remoteAddressDetail,
    { name: 'version', label: 'Version', format: 'code' },
    { name: 'hostKey', label: 'Host key', format: 'code', tracked: 'value' },
    { name: 'exitCode', label: 'Exit code', format: 'number', brief: true },
    { name: 'output', label: 'Output', format: 'code' },
    { name: 'errors', label: 'Error output', format: 'code' },
    { name: 'files', label: 'Entries', format: 'list' },
  ],
  failures: sshFailures,
  issues: sshIssues,
  placeholders: [
    { name: 'BODY', meaning: 'the output of the command, at most 64 KB', parts: 'json' },
    { name: 'EXIT_CODE', meaning: 'the exit code of the command' },
    { name: 'FILES', meaning: 'the names in the folder, at most 100', parts: 'json' },
    { name: 'HOST_KEY', meaning: 'the SHA-256 fingerprint of the host key' },
    { name: 'VERSION', meaning: 'the version that the server sends first' },
    changedPlaceholder,
  ],
  pasteExamples: ['ssh://admin@server.example.org', 'sftp://backup@files.example.org/var/backups'],
  triedAgainst: 'OpenSSH',
  example: {
    kind: 'ssh',
    name: 'Web server',
    host: 'server.example.org',
    username: 'lookout',
    command: 'systemctl is-active nginx',
    expect: 'active',
  },
  target: (fields) => `ssh://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: (text) => {
    const url = readServiceUrl(text, SCHEMES);
    if (url === null) return null;
    const path = url.scheme === 'sftp' && url.path !== '' ? { path: `/${url.path}` } : {};
    return { kind: 'ssh', host: url.host, port: url.port, ...url.credentials, ...path };
  },
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};
