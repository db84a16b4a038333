/** What can go wrong only with SQL Server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const mssqlFailures = [
  { code: 'mssql.noTls', text: 'The server does not offer TLS.', params: {} },
  { code: 'mssql.onlyTls', text: 'The server requires TLS, and the endpoint has it switched off.', params: {} },
] as const satisfies readonly FailureDescriptor[];

export const mssqlFailure = failuresOfKind(mssqlFailures);
