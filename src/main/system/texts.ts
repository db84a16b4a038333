/** The texts of dialogs and notifications. */
import { kindDescriptors } from '../../engine/check/registry.ts';
import { ProblemError } from '../../engine/base/problem-error.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { createTexts } from '../../i18n/texts.ts';

export const texts = createTexts(kindDescriptors());

/** The text of a dialog about an error; for a bug, its message. */
export function errorText(error: unknown): string {
  if (error instanceof ProblemError) return texts.message(error.problem);
  if (error instanceof RequestError) return texts.refusal(error);
  return error instanceof Error ? error.message : String(error);
}
