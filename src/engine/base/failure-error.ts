import type { Failure } from '../../contract/model/failure.ts';

/** A failure that is thrown inside a check kind. `run` turns it into the outcome's `failure`. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  /** The message is for developers: people read the text of the failure's code. */
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.raw ?? failure.code, options);
    this.failure = failure;
  }
}
