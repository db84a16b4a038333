/** What can go wrong with echo requests. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const icmpFailures = [
  {
    code: 'icmp.noAnswer',
    cause: 'No answer to ping',
    text: 'No answer to {sent, plural, one {an echo request} other {# echo requests}} (ping).',
    params: { sent: 'how many requests were sent' },
    network: true,
  },
  {
    code: 'icmp.loss',
    cause: 'Packet loss',
    text: '{lossPercent, number} % of the echo requests were lost; at most {maxPercent, number} % may be.',
    params: { lossPercent: 'how many of 100 were lost', maxPercent: 'how many of 100 may be lost' },
    network: true,
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const icmpFailure = failuresOfKind(icmpFailures);
