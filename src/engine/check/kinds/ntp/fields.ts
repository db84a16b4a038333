/** The fields of an NTP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { durationSchema, wholeNumberSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

const OFFSET = [1, 86_400_000] as const;
const NTP_PORT = 123;
const MAX_STRATUM = 15;

export const ntpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(NTP_PORT),
    warnOffset: durationSchema(OFFSET).nullable().default(null),
    maxOffset: durationSchema(OFFSET).nullable().default(1_000),
    maxStratum: wholeNumberSchema(1, MAX_STRATUM).default(MAX_STRATUM),
    family: familySchema(),
  }),
);

export type NtpFields = z.output<typeof ntpSchema>;

export const ntpForm: readonly FormField[] = [
  hostField('time.example.org'),
  portField(NTP_PORT),
  {
    name: 'maxOffset',
    label: 'Max offset',
    type: 'duration',
    section: 'expect',
    min: OFFSET[0],
    max: OFFSET[1],
    default: 1_000,
    help: 'The check fails when the clocks of the server and of this computer differ by more than this. If empty, any difference is accepted.',
  },
  {
    name: 'warnOffset',
    label: 'Warn above offset',
    type: 'duration',
    section: 'expect',
    advanced: true,
    min: OFFSET[0],
    max: OFFSET[1],
    default: null,
    help: 'The endpoint is degraded when the clocks differ by more than this. If empty, it is not.',
  },
  {
    name: 'maxStratum',
    label: 'Max stratum',
    type: 'number',
    section: 'expect',
    advanced: true,
    min: 1,
    max: MAX_STRATUM,
    default: MAX_STRATUM,
    help: 'The check fails when the server is further than this from a primary source; 1 to 15.',
  },
  familyField,
];
