/** The fields of a UDP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { dialogTextSchema } from '../../fields/dialog-steps.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

export const udpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema(),
    send: dialogTextSchema('udp.text', 'send'),
    expect: dialogTextSchema('udp.text', 'expect'),
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
    expressions: true,
    section: 'expect',
    default: '',
    placeholder: 'pong',
    help: 'Text that the answer must contain, hex 0a0b, or a regular expression such as /^v[0-9]/. If empty, any answer is accepted.',
  },
  familyField,
];
