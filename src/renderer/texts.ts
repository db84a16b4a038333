/** The page's own texts, in the language of the page. `useTexts` has the texts of kinds. */
import { createTexts } from '../i18n/texts.ts';

/** Texts for codes that belong to no kind, such as refusals of a snapshot, before which no kinds are known. */
export const textsOfNoKind = createTexts([]);

export const { say } = textsOfNoKind;
