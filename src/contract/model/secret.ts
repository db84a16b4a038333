/**
 * What a page sees of a secret in an endpoint's config (a password, a token, a header that lets people in): only that it
 * is set. Which fields hold secrets: `FormField.secret` and `FormField.secretNames`.
 */

/** Stands in a config in the place of a secret that is set. Sent back, it keeps the stored one. */
export const SECRET_SET = { $secret: true } as const;

export type SecretSet = typeof SECRET_SET;

export function isSecretSet(value: unknown): value is SecretSet {
  return typeof value === 'object' && value !== null && '$secret' in value && value.$secret === true;
}
