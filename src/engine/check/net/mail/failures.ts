/** What can go wrong with a mail server, for the descriptors of the kinds that talk to one. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const starttlsFailures = [
  {
    code: 'starttls.missing',
    text: '{problem, select, none {The server does not offer to encrypt the connection.} other {The server does not encrypt the connection: {problem}}}',
    params: { problem: "the server's words; none: it does not offer the command" },
  },
] as const satisfies readonly FailureDescriptor[];

export const signInFailures = [
  {
    code: 'auth.unavailable',
    text: '{offered, select, none {The server does not offer to sign in on this connection.} other {The server offers no way to sign in that Lookout supports, only {offered}.}}',
    params: { offered: 'the ways that it offers' },
  },
] as const satisfies readonly FailureDescriptor[];

export const mailFailures = [
  ...starttlsFailures,
  ...signInFailures,
  {
    code: 'mail.refused',
    text: 'The server answered {command} with an error: {problem}',
    params: { command: 'the command of the protocol', problem: "the server's words" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only the kinds of mail servers have. */
export const mailFailure = failuresOfKind(mailFailures);
