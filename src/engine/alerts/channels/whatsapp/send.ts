import { httpSender } from '../../http-sender.ts';
import { fit, plainText } from '../../message-parts.ts';
import type { WhatsappFields } from './descriptor.ts';

const VERSION = 'v23.0';

export const sender = httpSender<WhatsappFields>({
  request: ({ server, token, phoneNumberId, to, template, language }, message) => ({
    url: `${server}/${VERSION}/${encodeURIComponent(phoneNumberId)}/messages`,
    headers: { authorization: `Bearer ${token}` },
    body: {
      messaging_product: 'whatsapp',
      to,
      ...(template === ''
        ? { type: 'text', text: { body: fit(plainText(message), 4_096) } }
        : {
            type: 'template',
            template: {
              name: template,
              language: { code: language },
              components: [{ type: 'body', parameters: [variable(message.title), variable(message.text)] }],
            },
          }),
    },
  }),
});

/** A variable has no line breaks, no tabs and at most four spaces in a row. */
function variable(text: string): object {
  return { type: 'text', text: fit(text.replaceAll(/\s*\n\s*/gu, '; ').replaceAll(/\s+/gu, ' '), 1_000) };
}
