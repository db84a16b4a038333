/** Parts that several channels make of a message. Pure. */
import type { DeliveryEvent } from '../../contract/model/alert.ts';
import type { AlertMessage } from './channel-kind.ts';

/** Whether it is the first message about an alert. */
export function beginsAlert(event: DeliveryEvent): boolean {
  return event !== 'up' && event !== 'changed' && event !== 'reminder' && event !== 'test';
}

/** What a message is about, for colors and symbols. */
export type Mood = 'bad' | 'warning' | 'good' | 'neutral';

export function moodOf({ event, severity, resolved }: AlertMessage): Mood {
  if (event === 'test') return 'neutral';
  if (resolved) return 'good';
  return severity === 'down' ? 'bad' : 'warning';
}

/** Red, amber, green, blue: as `#rrggbb`. */
export const COLORS: Readonly<Record<Mood, string>> = {
  bad: '#d92d20',
  warning: '#dc8a00',
  good: '#17803d',
  neutral: '#2563eb',
};

/** For services that want a color as a number. */
export function colorNumber(mood: Mood): number {
  return Number.parseInt(COLORS[mood].slice(1), 16);
}

export const SYMBOLS: Readonly<Record<Mood, string>> = { bad: '🔴', warning: '🟠', good: '🟢', neutral: '🔵' };

/** The title and the text, for services without a layout. */
export function plainText({ title, text }: AlertMessage): string {
  return text === '' ? title : `${title}\n${text}`;
}

/** Cuts a text so that a service with a limit accepts it. @param max in UTF-16 units */
export function fit(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** For HTML (element content). */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Escapes what Markdown would take as markup. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~-]/gu, String.raw`\$&`);
}

/** The message in Markdown: a heading in bold, then a line for each fact. */
export function markdown(message: AlertMessage): string {
  const { title, facts, text } = message;
  const heading = `${SYMBOLS[moodOf(message)]} **${escapeMarkdown(title)}**`;
  if (facts.length === 0) return `${heading}\n\n${escapeMarkdown(text)}`;
  const lines = facts.map(({ label, value }) => {
    const escaped = escapeMarkdown(value);
    return value.includes('\n')
      ? `**${escapeMarkdown(label)}:**\n${escaped
          .split('\n')
          .map((line) => `- ${line}`)
          .join('\n')}`
      : `**${escapeMarkdown(label)}:** ${escaped}`;
  });
  return [heading, ...lines].join('\n\n');
}

/** The message as HTML, for mail and Matrix. */
export function html(message: AlertMessage): string {
  const { title, facts, text } = message;
  const rows = facts.map(
    ({ label, value }) => `<b>${escapeHtml(label)}:</b> ${escapeHtml(value).replaceAll('\n', '<br>')}`,
  );
  const body = rows.length === 0 ? escapeHtml(text) : rows.join('<br>');
  return `<p>${SYMBOLS[moodOf(message)]} <b>${escapeHtml(title)}</b></p><p>${body}</p>`;
}

/** The name under which services that group messages know the alert. */
export function groupKey({ id }: AlertMessage): string {
  return `lookout-${id}`;
}
