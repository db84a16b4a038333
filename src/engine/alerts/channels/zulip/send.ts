import { basic } from '../../../check/fields/credentials.ts';
import { httpSender } from '../../http-sender.ts';
import { fit, markdown } from '../../message-parts.ts';
import type { ZulipFields } from './descriptor.ts';

export const sender = httpSender<ZulipFields>({
  request: ({ server, email, apiKey, channel, topic }, message) => ({
    url: `${server}/api/v1/messages`,
    headers: {
      authorization: basic(email, apiKey),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      type: 'stream',
      to: channel,
      topic,
      content: fit(markdown(message), 9_000),
    }).toString(),
  }),
});
