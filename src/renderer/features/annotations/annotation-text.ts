import type { Annotation } from '../../../contract/model/annotation.ts';
import type { Texts } from '../../../i18n/texts.ts';
import { formatDateTime, formatDateTimeRange } from '../../format.ts';

/** The text of an annotation, as a sentence without a full stop. */
export function annotationText({ text, message }: Annotation, texts: Texts): string {
  return message === undefined ? text : texts.message(message);
}

/** The time of an annotation. */
export function annotationTime({ at, to, open }: Annotation): string {
  if (open) return `since ${formatDateTime(at)}`;
  return to === null ? formatDateTime(at) : formatDateTimeRange(at, to);
}
