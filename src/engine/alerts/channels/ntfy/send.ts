import { httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { NtfyFields } from './descriptor.ts';

const TAGS = {
  bad: 'rotating_light',
  warning: 'warning',
  good: 'white_check_mark',
  neutral: 'information_source',
} as const;
/** 1 to 5; 3 is usual. */
const PRIORITIES = { bad: 5, warning: 4, good: 3, neutral: 3 } as const;

export const sender = httpSender<NtfyFields>({
  request: ({ server, topic, token }, message) => {
    const { title, text, url: click } = message;
    const mood = moodOf(message);
    return {
      url: server,
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      body: {
        topic,
        title,
        message: text,
        tags: [TAGS[mood]],
        priority: PRIORITIES[mood],
        ...(click === null ? {} : { click }),
      },
    };
  },
});
