/** The texts that the headless host prints and sends, and failures and refusals together with their texts. */
import type { RequestFailure } from '../../contract/errors.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { kindDescriptors } from '../../engine/check/registry.ts';
import { createTexts, type Texts } from '../../i18n/texts.ts';

export const texts = createTexts(kindDescriptors());

interface WithMessage {
  /** The sentence that the code and its parameters make. */
  readonly message: string;
}

/** A failure for programs and people. */
export type ReadableFailure = Pick<Failure, 'code' | 'params' | 'phase'> & WithMessage;

/** @param of the texts of the kind */
export function readableFailure(
  { code, params, phase, ...rest }: Failure,
  kind: string,
  of: Pick<Texts, 'failure'> = texts,
): ReadableFailure {
  const message = of.failure({ code, ...rest, ...(params && { params }), ...(phase !== undefined && { phase }) }, kind);
  return { code, message, ...(params && { params }), ...(phase !== undefined && { phase }) };
}

/** A refusal for programs and people. */
export type ReadableRefusal = Omit<RequestFailure, 'issues'> &
  WithMessage & { readonly issues: readonly (Issue & WithMessage)[] };

export function readableRefusal({ code, reason, params, issues }: RequestFailure): ReadableRefusal {
  return {
    code,
    reason,
    message: texts.refusal({ reason, issues, ...(params && { params }) }),
    ...(params && { params }),
    issues: issues.map((issue) => ({ ...issue, message: texts.issueInFull(issue) })),
  };
}
