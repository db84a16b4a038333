import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface MatrixFields {
  /** Without a slash at its end. */
  readonly server: string;
  readonly token: string;
  readonly room: string;
}

/** Matrix, as a user of a homeserver (https://spec.matrix.org/latest/client-server-api/#sending-events-to-a-room). */
export const matrix = defineChannel<MatrixFields>({
  kind: 'matrix',
  title: 'Matrix',
  description: 'A message in a Matrix room.',
  category: 'chat',
  schema: () => z.object({ server: serverUrl(), token: requiredText(), room: requiredText(500) }),
  form: [
    serverField({ placeholder: 'https://matrix.example.org', help: 'The address of the homeserver.' }),
    secretField('token', 'Access token', {
      help: 'The token of the user who writes. In Element, it is in All settings, Help and About.',
    }),
    textField('room', 'Room ID', {
      help: 'From the settings of the room, such as !abc:example.org. The user must be in the room.',
      placeholder: '!abc:example.org',
    }),
  ],
  example: { server: 'https://matrix.example.org', token: 'syt_XXXX', room: '!abc:example.org' },
  load: () => import('./send.ts'),
});
