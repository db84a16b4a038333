import { httpSender } from '../../http-sender.ts';
import { SYMBOLS, moodOf, plainText } from '../../message-parts.ts';
import type { SignalFields } from './descriptor.ts';

export const sender = httpSender<SignalFields>({
  request: ({ server, number, recipient }, message) => ({
    url: `${server}/v2/send`,
    body: { message: `${SYMBOLS[moodOf(message)]} ${plainText(message)}`, number, recipients: [recipient] },
  }),
  // A wrong number and a server without a network are both answered with 400.
  classify: ({ status, body }) =>
    status === 400 && /network|connection|timeout|rate limit/iu.test(body) ? { outcome: 'retry' } : null,
});
