/**
 * Chromium knows no scheme that an app registers. Each origin of one stands in Chromium as an origin of its own below
 * `.invalid`, which no name server has (RFC 6761): `app://lookout/a?b#c` is `https://lookout.app.invalid/a?b#c`. Requests
 * for it never reach the network. Electron's side of the double speaks of the app's addresses throughout; only the page
 * itself, in `location`, `origin` and the like, sees the other ones.
 */
const standard = new Set<string>();

/** @param scheme registered as `standard`: its addresses have a host */
export function addScheme(scheme: string): void {
  if (!/^[a-z][a-z0-9-]*$/u.test(scheme)) throw new TypeError(`Expected a scheme, got ${JSON.stringify(scheme)}`);
  standard.add(scheme);
}

/** The app's address -> the one in Chromium. */
export function toChromium(url: string): string {
  const parsed = URL.parse(url);
  const scheme = parsed?.protocol.slice(0, -1) ?? '';
  if (parsed === null || !standard.has(scheme)) return url;
  return `https://${parsed.host}.${scheme}.invalid${parsed.pathname || '/'}${parsed.search}${parsed.hash}`;
}

/** The address in Chromium -> the app's. */
export function fromChromium(url: string): string {
  const found = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9-]*)\.invalid(?=[/?#]|$)/u.exec(url);
  const [origin, host, scheme] = found ?? [];
  if (origin === undefined || scheme === undefined || !standard.has(scheme)) return url;
  return `${scheme}://${host}${url.slice(origin.length)}`;
}

/** As `URL.origin` is for the web's schemes, for the app's ones too. */
export function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'null';
  return standard.has(parsed.protocol.slice(0, -1)) ? `${parsed.protocol}//${parsed.host}` : parsed.origin;
}
