import type { Message } from '../../contract/model/text.ts';
import { ProblemError } from '../base/problem-error.ts';

/** A remote Lookout cannot be reached, or must not be trusted. */
export class RemoteError extends ProblemError {
  override readonly name = 'RemoteError';
  /** Only a change helps, such as another token. */
  readonly isFinal: boolean;
  /** SHA-256 of the certificate that could not be verified; null: the error has another cause. */
  readonly fingerprint: string | null;

  constructor(
    problem: Message,
    {
      isFinal = false,
      fingerprint = null,
      cause,
    }: { readonly isFinal?: boolean; readonly fingerprint?: string | null; readonly cause?: unknown } = {},
  ) {
    super(problem, cause === undefined ? undefined : { cause });
    this.isFinal = isFinal;
    this.fingerprint = fingerprint;
  }
}
