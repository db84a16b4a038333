import { httpSender } from '../../http-sender.ts';
import { SYMBOLS, escapeHtml, fit, groupKey, moodOf } from '../../message-parts.ts';
import type { GooglechatFields } from './descriptor.ts';

export const sender = httpSender<GooglechatFields>({
  request: ({ url }, message) => {
    const { title, text, facts, rule } = message;
    const parts = facts.length > 0 ? facts : [{ label: '', value: text }];
    const widgets = parts.map(({ label, value }) => ({
      decoratedText: {
        ...(label === '' ? {} : { topLabel: label }),
        text: escapeHtml(fit(value, 2_000)).replaceAll('\n', '<br>'),
        wrapText: true,
      },
    }));
    const header = { title: `${SYMBOLS[moodOf(message)]} ${fit(title, 200)}`, subtitle: rule };
    const to = new URL(url);
    // All messages about an alert are in one thread.
    to.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    return {
      url: to.href,
      body: {
        fallbackText: title,
        thread: { threadKey: groupKey(message) },
        cardsV2: [{ cardId: message.dedupKey, card: { header, sections: [{ widgets }] } }],
      },
    };
  },
});
