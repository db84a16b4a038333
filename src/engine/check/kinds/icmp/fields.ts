/** The fields of an ICMP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { durationSchema, wholeNumberSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_COUNT = 20;
/** What fits into an IPv4 packet of 65,535 bytes. */
const MAX_SIZE = 65_507;
/** Faster is for root only on most systems. */
const PACE = [200, 5_000] as const;

export const icmpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    count: wholeNumberSchema(1, MAX_COUNT).default(3),
    maxLoss: wholeNumberSchema(0, 99).default(99),
    size: wholeNumberSchema(0, MAX_SIZE).default(56),
    pace: durationSchema(PACE).default(PACE[0]),
    family: familySchema(),
  }),
);

export type IcmpFields = z.output<typeof icmpSchema>;

export const icmpForm: readonly FormField[] = [
  hostField('router.example.org'),
  {
    name: 'count',
    label: 'Requests',
    type: 'number',
    section: 'request',
    default: 3,
    min: 1,
    max: MAX_COUNT,
    help: 'How many echo requests each check sends; 1 to 20.',
  },
  {
    name: 'maxLoss',
    label: 'Max loss',
    type: 'number',
    section: 'expect',
    default: 99,
    min: 0,
    max: 99,
    help: 'The check fails when a higher percentage of the requests is lost; 0 to 99. With 99, it fails only when no answer comes.',
  },
  {
    name: 'size',
    label: 'Size',
    type: 'number',
    section: 'request',
    advanced: true,
    default: 56,
    min: 0,
    max: MAX_SIZE,
    help: 'Bytes of data in each request; 0 to 65507.',
  },
  {
    name: 'pace',
    label: 'Time between requests',
    type: 'duration',
    section: 'request',
    advanced: true,
    default: PACE[0],
    min: PACE[0],
    max: PACE[1],
    help: 'From one request of a check to the next; 200 ms to 5 s. Windows always waits a second.',
  },
  familyField,
];
