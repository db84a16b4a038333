import { httpSender } from '../../http-sender.ts';
import { COLORS, escapeMarkdown, moodOf } from '../../message-parts.ts';
import type { RocketchatFields } from './descriptor.ts';

export const sender = httpSender<RocketchatFields>({
  request: ({ url, channel }, message) => {
    const { title, text, facts } = message;
    const attachment = {
      fallback: title,
      color: COLORS[moodOf(message)],
      title,
      ...(facts.length === 0
        ? { text: escapeMarkdown(text) }
        : {
            fields: facts.map(({ label, value }) => ({
              title: label,
              value: escapeMarkdown(value),
              short: !value.includes('\n'),
            })),
          }),
    };
    return { url, body: { attachments: [attachment], ...(channel === '' ? {} : { channel }) } };
  },
});
