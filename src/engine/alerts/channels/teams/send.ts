import { httpSender } from '../../http-sender.ts';
import { moodOf } from '../../message-parts.ts';
import type { TeamsFields } from './descriptor.ts';

const CARD_COLORS = { bad: 'Attention', warning: 'Warning', good: 'Good', neutral: 'Accent' } as const;

export const sender = httpSender<TeamsFields>({
  request: ({ url }, message) => {
    const { title, text, facts } = message;
    const heading = { type: 'TextBlock', text: title, weight: 'Bolder', size: 'Medium', wrap: true };
    // Lines of a fact are joined unless they are paragraphs.
    const list = facts.map(({ label, value }) => ({ title: label, value: value.replaceAll('\n', '\n\n') }));
    const rest = list.length > 0 ? { type: 'FactSet', facts: list } : { type: 'TextBlock', text, wrap: true };
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      body: [{ ...heading, color: CARD_COLORS[moodOf(message)] }, rest],
    };
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
    return { url, body: { type: 'message', attachments: [attachment] } };
  },
});
