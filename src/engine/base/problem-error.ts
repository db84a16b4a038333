import type { PROBLEMS, ProblemCode } from '../../contract/model/problem.ts';
import type { Message, ParamsOf } from '../../contract/model/text.ts';
import { toParams } from './params.ts';

/** A problem with the parameters that its documentation declares. */
export function problemOf<Code extends ProblemCode>(code: Code, params: ParamsOf<(typeof PROBLEMS)[Code]>): Message {
  const applying = toParams(params);
  return applying === undefined ? { code } : { code, params: applying };
}

/** An error that people read: hosts turn its problem into text. The message of the error is for developers. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError';
  readonly problem: Message;

  constructor(problem: Message, options?: ErrorOptions) {
    super(problem.params === undefined ? problem.code : `${problem.code} ${JSON.stringify(problem.params)}`, options);
    this.problem = problem;
  }
}
