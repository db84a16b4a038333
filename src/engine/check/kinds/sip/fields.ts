/** The fields of a SIP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { acceptedStatusField, acceptedStatusSchema } from '../../fields/accepted-status.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portSchema } from '../../fields/host.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { lazily } from '../../fields/lazily.ts';

const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export const SIP_PORTS = { udp: 5060, tcp: 5060, tls: 5061 } as const;

export const sipSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().nullable().default(null),
    transport: accepts('oneOf', { options: TRANSPORTS }, z.enum(TRANSPORTS)).default('udp'),
    user: acceptsOwn(
      'sip.user',
      z
        .string()
        .max(200)
        .regex(/^[\w.!~*'()&=+$,;?/%-]*$/u),
    ).default(''),
    acceptedStatus: acceptedStatusSchema('sip.acceptedStatus'),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
  }),
);

export type SipFields = z.output<typeof sipSchema>;

const ENCRYPTED = { field: 'transport', is: ['tls'] } as const;

export const sipForm: readonly FormField[] = [
  hostField('sip.example.org'),
  {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'target',
    default: null,
    min: 1,
    max: 65_535,
    help: 'The port of the server; 1 to 65535. If empty, it is 5060, or 5061 over TLS.',
  },
  {
    name: 'transport',
    label: 'Transport',
    type: 'select',
    section: 'request',
    default: 'udp',
    options: [
      { value: 'udp', label: 'UDP' },
      { value: 'tcp', label: 'TCP' },
      { value: 'tls', label: 'TLS' },
    ],
    help: 'How to ask. Over UDP, the question is sent again when no answer comes.',
  },
  {
    name: 'user',
    label: 'User',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'echo',
    help: 'The part before @ in the address that is asked about. If empty, the server itself is asked.',
  },
  acceptedStatusField('200-299,404'),
  { ...verifyTlsField, section: 'tls', when: ENCRYPTED },
  { ...trustedCertificatesField, section: 'tls', when: ENCRYPTED },
  familyField,
];
