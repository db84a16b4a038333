/** What can be wrong with the answers of a directory. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { startTlsFailures } from '../../net/starttls/starttls.ts';

const own = [
  {
    code: 'ldap.entries',
    cause: 'Too few entries',
    text: `{found, plural,
      =0 {The search finds no entry; it must find at least {wanted, number}.}
      one {The search finds # entry; it must find at least {wanted, number}.}
      other {The search finds # entries; it must find at least {wanted, number}.}}`,
    params: { found: 'how many entries were found', wanted: 'how many must be found' },
  },
] as const satisfies readonly FailureDescriptor[];

export const ldapFailures: readonly FailureDescriptor[] = [...own, ...startTlsFailures];

/** Makes a failure that only this kind has. */
export const ldapFailure = failuresOfKind(own);
