import type { Failure } from '../../contract/model/failure.ts';

/** A failure that is thrown inside a check kind. `run` turns it into the outcome's `failure`. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}
