/** What can go wrong with an FTP server, and with the fields of its endpoint. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { startTlsFailures } from '../../net/starttls/starttls.ts';

export const ftpFailures = [
  ...startTlsFailures,
  {
    code: 'ftp.refused',
    cause: 'Refused by the FTP server',
    text: 'The server answered {command} with an error: {problem}',
    params: { command: 'the command of the protocol', problem: "the server's words" },
  },
  {
    code: 'ftp.data',
    cause: 'No connection for data',
    text: 'The server does not accept the connection for data on port {port}: {problem}',
    params: { port: 'the port that the server named', problem: 'the error of the connection' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const ftpFailure = failuresOfKind(ftpFailures);

export const ftpIssues = [
  {
    code: 'ftp.path',
    text: '{field} must be text with at most {max, number} characters and without line breaks.',
    params: { max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];
