import { createHmac } from 'node:crypto';
import { byCodeIn, httpSender } from '../../http-sender.ts';
import { fit, markdown } from '../../message-parts.ts';
import type { DingtalkFields } from './descriptor.ts';

/** The robot is busy, or sends too often. */
const RETRIED = new Set([-1, 130_101, 410_100]);

export const sender = httpSender<DingtalkFields>({
  request: ({ url, secret }, message) => {
    const to = new URL(url);
    if (secret !== '') {
      const timestamp = String(message.at);
      to.searchParams.set('timestamp', timestamp);
      to.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
    }
    const content = { title: message.title, text: fit(markdown(message), 5_000) };
    return { url: to.href, body: { msgtype: 'markdown', markdown: content } };
  },
  classify: byCodeIn('errcode', RETRIED),
});
