import type { Message } from '../../contract/model/text.ts';
import { ProblemError } from '../base/problem-error.ts';

/** A secret cannot be sealed or opened. It says why, and never contains the secret. */
export class SecretError extends ProblemError {
  override readonly name = 'SecretError';
  /** The path of the field in its config, such as `headers.Authorization`; empty: not known. */
  readonly field: string;

  constructor(problem: Message, options: ErrorOptions & { readonly field?: string } = {}) {
    super(problem, options);
    this.field = options.field ?? '';
  }

  /** The same for a field of a config. */
  in(field: string): SecretError {
    return new SecretError(this.problem, { cause: this, field });
  }
}
