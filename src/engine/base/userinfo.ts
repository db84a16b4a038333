/** Replaces the user name and password of a URL in messages. */
export const HIDDEN = '•••';

const CONDITION = /^\s*(?:warn:\s*)?(?:not\b\s*|[(\s])*\[[A-Z_]+\]/u;
const USERINFO = /(:\/\/)[^\s/]*@/gu;

/**
 * A text that should have been a URL or a target, without the user name and password that may be in it (RFC 3986, 3.2.1).
 * Because the text may be malformed, everything up to its last "@" goes, except the scheme. In a condition, such as
 * `[BODY].items[?(@.id == 1)]`, only what URLs have before their "@" goes.
 */
export function hideUserinfo(text: string): string {
  if (CONDITION.test(text)) return text.replaceAll(USERINFO, `$1${HIDDEN}@`);
  const at = text.lastIndexOf('@');
  if (at < 1) return text;
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//iu.exec(text)?.[0] ?? '';
  return scheme.length >= at ? text : scheme + HIDDEN + text.slice(at);
}
