/** What an endpoint remembers of a value, so that `changed` can compare the next one with it. */
import { createHash } from 'node:crypto';

/** The fingerprint of a text. It is a hash because a value may be a whole body, and may contain a secret. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
