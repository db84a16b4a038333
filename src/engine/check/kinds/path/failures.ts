/** What can be wrong with a route. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const pathFailures = [
  {
    code: 'path.unreached',
    cause: 'Host not reached',
    text: `{last, select,
      none {No router on the way answered, nor did the host.}
      other {The route ends at {last}, after {hops, plural, one {# hop} other {# hops}}: the host did not answer.}}`,
    params: { last: 'the last address that answered', hops: 'how far away it is' },
    network: true,
  },
  {
    code: 'path.loss',
    cause: 'Packet loss',
    text: '{lossPercent, number} % of the probes to the host were lost; at most {maxPercent, number} % may be.',
    params: { lossPercent: 'how many of 100 were lost', maxPercent: 'how many of 100 may be lost' },
    network: true,
  },
  {
    code: 'path.hops',
    cause: 'Too many hops',
    text: 'The route has {hops, plural, one {# hop} other {# hops}}; at most {max, number} are accepted.',
    params: { hops: 'how many hops it has', max: 'what the endpoint accepts' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const pathFailure = failuresOfKind(pathFailures);
