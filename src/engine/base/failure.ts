import type { Failure, FailureCode, FAILURES } from '../../contract/model/failure.ts';
import type { ParamDocs, ParamsOf } from '../../contract/model/text.ts';
import { toParams } from './params.ts';

/** What a failure has besides its code and parameters. */
export type FailureExtras = Pick<Failure, 'raw' | 'phase'>;

/** A failure that every kind can have, with the parameters that its documentation declares. */
export function failureOf<Code extends FailureCode>(
  code: Code,
  params: ParamsOf<(typeof FAILURES)[Code]>,
  extras: FailureExtras = {},
): Failure {
  return makeFailure(code, params, extras);
}

/** A code with the documentation of its parameters, as a kind's descriptor declares it. */
export interface DeclaredFailure {
  readonly code: string;
  readonly params: ParamDocs;
}

/**
 * Returns a function that makes the failures of one kind. Only codes and parameters that its descriptor declares
 * compile.
 * @typeParam Declared the failures of the descriptor, `as const`
 */
export function failuresOfKind<const Declared extends readonly DeclaredFailure[]>(_declared: Declared) {
  type Entry = Declared[number];
  return <Code extends Entry['code']>(
    code: Code,
    params: ParamsOf<Extract<Entry, { readonly code: Code }>>,
    extras: FailureExtras = {},
  ): Failure => makeFailure(code, params, extras);
}

function makeFailure(code: string, params: { readonly [name: string]: unknown }, extras: FailureExtras): Failure {
  const applying = toParams(params);
  return applying === undefined ? { code, ...extras } : { code, params: applying, ...extras };
}
