/** The fields of a heartbeat: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { durationSchema } from '../../common.ts';
import { firesEver, isCron, isTimeZone } from '../../../base/cron.ts';
import { lazily } from '../../fields/lazily.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const EVERY = [1_000, 366 * DAY_MS] as const;
const GRACE = [1_000, 366 * DAY_MS] as const;
const KEY = /^[A-Za-z0-9_-]+$/u;
const MIN_KEY = 16;
const MAX_KEY = 100;
/** `aaaaaaaaaaaaaaaa` is long, and easy to guess. */
const DISTINCT = 8;

function isUnguessable(key: string): boolean {
  return KEY.test(key) && key.length >= MIN_KEY && key.length <= MAX_KEY && new Set(key).size >= DISTINCT;
}

export const pushSchema = lazily(() =>
  z.object({
    every: durationSchema(EVERY).default(HOUR_MS),
    cron: acceptsOwn(
      'push.cron',
      z
        .string()
        .trim()
        .max(200)
        .superRefine((text, context) => {
          if (text === '') return;
          if (!isCron(text)) context.addIssue(ownIssue('push.cron', { reason: 'syntax' }));
          else if (!firesEver(text)) context.addIssue(ownIssue('push.cron', { reason: 'never' }));
        }),
      { reason: 'syntax' },
    ).default(''),
    timezone: acceptsOwn(
      'push.timezone',
      z
        .string()
        .trim()
        .max(100)
        .refine((name) => name === '' || isTimeZone(name)),
    ).default(''),
    grace: durationSchema(GRACE).default(5 * MINUTE_MS),
    maxDuration: durationSchema(EVERY).nullable().default(null),
    key: acceptsOwn(
      'push.key',
      z
        .string()
        .trim()
        .refine((key) => key === '' || isUnguessable(key)),
      { min: MIN_KEY, max: MAX_KEY },
    ).default(''),
  }),
);

export type PushFields = z.output<typeof pushSchema>;

export const pushForm: readonly FormField[] = [
  {
    name: 'every',
    label: 'Expected every',
    type: 'duration',
    section: 'target',
    min: EVERY[0],
    max: EVERY[1],
    default: HOUR_MS,
    help: 'How often the job reports. Not used with a cron expression.',
  },
  {
    name: 'cron',
    label: 'Cron expression',
    type: 'text',
    section: 'target',
    default: '',
    placeholder: '0 2 * * *',
    help: 'When the job runs, instead of a fixed interval: minute, hour, day, month, weekday.',
  },
  {
    name: 'timezone',
    label: 'Time zone',
    type: 'text',
    section: 'target',
    advanced: true,
    default: '',
    placeholder: 'Europe/Berlin',
    help: 'The time zone of the cron expression. If empty, that of the computer that runs Lookout.',
  },
  {
    name: 'grace',
    label: 'Grace period',
    type: 'duration',
    section: 'target',
    min: GRACE[0],
    max: GRACE[1],
    default: 5 * MINUTE_MS,
    help: 'How late a signal may be before the endpoint is down.',
  },
  {
    name: 'maxDuration',
    label: 'Max duration',
    type: 'duration',
    section: 'expect',
    advanced: true,
    min: EVERY[0],
    max: EVERY[1],
    default: null,
    help: 'How long a run may take after its start signal. If empty, there is no limit.',
  },
  {
    name: 'key',
    label: 'Key',
    type: 'text',
    section: 'target',
    advanced: true,
    default: '',
    help: 'The last part of the address /push/KEY. Keep it secret: anyone who knows it can send signals. If empty, it is the ID of the endpoint.',
  },
];
