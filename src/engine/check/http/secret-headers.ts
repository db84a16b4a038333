/** Which headers may contain credentials. */
export { SECRET_NAMES as SECRET_HEADERS } from '../fields/secret-names.ts';

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
