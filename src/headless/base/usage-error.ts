/** The error for wrong usage of the command line. */
import type { Message, ParamsOf } from '../../contract/model/text.ts';
import type { USAGE, UsageCode } from '../../i18n/codes/usage.ts';
import { toParams } from '../../engine/base/params.ts';

/** Something on the command line is wrong. Exit code 2. The message of the error is for developers. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What people read: a line for each. */
  readonly problems: readonly Message[];

  constructor(problems: readonly Message[], options?: ErrorOptions) {
    super(problems.map(({ code, params }) => `${code} ${JSON.stringify(params ?? {})}`).join('\n'), options);
    this.problems = problems;
  }
}

/** A problem of a command line with the parameters that its documentation declares. */
export function usageProblem<Code extends UsageCode>(code: Code, params: ParamsOf<(typeof USAGE)[Code]> = {}): Message {
  const applying = toParams(params);
  return applying === undefined ? { code } : { code, params: applying };
}
