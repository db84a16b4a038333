import { httpSender } from '../../http-sender.ts';
import { SYMBOLS, fit, moodOf, plainText } from '../../message-parts.ts';
import type { LineFields } from './descriptor.ts';

export const sender = httpSender<LineFields>({
  request: ({ server, token, to }, message) => ({
    url: `${server}/v2/bot/message/push`,
    headers: { authorization: `Bearer ${token}`, 'x-line-retry-key': message.dedupKey },
    body: { to, messages: [{ type: 'text', text: fit(`${SYMBOLS[moodOf(message)]} ${plainText(message)}`, 5_000) }] },
  }),
  // An earlier attempt with this key was accepted.
  classify: ({ status }) => (status === 409 ? { outcome: 'delivered' } : null),
});
