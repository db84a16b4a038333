/** What can be wrong with a certificate that is valid. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { startTlsFailures } from '../../net/starttls/starttls.ts';

export const tlsFailures = [
  ...startTlsFailures,
  {
    code: 'tls.expiresSoon',
    cause: 'Certificate expires soon',
    text: `{subject, select,
      none {The certificate expires on {expiresOn}, in less than {limitMs}.}
      other {A certificate of the chain ({subject}) expires on {expiresOn}, in less than {limitMs}.}}`,
    params: {
      expiresOn: 'notAfter of the certificate',
      limitMs: 'the time before that from which the endpoint fails or is degraded',
      subject: "whose certificate; none: the server's own",
    },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const tlsFailure = failuresOfKind(tlsFailures);
