import type { Issue, RequestErrorCode, RequestFailure } from '../../contract/errors.ts';

/** A request that cannot be carried out. Nothing was changed. Every other error is a bug. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: RequestErrorCode, message: string, issues: readonly Issue[] = []) {
    super(message);
    this.code = code;
    this.issues = issues;
  }

  toJSON(): RequestFailure {
    return { code: this.code, message: this.message, issues: this.issues };
  }
}

/** @returns an `invalid` error whose message describes the first issue */
export function invalid(issues: readonly Issue[]): RequestError {
  const [first] = issues;
  const sentence =
    first === undefined
      ? 'The arguments do not fit.'
      : first.path === ''
        ? first.message
        : `${first.path}: ${first.message}`;
  return new RequestError('invalid', sentence, issues);
}
