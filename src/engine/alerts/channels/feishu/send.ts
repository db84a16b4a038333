import { createHmac } from 'node:crypto';
import { byCodeIn, httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { FeishuFields } from './descriptor.ts';

const TEMPLATES = { bad: 'red', warning: 'orange', good: 'green', neutral: 'blue' } as const;
/** The bot sends too often, or the service is busy. */
const RETRIED = new Set([9_499, 11_232]);

export const sender = httpSender<FeishuFields>({
  request: ({ url, secret }, message) => {
    const timestamp = String(Math.floor(message.at / 1_000));
    // The timestamp and the secret are the key; the signed text is empty.
    const sign = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
    const card = {
      config: { wide_screen_mode: true },
      header: { template: TEMPLATES[moodOf(message)], title: { tag: 'plain_text', content: message.title } },
      elements: [{ tag: 'div', text: { tag: 'plain_text', content: message.text } }],
    };
    return { url, body: { msg_type: 'interactive', card, ...(secret === '' ? {} : { timestamp, sign }) } };
  },
  classify: byCodeIn('code', RETRIED),
});
