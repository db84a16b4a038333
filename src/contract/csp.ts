/**
 * The Content-Security-Policy of the page, the same on every host. Each host puts a fresh nonce into the policy and
 * into `<meta name="csp-nonce">` of `index.html`. The page reads it there for the styles that its dialogs add.
 */

/** The text in `index.html` that a host replaces with the nonce. */
export const CSP_NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * The value of the header (CSP Level 3). It allows only content that Lookout itself serves.
 *
 * `style-src-attr` allows inline style attributes, because charts and virtual lists position elements with them. They
 * cannot run code. Scripts need no nonce, because all scripts of the page are files.
 *
 * @param nonce at least 128 random bits in base64 or base64url, fresh for each response
 * @param connect the sources that the page may connect to, such as `'self'` or `ws://127.0.0.1:4477`; empty: none
 * @throws TypeError when a part could break out of its directive
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[]): string {
  if (!/^[\w+/=-]{16,}$/.test(nonce)) {
    throw new TypeError(`The nonce must be 16 or more characters of base64, not ${JSON.stringify(nonce)}`);
  }
  for (const source of connect) {
    if (!/^[^\s;,]+$/.test(source)) {
      throw new TypeError(`A source must be one word without ";" and ",", not ${JSON.stringify(source)}`);
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
