import {
  REQUEST_ERROR_CODES,
  REFUSALS,
  type RefusalReason,
  type RequestErrorCode,
  type RequestFailure,
} from '../../contract/errors.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Params } from '../../contract/model/text.ts';

/** A request that could not be carried out, on the page's side. */
export class RequestFailed extends Error implements RequestFailure {
  override readonly name = 'RequestFailed';
  readonly code: RequestErrorCode;
  readonly reason: RefusalReason;
  readonly params: Params;
  readonly issues: readonly Issue[];

  /** The message of the error is for developers. People read the text of the failure. */
  constructor({ code, reason, params = {}, issues }: RequestFailure) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.params = params;
    this.issues = issues;
  }

  /** A failure on the page's side, such as that it cannot reach Lookout. */
  static because(reason: RefusalReason, params: Params = {}): RequestFailed {
    return new RequestFailed({ code: REFUSALS[reason].code, reason, params, issues: [] });
  }
}

/** Whether the value is a `RequestFailure`. An error that comes through the preload bridge loses its class. */
export function isRequestFailure(value: unknown): value is RequestFailure {
  if (typeof value !== 'object' || value === null) return false;
  const { code, reason, issues } = value as Partial<Record<keyof RequestFailure, unknown>>;
  return (
    REQUEST_ERROR_CODES.some((known) => known === code) &&
    typeof reason === 'string' &&
    Object.hasOwn(REFUSALS, reason) &&
    Array.isArray(issues)
  );
}

/** Returns anything that a request was rejected with as a `RequestFailure`. Unknown errors are bugs: `internal`. */
export function toRequestFailure(error: unknown): RequestFailure {
  if (isRequestFailure(error)) {
    const { code, reason, params = {}, issues } = error;
    return { code, reason, params, issues };
  }
  const problem = error instanceof Error ? error.message : String(error);
  return { code: 'internal', reason: 'internal', params: { problem }, issues: [] };
}
