import { httpSender } from '../../http-sender.ts';
import { fit, groupKey, moodOf } from '../../message-parts.ts';
import type { PagerdutyFields } from './descriptor.ts';

const SEVERITIES = { bad: 'critical', warning: 'warning', good: 'info', neutral: 'info' } as const;

export const sender = httpSender<PagerdutyFields>({
  request: ({ server, routingKey }, message) => {
    const { title, facts, endpoints, rule, startedAt, url } = message;
    const [first] = endpoints;
    return {
      url: `${server}/v2/enqueue`,
      body: {
        routing_key: routingKey,
        event_action: message.resolved ? 'resolve' : 'trigger',
        // All messages about an alert are about one incident.
        dedup_key: groupKey(message),
        client: 'Lookout',
        payload: {
          summary: fit(title, 1_024),
          source: first?.target ?? 'Lookout',
          severity: SEVERITIES[moodOf(message)],
          timestamp: new Date(startedAt).toISOString(),
          ...(first === undefined ? {} : { component: first.name, class: first.kind }),
          ...(first === undefined || first.group === '' ? {} : { group: first.group }),
          custom_details: { rule, ...Object.fromEntries(facts.map(({ label, value }) => [label, value])) },
        },
        ...(url === null ? {} : { links: [{ href: url, text: 'Lookout' }] }),
      },
    };
  },
});
