/** Channels that are incoming webhooks for messages with attachments in Slack's original format. */
import { httpSender } from './http-sender.ts';
import { COLORS, escapeMarkdown, moodOf } from './message-parts.ts';

export interface AttachmentFields {
  readonly url: string;
  /** Empty: that of the webhook. */
  readonly channel: string;
}

export const attachmentSender = httpSender<AttachmentFields>({
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
