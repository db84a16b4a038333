import type { Message } from '../../contract/model/text.ts';
import { ProblemError } from '../base/problem-error.ts';

/** A remote Lookout cannot be reached, or is not to be trusted. */
export class RemoteError extends ProblemError {
  override readonly name = 'RemoteError';
  /** Nothing helps but a change, such as another token. */
  readonly isFinal: boolean;
  /** SHA-256 of the certificate that could not be verified; null: it is not about that. */
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
