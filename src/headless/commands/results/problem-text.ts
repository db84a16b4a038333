import { ProblemError } from '../../../engine/base/problem-error.ts';
import { texts } from '../../base/texts.ts';

/** The text for people of an error of the store or of the system; null: the error is a bug. */
export function problemText(error: unknown): string | null {
  if (error instanceof ProblemError) return texts.message(error.problem);
  return error instanceof Error && 'syscall' in error ? error.message : null;
}
