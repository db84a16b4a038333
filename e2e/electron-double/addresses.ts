/**
 * Chromium does not know the schemes that an app registers. In Chromium, each of their origins is a separate origin below
 * `.invalid`, which no name server has (RFC 6761): `app://lookout/a?b#c` is `https://lookout.app.invalid/a?b#c`. Requests
 * for it never reach the network. Main always sees the app's addresses. Only the page sees the others, in `location`,
 * `origin` and similar properties.
 */
const standard = new Set<string>();

/** @param scheme registered as `standard`, so its addresses have a host */
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

/** Like `URL.origin`, but also for the app's schemes. */
export function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'null';
  return standard.has(parsed.protocol.slice(0, -1)) ? `${parsed.protocol}//${parsed.host}` : parsed.origin;
}
