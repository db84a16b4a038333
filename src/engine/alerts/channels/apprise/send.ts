import { httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { AppriseFields } from './descriptor.ts';

const TYPES = { bad: 'failure', warning: 'warning', good: 'success', neutral: 'info' } as const;

export const sender = httpSender<AppriseFields>({
  request: ({ server, key, urls, tag }, message) => ({
    url: key === '' ? `${server}/notify` : `${server}/notify/${encodeURIComponent(key)}`,
    body: {
      title: message.title,
      body: message.text,
      type: TYPES[moodOf(message)],
      format: 'text',
      ...(key === '' ? { urls } : {}),
      ...(key === '' || tag === '' ? {} : { tag }),
    },
  }),
  // 424: some of the services could not be reached, or none has the tag. The others have the message, so it is not sent
  // again. 204: there is no such configuration.
  classify: ({ status }) => (status === 424 || status === 204 ? { outcome: 'final' } : null),
});
