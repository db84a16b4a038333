import { httpSender } from '../../http-sender.ts';
import { colorNumber, escapeMarkdown, fit, moodOf } from '../../message-parts.ts';
import type { DiscordFields } from './descriptor.ts';

export const sender = httpSender<DiscordFields>({
  request: ({ url, username }, message) => {
    const { title, text, facts, at } = message;
    const embed = {
      title: fit(escapeMarkdown(title), 256),
      color: colorNumber(moodOf(message)),
      timestamp: new Date(at).toISOString(),
      ...(facts.length === 0
        ? { description: fit(escapeMarkdown(text), 4_096) }
        : {
            fields: facts
              .slice(0, 25)
              .map(({ label, value }) => ({ name: label, value: fit(escapeMarkdown(value), 1_024) })),
          }),
    };
    // Nothing in a message, such as the name of an endpoint, may notify everyone.
    const body = { embeds: [embed], allowed_mentions: { parse: [] }, ...(username === '' ? {} : { username }) };
    return { url, body };
  },
});
