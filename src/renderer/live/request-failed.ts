import { type Issue, REQUEST_ERROR_CODES, type RequestErrorCode, type RequestFailure } from '../../contract/errors.ts';

/** A failed request, on the page's side. */
export class RequestFailed extends Error implements RequestFailure {
  override readonly name = 'RequestFailed';
  readonly code: RequestErrorCode;
  readonly issues: readonly Issue[];

  constructor(failure: RequestFailure) {
    super(failure.message);
    this.code = failure.code;
    this.issues = failure.issues;
  }
}

/** Whether it has the fields of a `RequestFailure`. An error from the preload script loses its class. */
export function isRequestFailure(value: unknown): value is RequestFailure {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, issues } = value as Partial<Record<keyof RequestFailure, unknown>>;
  return (
    REQUEST_ERROR_CODES.some((known) => known === code) && typeof message === 'string' && Array.isArray(issues ?? [])
  );
}

/** Converts any rejection of a request to a `RequestFailure`. An unknown error is a bug: `internal`. */
export function toRequestFailure(error: unknown): RequestFailure {
  if (isRequestFailure(error)) return { code: error.code, message: error.message, issues: error.issues ?? [] };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), issues: [] };
}
