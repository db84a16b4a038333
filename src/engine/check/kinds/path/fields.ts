/** The fields of a path endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { wholeNumberSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

const METHODS = ['icmp', 'udp', 'tcp'] as const;
const MAX_COUNT = 10;
const MAX_HOPS = 64;

export const pathSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('icmp'),
    port: portSchema().nullable().default(null),
    count: wholeNumberSchema(1, MAX_COUNT).default(3),
    maxHops: wholeNumberSchema(1, MAX_HOPS).default(30),
    maxLoss: wholeNumberSchema(0, 99).default(99),
    family: familySchema(),
  }),
);

export type PathFields = z.output<typeof pathSchema>;

export const pathForm: readonly FormField[] = [
  hostField('www.example.org'),
  {
    name: 'method',
    label: 'Probes',
    type: 'select',
    section: 'request',
    default: 'icmp',
    options: [
      { value: 'icmp', label: 'ICMP' },
      { value: 'udp', label: 'UDP' },
      { value: 'tcp', label: 'TCP' },
    ],
    help: 'What to send. Firewalls often let only some of them through. Windows always sends ICMP.',
  },
  {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'request',
    advanced: true,
    when: { field: 'method', is: ['udp', 'tcp'] },
    default: null,
    min: 1,
    max: 65_535,
    help: 'The port of UDP and TCP probes; 1 to 65535. If empty, the program chooses.',
  },
  {
    name: 'count',
    label: 'Probes per hop',
    type: 'number',
    section: 'request',
    advanced: true,
    default: 3,
    min: 1,
    max: MAX_COUNT,
    help: 'How many probes each check sends to each hop; 1 to 10.',
  },
  {
    name: 'maxHops',
    label: 'Max hops',
    type: 'number',
    section: 'expect',
    advanced: true,
    default: 30,
    min: 1,
    max: MAX_HOPS,
    help: 'The check fails when the host is further away than this; 1 to 64.',
  },
  {
    name: 'maxLoss',
    label: 'Max loss',
    type: 'number',
    section: 'expect',
    default: 99,
    min: 0,
    max: 99,
    help: 'The check fails when a higher percentage of the probes to the host is lost; 0 to 99. Losses at routers on the way do not count.',
  },
  familyField,
];
