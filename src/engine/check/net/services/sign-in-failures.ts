/** What can go wrong before credentials are sent, for the descriptors of kinds that choose from several ways to sign in. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';

export const signInFailures = [
  {
    code: 'auth.unavailable',
    text: '{offered, select, none {The server does not offer to sign in on this connection.} other {The server offers no way to sign in that Lookout supports, only {offered}.}}',
    params: { offered: 'the ways that it offers' },
  },
] as const satisfies readonly FailureDescriptor[];
