import type { PROBLEMS, ProblemCode } from '../../contract/model/problem.ts';
import type { Message, Params, ParamsOf } from '../../contract/model/text.ts';

type SecretProblem = Extract<ProblemCode, `secret.${string}`>;

/** A secret cannot be sealed or opened. It says why, and never contains the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly problem: Message;
  /** The path of the field in its config, such as `headers.Authorization`; empty: not known. */
  readonly field: string;

  private constructor(problem: Message, field: string, options?: ErrorOptions) {
    super(field === '' ? problem.code : `${problem.code} (${field})`, options);
    this.problem = problem;
    this.field = field;
  }

  static of<Code extends SecretProblem>(
    code: Code,
    params: ParamsOf<(typeof PROBLEMS)[Code]>,
    options?: ErrorOptions,
  ): SecretError {
    const given: { readonly [name: string]: unknown } = params;
    return new SecretError(Object.keys(given).length === 0 ? { code } : { code, params: given as Params }, '', options);
  }

  /** The same for a field of a config. */
  in(field: string): SecretError {
    return new SecretError(this.problem, field, { cause: this });
  }
}
