import { httpSender } from '../../http-sender.ts';
import { COLORS, SYMBOLS, fit, moodOf } from '../../message-parts.ts';
import type { SlackFields } from './descriptor.ts';

export const sender = httpSender<SlackFields>({
  request: ({ url }, message) => {
    const { title, text, facts } = message;
    const mood = moodOf(message);
    const heading = `${SYMBOLS[mood]} *${escape(title)}*`;
    const fields = facts.map(({ label, value }) => mrkdwn(`*${escape(label)}*\n${escape(value)}`));
    const rest = fields.length > 0 ? { type: 'section', fields } : { type: 'section', text: mrkdwn(escape(text)) };
    const blocks = [{ type: 'section', text: mrkdwn(heading) }, rest];
    // Notifications show `text`.
    return { url, body: { text: escape(title), attachments: [{ color: COLORS[mood], fallback: title, blocks }] } };
  },
});

/** A text of a block has at most 3,000 characters, a field at most 2,000. */
function mrkdwn(text: string): object {
  return { type: 'mrkdwn', text: fit(text, 2_000) };
}

/** The only characters that Slack's markup needs escaped. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
