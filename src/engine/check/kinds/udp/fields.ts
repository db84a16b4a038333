/** The fields of a UDP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { parseDialogStep } from '../../fields/dialog-steps.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { compileRegex } from '../../../conditions/regex.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_CHARACTERS = 10_000;

/** A text as in a step of a conversation. */
function datagramSchema(action: 'send' | 'expect') {
  return acceptsOwn(
    'udp.text',
    z
      .string()
      .max(MAX_CHARACTERS)
      .superRefine((text, context) => {
        const step = text === '' ? null : parseDialogStep(`${action} ${text}`);
        if (text !== '' && step === null) context.addIssue({ code: 'custom' });
        const problem = step?.action === 'match' ? compileRegex(step.regex, step.flags).problem : null;
        if (problem !== null) context.addIssue(ownIssue('dialog.regex', { problem }));
      }),
    { max: MAX_CHARACTERS },
  ).default('');
}

export const udpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema(),
    send: datagramSchema('send'),
    expect: datagramSchema('expect'),
    family: familySchema(),
  }),
);

export type UdpFields = z.output<typeof udpSchema>;

export const udpForm: readonly FormField[] = [
  hostField('voice.example.org'),
  portField(),
  {
    name: 'send',
    label: 'Send',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'ping',
    help: 'The datagram to send: text with the escapes \\r, \\n, \\t, \\0, \\\\ and \\xNN, or hex 0a0b. If empty, an empty one.',
  },
  {
    name: 'expect',
    label: 'Expected answer',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: 'pong',
    help: 'Text that the answer must contain, hex 0a0b, or a regular expression such as /^v[0-9]/. If empty, any answer is right.',
  },
  familyField,
];
