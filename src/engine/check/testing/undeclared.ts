/** Test code: compares the outcome of a check with the descriptor of its kind. */
import { FAILURES, type Failure } from '../../../contract/model/failure.ts';
import type { ParamDocs } from '../../../contract/model/text.ts';
import type { CheckKind, KindOutcome } from '../kind.ts';

type Declared = Pick<CheckKind, 'kind' | 'phases' | 'metrics' | 'details' | 'placeholders' | 'failures'>;

/** What the outcome contains and the kind does not declare, such as `detail bytes`; empty: nothing. */
export function undeclaredIn(
  { phases, metrics, details, placeholders, failures }: Declared,
  outcome: KindOutcome,
): string[] {
  const missing = (what: string, names: readonly string[], declared: readonly { readonly name: string }[]) =>
    names.filter((name) => declared.every((one) => one.name !== name)).map((name) => `${what} ${name}`);
  const { failure, warning } = outcome;
  const found = [
    ...missing('phase', Object.keys(outcome.phases), phases),
    ...missing('metric', Object.keys(outcome.metrics), metrics),
    ...missing('placeholder', Object.keys(outcome.observed ?? {}), placeholders),
    ...missing('detail', Object.keys(outcome.details), details),
    ...(failure?.phase === undefined ? [] : missing('phase', [failure.phase], phases)),
    ...(warning === undefined ? [] : undeclaredInFailure(warning, failures)),
  ];
  return failure === null ? found : [...found, ...undeclaredInFailure(failure, failures)];
}

/** What a `reason` may be: a word of a fixed list, or the code of a system error. */
const REASON = /^\w{1,80}$/u;

function undeclaredInFailure({ code, params = {} }: Failure, own: Declared['failures']): string[] {
  const shared: Readonly<Record<string, { readonly params: ParamDocs }>> = FAILURES;
  const docs = own.find((failure) => failure.code === code) ?? (Object.hasOwn(shared, code) ? shared[code] : undefined);
  if (docs === undefined) return [`failure ${code}`];
  const unknown = Object.keys(params).filter((name) => !Object.hasOwn(docs.params, name));
  const { reason = 'none' } = params;
  return [
    ...unknown.map((name) => `parameter ${name} of ${code}`),
    ...(typeof reason === 'string' && REASON.test(reason) ? [] : [`reason ${JSON.stringify(reason)} of ${code}`]),
  ];
}

/**
 * Throws when an outcome contains something that its kind does not declare, because the page would show it without a
 * label.
 */
export function expectDeclared(kind: Declared, outcome: KindOutcome): KindOutcome {
  const found = undeclaredIn(kind, outcome);
  if (found.length > 0) throw new Error(`The kind ${kind.kind} must declare ${found.join(', ')}`);
  return outcome;
}
