/** What can go wrong only with PostgreSQL. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const postgresFailures = [
  { code: 'postgres.noTls', text: 'The server does not offer TLS.', params: {} },
  {
    code: 'postgres.noPassword',
    cause: 'No password',
    text: 'The server asks for the password of {username}, but the endpoint has none.',
    params: { username: 'the user' },
  },
] as const satisfies readonly FailureDescriptor[];

export const postgresFailure = failuresOfKind(postgresFailures);
