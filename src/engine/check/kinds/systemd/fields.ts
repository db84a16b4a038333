/** The fields of a systemd endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { lazily } from '../../fields/lazily.ts';

/** What systemd allows in the names of units (systemd.unit(5)); a name that begins with "-" could be an option. */
const UNIT = /^[\w:.@\\][\w:.@\\-]*$/u;
const SUFFIX = /\.(?:service|socket|target|timer|mount|automount|path|scope|slice|swap|device)$/u;
const MANAGERS = ['system', 'user'] as const;
const STATES = ['active', 'notFailed'] as const;

export const systemdSchema = lazily(() =>
  z.object({
    unit: acceptsOwn(
      'systemd.unit',
      z
        .string()
        .trim()
        .max(255)
        .regex(UNIT)
        .transform((name) => (SUFFIX.test(name) ? name : `${name}.service`)),
    ),
    manager: accepts('oneOf', { options: MANAGERS }, z.enum(MANAGERS)).default('system'),
    state: accepts('oneOf', { options: STATES }, z.enum(STATES)).default('active'),
  }),
);

export type SystemdFields = z.output<typeof systemdSchema>;

export const systemdForm: readonly FormField[] = [
  {
    name: 'unit',
    label: 'Unit',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'nginx.service',
    help: 'The name of the unit. A name without a suffix is a service.',
  },
  {
    name: 'state',
    label: 'State',
    type: 'select',
    section: 'expect',
    default: 'active',
    options: [
      { value: 'active', label: 'Must be active' },
      { value: 'notFailed', label: 'Must not have failed' },
    ],
    help: 'For a job that a timer starts, choose “Must not have failed”: it is inactive between two runs.',
  },
  {
    name: 'manager',
    label: 'Manager',
    type: 'select',
    section: 'target',
    advanced: true,
    default: 'system',
    options: [
      { value: 'system', label: 'System' },
      { value: 'user', label: 'User that runs Lookout' },
    ],
    help: 'Whose unit it is.',
  },
];
