import { httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { GotifyFields } from './descriptor.ts';

/** 0 to 10; from 8 on, phones make a sound in every mode. */
const PRIORITIES = { bad: 8, warning: 5, good: 4, neutral: 4 } as const;

export const sender = httpSender<GotifyFields>({
  request: ({ server, token }, message) => ({
    url: `${server}/message`,
    headers: { 'x-gotify-key': token },
    body: { title: message.title, message: message.text, priority: PRIORITIES[moodOf(message)] },
  }),
});
