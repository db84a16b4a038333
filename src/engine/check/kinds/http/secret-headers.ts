/** Which headers may contain credentials. */

/**
 * Names of headers whose values are sealed and never shown. It is better to seal a harmless header than to leak a token. For
 * other names, people mark the header as secret (`secretHeaders`).
 *
 * The pattern may grow, because stored values are sealed at the next start. It must not shrink: what is sealed already would
 * no longer be found.
 */
export const SECRET_HEADERS = [
  // "Author" and "Authority" are no credentials.
  'auth(?!or(?!i[sz]))',
  'cookie|token|secret|pass|credential|session|sess(?:id)?(?![a-z])|jwt|bearer|saml|oidc|hmac|assertion|[cx]srf|licen[cs]e|sign',
  // `X-Functions-Key`, `X_API_KEY` and `apikey`, but not `keyword`.
  'keys?(?![a-z])|(?:api|access|private)-?key',
  '(?<![a-z])(?:sig|sid|pat|pin|[th]?otp|pwd|psk|mac|ticket)(?![a-z])',
].join('|');

/**
 * Headers that describe the response that is wanted, or the body. Only these go to another origin: any other header, whatever
 * its name, may be the one that gives access.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'dnt',
  'if-modified-since',
  'pragma',
  'range',
  'user-agent',
]);

/**
 * Whether a header may follow a redirect to another origin.
 * @param marked the names that people marked as secret, in lower case
 */
export function mayLeaveOrigin(name: string, marked: ReadonlySet<string>): boolean {
  const lower = name.toLowerCase();
  return HARMLESS.has(lower) && !marked.has(lower);
}
