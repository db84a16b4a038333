/** The parts of descriptors that kinds for mailboxes share. */
import type { KindDescriptor } from '../../../../contract/descriptor.ts';
import { remoteAddressDetail, tlsDetail } from '../probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../probe/phases.ts';
import { mailFailures } from './failures.ts';
import { greetingPhase, mailboxPhase, signInPhase } from './phases.ts';

export const receivingParts = {
  category: 'mail',
  phases: [dnsPhase, connectPhase, greetingPhase, tlsPhase, signInPhase, mailboxPhase],
  details: [
    remoteAddressDetail,
    { name: 'greeting', label: 'Greeting', format: 'code' },
    { name: 'capabilities', label: 'Capabilities', format: 'list' },
    tlsDetail,
  ],
  failures: mailFailures,
  issues: [],
  placeholders: [
    { name: 'BODY', meaning: 'the greeting of the server' },
    { name: 'CAPABILITIES', meaning: 'the list of what the server offers', parts: 'json' },
  ],
} as const satisfies Partial<KindDescriptor>;
