import { z } from 'zod';
import { accepts } from '../../../base/accepts.ts';
import { durationSchema, textSchema } from '../../../check/common.ts';
import { requiredText, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface CommandFields {
  /** A name that is looked up in PATH, or a path. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly timeout: number;
}

/** A program on the computer on which Lookout runs. */
export const command = defineChannel<CommandFields>({
  kind: 'command',
  title: 'Command',
  description: 'Runs a program on this computer, with the alert in environment variables.',
  category: 'system',
  schema: () =>
    z.object({
      program: requiredText(1_000),
      arguments: accepts('tooMany', { max: 50 }, z.array(textSchema(2_000)).max(50)).default([]),
      timeout: durationSchema([1_000, 25_000]).default(10_000),
    }),
  form: [
    textField('program', 'Program', {
      placeholder: '/usr/local/bin/on-alert',
      help: 'Started without a shell. LOOKOUT_EVENT, LOOKOUT_TITLE, LOOKOUT_TEXT, LOOKOUT_ALERT, LOOKOUT_KEY, LOOKOUT_ENDPOINT and LOOKOUT_TARGET say what happened. Exit code 0 means delivered; 75 means try again.',
    }),
    { name: 'arguments', label: 'Arguments', type: 'list', section: 'request', default: [], help: 'One per line.' },
    {
      name: 'timeout',
      label: 'Time limit',
      type: 'duration',
      section: 'request',
      advanced: true,
      default: 10_000,
      min: 1_000,
      max: 25_000,
    },
  ],
  example: { program: '/usr/local/bin/on-alert', arguments: ['--from', 'lookout'] },
  load: () => import('./send.ts'),
});
