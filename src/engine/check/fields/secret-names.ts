/** Which names of headers, metadata and environment variables may have credentials as their values. */

/**
 * Names whose values are sealed and never shown, for `FormField.secretNames`. It is better to seal a harmless value than to
 * leak a token. For other names, people mark the value as secret.
 *
 * The pattern may grow, because stored values are sealed at the next start. It must not shrink: what is sealed already would
 * no longer be found.
 */
export const SECRET_NAMES = [
  // "Author" and "Authority" are not credentials.
  'auth(?!or(?!i[sz]))',
  'cookie|token|secret|pass|credential|session|sess(?:id)?(?![a-z])|jwt|bearer|saml|oidc|hmac|assertion|[cx]srf|licen[cs]e|sign',
  // `X-Functions-Key`, `X_API_KEY` and `apikey`, but not `keyword`.
  'keys?(?![a-z])|(?:api|access|private)-?key',
  '(?<![a-z])(?:sig|sid|pat|pin|[th]?otp|pwd|psk|mac|ticket)(?![a-z])',
].join('|');
