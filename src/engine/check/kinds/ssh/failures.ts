/** What can go wrong with an SSH server, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const sshFailures = [
  {
    code: 'auth.failed',
    text: `{offered, select,
      none {The server refused to sign in {username}.}
      other {The server refused to sign in {username}. It accepts {offered}.}}`,
    params: { username: 'the user', offered: 'the ways to sign in that the server offers' },
  },
  {
    code: 'query.failed',
    text: 'The server did not run the command: {problem}',
    params: { problem: "the library's or the server's words" },
  },
  {
    code: 'ssh.disconnected',
    cause: 'Disconnected by the server',
    text: 'The server ended the connection: {problem}',
    params: { problem: "the server's words" },
  },
  {
    code: 'ssh.hostKey',
    cause: 'Unexpected host key',
    text: 'The server has the host key {hostKey}, which is not one of those that the endpoint expects.',
    params: { hostKey: 'its fingerprint' },
  },
  {
    code: 'ssh.negotiation',
    cause: 'No SSH algorithm in common',
    text: 'Lookout and the server have no algorithm in common: {problem}',
    params: { problem: 'which kind of algorithm' },
  },
  {
    code: 'ssh.privateKey',
    cause: 'Private key unusable',
    text: 'The private key cannot be used: {problem}',
    params: { problem: 'why' },
  },
  {
    code: 'ssh.exit',
    cause: 'Unexpected exit code',
    text: `{signal, select,
      none {The command ended with the exit code {exitCode}, not {expected}.}
      other {The command was ended by the signal {signal}.}}`,
    params: {
      exitCode: 'the exit code of the command',
      expected: 'the exit code that the endpoint expects',
      signal: 'the signal that ended the command; none: it ended by itself',
    },
  },
  {
    code: 'ssh.path',
    cause: 'File or folder not readable',
    text: 'The server does not show {path}: {problem}',
    params: { path: 'the folder or file', problem: "the server's words" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const sshFailure = failuresOfKind(sshFailures);

export const sshIssues = [
  {
    code: 'ssh.fingerprint',
    text: '{field} must be a SHA-256 fingerprint as `ssh-keygen -l` writes it, such as SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU.',
    params: {},
  },
  {
    code: 'ssh.fingerprints',
    text: '{field} must be a list of at most {max, number} SHA-256 fingerprints.',
    params: { max: 'the maximum number of fingerprints' },
  },
  {
    code: 'ssh.privateKey',
    text: '{field} must be a private key in PEM or OpenSSH format: from -----BEGIN … PRIVATE KEY----- to -----END … PRIVATE KEY-----.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
