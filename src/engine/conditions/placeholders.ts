/** The placeholders that a condition can use. */
import type { PlaceholderDescriptor } from '../../contract/descriptor.ts';
import { COMMON_PLACEHOLDERS } from '../../shared/common-placeholders.ts';

/** Placeholders whose value is in every result and differs from check to check. */
export const MEASURED: ReadonlySet<string> = new Set(['RESPONSE_TIME', 'PHASE', 'METRIC', 'CERTIFICATE_EXPIRATION']);

/** The names that a condition of the kind can use. */
export function placeholderNames(own: readonly PlaceholderDescriptor[]): ReadonlySet<string> {
  return new Set([...COMMON_PLACEHOLDERS, ...own].map(({ name }) => name));
}
