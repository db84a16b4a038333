/** Test code: the texts of what the engine reports as codes, as people read them. */
import { createTexts } from '../../../i18n/texts.ts';
import { kindDescriptors } from '../registry.ts';

export const texts = createTexts(kindDescriptors());
