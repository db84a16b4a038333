/** What can go wrong only with MySQL. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const mysqlFailures = [
  { code: 'mysql.noTls', text: 'The server does not offer TLS.', params: {} },
] as const satisfies readonly FailureDescriptor[];

export const mysqlFailure = failuresOfKind(mysqlFailures);
