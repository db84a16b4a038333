/** What the page itself says, in the language of the page. What belongs to a kind is said by `useTexts`. */
import { createTexts } from '../i18n/texts.ts';

/** Texts for codes that belong to no kind, such as refusals of a snapshot, before which no kinds are known. */
export const textsOfNoKind = createTexts([]);

export const { say } = textsOfNoKind;
