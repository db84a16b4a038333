/**
 * What a page sees of a secret in an endpoint's config, such as a password, a token or an authorization header: only
 * that it is set. `FormField.secret`, `secretNames` and `secretList` say which fields are secrets.
 */

/** Replaces a secret that is set in a config. When a page sends it back, the engine keeps the stored secret. */
export const SECRET_SET = { $secret: true } as const;

export type SecretSet = typeof SECRET_SET;

export function isSecretSet(value: unknown): value is SecretSet {
  return typeof value === 'object' && value !== null && '$secret' in value && value.$secret === true;
}
