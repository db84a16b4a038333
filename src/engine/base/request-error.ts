import { REFUSALS, type RefusalReason, type RequestErrorCode, type RequestFailure } from '../../contract/errors.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Params, ParamsOf } from '../../contract/model/text.ts';
import { toParams } from './params.ts';

/** A request that cannot be carried out. Nothing was changed. Every other error is a bug. */
export class RequestError<Reason extends RefusalReason = RefusalReason> extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  readonly reason: RefusalReason;
  readonly params: Params;
  readonly issues: readonly Issue[];

  /** The message of the error is for developers. Hosts turn its reason and issues into text. */
  constructor(reason: Reason, params: ParamsOf<(typeof REFUSALS)[Reason]>, issues: readonly Issue[] = []) {
    const [first] = issues;
    super(first === undefined ? reason : `${reason}: ${first.path} ${first.code}`);
    this.code = REFUSALS[reason].code;
    this.reason = reason;
    this.params = toParams(params) ?? {};
    this.issues = issues;
  }

  toJSON(): RequestFailure {
    const { code, reason, params, issues } = this;
    return { code, reason, ...(Object.keys(params).length === 0 ? {} : { params }), issues };
  }
}

/** An `invalid` error with these issues. */
export function invalid(issues: readonly Issue[]): RequestError {
  return new RequestError('invalid', {}, issues);
}
