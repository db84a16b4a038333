import { httpSender } from '../../http-sender.ts';
import { groupKey, moodOf } from '../../message-parts.ts';
import type { SplunkoncallFields } from './descriptor.ts';

const TYPES = { bad: 'CRITICAL', warning: 'WARNING', good: 'RECOVERY', neutral: 'INFO' } as const;

export const sender = httpSender<SplunkoncallFields>({
  request: ({ server, apiKey, routingKey }, message) => ({
    url: `${server}/integrations/generic/20131114/alert/${encodeURIComponent(apiKey)}/${encodeURIComponent(routingKey)}`,
    body: {
      message_type: TYPES[moodOf(message)],
      entity_id: groupKey(message),
      entity_display_name: message.title,
      state_message: message.text,
      state_start_time: Math.floor(message.startedAt / 1_000),
      monitoring_tool: 'Lookout',
    },
  }),
});
