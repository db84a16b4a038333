import type { KindOutcome } from '../../kind.ts';

/**
 * The outcome without secret texts that the check received, such as an access token, because a server may send them
 * back. The secrets of the endpoint's own fields are removed by the code that runs the check.
 */
export function withoutTexts(outcome: KindOutcome, texts: ReadonlySet<string>): KindOutcome {
  const secrets = [...texts].filter((text) => text.length >= LEAST);
  if (secrets.length === 0) return outcome;
  const { failure, details, observed = {}, evidence } = outcome;
  return {
    ...outcome,
    failure: hide(failure, secrets),
    details: hide(details, secrets),
    observed: hide(observed, secrets),
    ...(evidence === undefined ? {} : { evidence: async () => hide(await evidence(), secrets) }),
  };
}

/** Shorter texts are not secrets, and occur by chance. */
const LEAST = 6;

function hide<Value>(value: Value, secrets: readonly string[]): Value {
  if (typeof value === 'string') {
    return secrets.reduce<string>((text, secret) => text.replaceAll(secret, '•••'), value) as Value;
  }
  if (Array.isArray(value)) return value.map((one: unknown) => hide(one, secrets)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hide<unknown>(one, secrets)])) as Value;
}
