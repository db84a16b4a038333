/** The cookies of one check (RFC 6265): what servers set is sent back to them, also after redirects. */

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The host that set it, or with `isShared` the domain for which it did. */
  readonly domain: string;
  /** Whether hosts below the domain get it too. */
  readonly isShared: boolean;
  readonly path: string;
  readonly isSecure: boolean;
}

/** RFC 6265, 6.1 asks for at least 50 per domain and 4096 bytes each. */
const MAX_COOKIES = 50;
const MAX_LENGTH = 4_096;

export class CookieJar {
  #cookies: readonly Cookie[] = [];

  /** Keeps the cookies of an answer. @param lines the values of its `Set-Cookie` headers */
  store(url: URL, lines: readonly string[], now: number = Date.now()): void {
    for (const line of lines) {
      const read = line.length > MAX_LENGTH ? null : readCookie(url, line, now);
      if (read === null) continue;
      const { cookie, isExpired } = read;
      const others = this.#cookies.filter((one) => !isSame(one, cookie));
      this.#cookies = isExpired ? others : [...others, cookie].slice(-MAX_COOKIES);
    }
  }

  /** The value of `Cookie` for a request; empty: there are none for it. */
  headerFor(url: URL): string {
    const isEncrypted = url.protocol === 'https:';
    return this.#cookies
      .filter((cookie) => isFor(cookie, url) && (isEncrypted || !cookie.isSecure))
      .toSorted((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** The value of a cookie that a request to this URL would have; undefined: there is none of this name. */
  valueOf(url: URL, name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name && isFor(cookie, url))?.value;
  }
}

function isSame(one: Cookie, other: Cookie): boolean {
  return one.name === other.name && one.domain === other.domain && one.path === other.path;
}

function isFor({ domain, isShared, path }: Cookie, { hostname, pathname }: URL): boolean {
  const isHost = hostname === domain || (isShared && hostname.endsWith(`.${domain}`));
  // RFC 6265, 5.1.4.
  return isHost && (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
}

function readCookie(
  url: URL,
  line: string,
  now: number,
): { readonly cookie: Cookie; readonly isExpired: boolean } | null {
  const [pair = '', ...rest] = line.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals).trim();
  if (equals < 1 || name === '') return null;
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...value] = part.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const domain = (attributes.get('domain') ?? '').toLowerCase().replace(/^\./u, '');
  const isShared = domain !== '';
  // A server can set cookies for its own domain and those above, but not for a whole top-level domain.
  if (isShared && url.hostname !== domain && !(url.hostname.endsWith(`.${domain}`) && domain.includes('.')))
    return null;
  const path = attributes.get('path') ?? '';
  const cookie = {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: isShared ? domain : url.hostname,
    isShared,
    path: path.startsWith('/') ? path : defaultPath(url),
    isSecure: attributes.has('secure'),
  };
  return { cookie, isExpired: isExpired(attributes, now) };
}

/** RFC 6265, 5.1.4: up to the last slash. */
function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')));
}

function isExpired(attributes: ReadonlyMap<string, string>, now: number): boolean {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d+$/u.test(age)) return Number(age) <= 0;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return !Number.isNaN(expires) && expires <= now;
}
