import { byCodeIn, httpSender } from '../../http-sender.ts';
import { fit, markdown } from '../../message-parts.ts';
import type { WecomFields } from './descriptor.ts';

/** The robot sends too often, or the service is busy. */
const RETRIED = new Set([-1, 45_009]);

export const sender = httpSender<WecomFields>({
  // The limit is 4,096 bytes, and a Chinese character takes three.
  request: ({ url }, message) => ({
    url,
    body: { msgtype: 'markdown', markdown: { content: fit(markdown(message), 1_300) } },
  }),
  classify: byCodeIn('errcode', RETRIED),
});
