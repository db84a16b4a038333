import { httpSender } from '../../http-sender.ts';
import { fit, moodOf } from '../../message-parts.ts';
import type { PushoverFields } from './descriptor.ts';

/** -2 to 2; 1 makes a sound in quiet hours, too. 2 repeats until it is confirmed, which rules of Lookout do themselves. */
const PRIORITIES = { bad: 1, warning: 0, good: 0, neutral: 0 } as const;

export const sender = httpSender<PushoverFields>({
  request: ({ server, token, user, device }, message) => ({
    url: `${server}/1/messages.json`,
    body: {
      token,
      user,
      title: fit(message.title, 250),
      message: fit(message.text, 1_024),
      priority: PRIORITIES[moodOf(message)],
      timestamp: Math.floor(message.at / 1_000),
      ...(device === '' ? {} : { device }),
    },
  }),
});
