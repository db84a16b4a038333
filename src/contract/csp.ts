/**
 * The Content-Security-Policy of the page, the same under every host. Both hosts put a fresh nonce into it and into
 * `<meta name="csp-nonce">` of `index.html`, where the page finds it for the styles that its dialogs add.
 */

/** What `index.html` holds in the place of the nonce. */
export const CSP_NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * The header's value (CSP Level 3): nothing but what Lookout itself serves.
 *
 * `style-src-attr` allows inline style attributes, because charts and virtual lists position by them; they cannot run
 * anything. Scripts take no nonce: the page has none that is not a file of ours.
 *
 * @param nonce at least 128 random bits in base64 or base64url, new for each response
 * @param connect sources the page may connect to, such as `'self'` or `ws://127.0.0.1:4477`; empty: none
 * @throws TypeError when a part could break out of its directive
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[]): string {
  if (!/^[\w+/=-]{16,}$/.test(nonce)) {
    throw new TypeError(`Expected the nonce to be 16 or more characters of base64, got ${JSON.stringify(nonce)}`);
  }
  for (const source of connect) {
    if (!/^[^\s;,]+$/.test(source)) {
      throw new TypeError(`Expected a source to be one word without ";" and ",", got ${JSON.stringify(source)}`);
    }
  }
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect.length === 0 ? "'none'" : connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
