/** The placeholders of one step of a journey. */
import type { AskingStep } from './step.ts';

const REQUEST = ['STATUS', 'BODY', 'HEADER', 'COOKIE', 'SIZE', 'HTTP_VERSION', 'RESPONSE_TIME', 'IP'];
const PLACEHOLDERS: Readonly<Record<AskingStep['type'], ReadonlySet<string>>> = {
  /** `COOKIE` has the cookies that a request to its URL would send. */
  request: new Set(REQUEST),
  grpc: new Set(['STATUS', 'BODY', 'HEADER', 'RESPONSE_TIME', 'IP']),
  /** `VALUE` has the values that its steps extracted. */
  journey: new Set(['VALUE', 'RESPONSE_TIME']),
};

/** The placeholders that the conditions and sources of a step can have. */
export function placeholdersOf({ type }: Pick<AskingStep, 'type'>): ReadonlySet<string> {
  return PLACEHOLDERS[type];
}
