/** Test code: the text of a `UsageError`. */
import { texts } from '../base/texts.ts';
import { UsageError } from '../base/usage-error.ts';

/**
 * @returns a line per problem
 * @throws what `work` throws if it is not a `UsageError`, and an error if it throws nothing
 */
export async function usageText(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.problems.map((problem) => texts.message(problem)).join('\n');
  }
  throw new Error('Expected a UsageError, but nothing was thrown');
}
