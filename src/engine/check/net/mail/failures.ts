/** What can go wrong with a mail server, for the descriptors of the kinds that talk to one. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { signInFailures } from '../services/sign-in-failures.ts';
import { startTlsFailures } from '../starttls/starttls.ts';

export const mailFailures = [
  ...startTlsFailures,
  ...signInFailures,
  {
    code: 'mail.refused',
    cause: 'Refused by the mail server',
    text: 'The server answered {command} with an error: {problem}',
    params: { command: 'the command of the protocol', problem: "the server's words" },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only the kinds of mail servers have. */
export const mailFailure = failuresOfKind(mailFailures);

/** The `problem` of `starttls.refused` for a server that does not list the command. */
export const NOT_OFFERED = 'STARTTLS is not among its capabilities';
