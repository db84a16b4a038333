import { httpSender } from '../../http-sender.ts';
import { fit, groupKey, moodOf } from '../../message-parts.ts';
import type { JsmFields } from './descriptor.ts';

const PRIORITIES = { bad: 'P1', warning: 'P3', good: 'P5', neutral: 'P5' } as const;

export const sender = httpSender<JsmFields>({
  request: ({ server, apiKey }, message) => {
    const { title, text, facts, endpoints, rule } = message;
    const headers = { authorization: `GenieKey ${apiKey}` };
    const alias = groupKey(message);
    if (message.resolved) {
      const url = `${server}/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`;
      return { url, headers, body: { source: 'Lookout', note: fit(`${title}\n${text}`, 25_000) } };
    }
    return {
      url: `${server}/v2/alerts`,
      headers,
      body: {
        message: fit(title, 130),
        alias,
        description: fit(text, 15_000),
        source: 'Lookout',
        priority: PRIORITIES[moodOf(message)],
        entity: fit(endpoints[0]?.name ?? '', 512),
        tags: ['lookout'],
        details: { rule, ...Object.fromEntries(facts.map(({ label, value }) => [label, value])) },
      },
    };
  },
  // An alert that somebody closed by hand need not be closed again.
  classify: ({ status }, { resolved }) => (status === 404 && resolved ? { outcome: 'delivered' } : null),
});
