import { httpSender } from '../../http-sender.ts';
import { COLORS, groupKey, moodOf } from '../../message-parts.ts';
import type { HomeassistantFields } from './descriptor.ts';

export const sender = httpSender<HomeassistantFields>({
  request: ({ server, token, service }, message) => ({
    url: `${server}/api/services/notify/${encodeURIComponent(service.replace(/^notify\./u, ''))}`,
    headers: { authorization: `Bearer ${token}` },
    body: {
      title: message.title,
      message: message.text,
      // A later message about the alert replaces the earlier one.
      data: { tag: groupKey(message), group: 'lookout', color: COLORS[moodOf(message)] },
    },
  }),
});
