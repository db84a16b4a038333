import { httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { BarkFields } from './descriptor.ts';

const LEVELS = { bad: 'timeSensitive', warning: 'timeSensitive', good: 'active', neutral: 'active' } as const;

export const sender = httpSender<BarkFields>({
  request: ({ server, deviceKey }, message) => ({
    url: `${server}/push`,
    body: {
      device_key: deviceKey,
      title: message.title,
      body: message.text,
      group: 'Lookout',
      level: LEVELS[moodOf(message)],
      ...(message.url === null ? {} : { url: message.url }),
    },
  }),
});
