import { httpSender } from '../../http-sender.ts';
import { SYMBOLS, escapeHtml, fit, moodOf } from '../../message-parts.ts';
import type { TelegramFields } from './descriptor.ts';

export const sender = httpSender<TelegramFields>({
  request: ({ token, chat, topic, server }, message) => {
    const { title, text, facts } = message;
    const lines = facts.map(({ label, value }) => `<b>${escapeHtml(label)}:</b> ${escapeHtml(fit(value, 1_000))}`);
    const rest = lines.length > 0 ? lines.join('\n') : escapeHtml(fit(text, 3_000));
    return {
      url: `${server}/bot${token}/sendMessage`,
      body: {
        chat_id: chat,
        text: `${SYMBOLS[moodOf(message)]} <b>${escapeHtml(fit(title, 500))}</b>\n${rest}`,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        // Good news need no sound.
        disable_notification: message.resolved,
        ...(topic === '' ? {} : { message_thread_id: Number(topic) }),
      },
    };
  },
  // The wait is in the body.
  classify: ({ status, body }) => {
    const seconds = /"retry_after":\s*(?<seconds>\d+)/u.exec(body)?.groups?.['seconds'];
    return status === 429 && seconds !== undefined ? { outcome: 'retry', afterMs: Number(seconds) * 1_000 } : null;
  },
});
