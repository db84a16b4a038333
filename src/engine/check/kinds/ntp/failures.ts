/** What can be wrong with the clock of an NTP server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const ntpFailures = [
  {
    code: 'ntp.offset',
    cause: 'Clocks differ too much',
    text: 'The clocks of the server and of this computer differ by {offsetMs}; at most {maxMs} is accepted.',
    params: { offsetMs: 'by how much they differ', maxMs: 'what the endpoint accepts' },
  },
  {
    code: 'ntp.unsynchronized',
    text: 'The server has no source for its own clock: it is not synchronized.',
    params: {},
  },
  {
    code: 'ntp.refused',
    cause: 'Refused by the time server',
    text: 'The server refused to say the time ({kiss}).',
    params: { kiss: 'its kiss code, such as `RATE` or `DENY`' },
  },
  {
    code: 'ntp.stratum',
    cause: 'Stratum too high',
    text: 'The stratum of the server is {stratum}; at most {max} is accepted.',
    params: { stratum: 'its distance from a primary source', max: 'what the endpoint accepts' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const ntpFailure = failuresOfKind(ntpFailures);
