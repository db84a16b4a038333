/** Texts that all formats of a report share. */
import type { Annotation } from '../../contract/model/annotation.ts';
import type { Texts } from '../texts.ts';

/** The text of an annotation, and who wrote it. */
export function annotationLine({ text, message, by }: Annotation, texts: Pick<Texts, 'message'>): string {
  const said = message === undefined ? text : texts.message(message);
  return by === '' ? said : `${said} (${by})`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the content of an element or for an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => escapes[character] ?? character);
}
