/** Test code: compares the outcome of a check with the descriptor of its kind. */
import type { CheckOutcome } from '../../../contract/model/check.ts';
import type { CheckKind } from '../kind.ts';

/** The failures that all kinds share: of names, connections, TLS and this machine. */
const SHARED = /^(?:dns|connect|connection|tls|protocol|us|local)\.\w+$|^timeout$/u;

type Declared = Pick<CheckKind, 'kind' | 'phases' | 'metrics' | 'details' | 'failures'>;

/** What the outcome contains and the kind does not declare, such as `detail bytes`; empty: nothing. */
export function undeclaredIn({ phases, metrics, details, failures }: Declared, outcome: CheckOutcome): string[] {
  const missing = (what: string, names: readonly string[], declared: readonly { readonly name: string }[]) =>
    names.filter((name) => declared.every((one) => one.name !== name)).map((name) => `${what} ${name}`);
  const { failure } = outcome;
  const found = [
    ...missing('phase', Object.keys(outcome.phases), phases),
    ...missing('metric', Object.keys(outcome.metrics), metrics),
    ...missing('detail', Object.keys(outcome.details), details),
    ...(failure?.phase === undefined ? [] : missing('phase', [failure.phase], phases)),
  ];
  const isDeclared =
    failure === null || SHARED.test(failure.code) || failures.some(({ code }) => code === failure.code);
  return isDeclared ? found : [...found, `failure ${failure.code}`];
}

/**
 * Throws when an outcome contains something that its kind does not declare, because the page would show it without a
 * label.
 */
export function expectDeclared(kind: Declared, outcome: CheckOutcome): CheckOutcome {
  const found = undeclaredIn(kind, outcome);
  if (found.length > 0) throw new Error(`The kind ${kind.kind} must declare ${found.join(', ')}`);
  return outcome;
}
