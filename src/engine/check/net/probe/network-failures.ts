/** Which failures may be the fault of this machine's network rather than of the endpoint. */
import { FAILURES, type FailureCode } from '../../../../contract/model/failure.ts';
import type { CheckKind } from '../../kind.ts';

/** Whether the failure could also come from a missing network. All others are the endpoint's answer. */
export function isNetworkFailure(kind: Pick<CheckKind, 'failures'>, code: string): boolean {
  return (
    kind.failures.some((failure) => failure.code === code && failure.network === true) ||
    (isShared(code) && 'network' in FAILURES[code])
  );
}

function isShared(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}
