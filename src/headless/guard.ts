/** Who may talk to the server: right `Host`, right `Origin`, right token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

export interface Guard {
  /**
   * Whether the `Host` header names this server. Another name means that a foreign page has its own name resolve to
   * this machine (DNS rebinding).
   */
  isOurHost(host: string | undefined): boolean;
  /** Whether a request with this `Origin` comes from our own page, or from no page at all (curl sends none). */
  isOurOrigin(origin: string | undefined, host: string | undefined): boolean;
  /** Compares in a time that does not depend on the token. */
  isToken(token: string | undefined): boolean;
}

export interface GuardOptions {
  /** The address or name that was listened on. `0.0.0.0` and `::` answer to every address, but to no foreign name. */
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export function createGuard({ host, port, token }: GuardOptions): Guard {
  const names = new Set([...LOOPBACK_NAMES, inUrl(host).toLowerCase()]);
  const anyAddress = isWildcard(host);
  const expected = digest(token);

  function isOurHost(header: string | undefined): boolean {
    if (header === undefined) return false;
    const parts = /^(?<name>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(header.toLowerCase())?.groups;
    const name = parts?.['name'];
    if (name === undefined || Number(parts?.['port'] ?? 80) !== port) return false;
    return names.has(name) || (anyAddress && isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0);
  }

  return {
    isOurHost,
    isOurOrigin(origin, header) {
      if (origin === undefined) return true;
      // Our page and its requests go to one address, so the origin is exactly the host that was asked for.
      return isOurHost(header) && origin.toLowerCase() === `http://${header?.toLowerCase()}`;
    },
    isToken(given) {
      return given !== undefined && timingSafeEqual(digest(given), expected);
    },
  };
}

/** Digests have one length, which `timingSafeEqual` needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** Whether listening on this host reaches this machine's own programs only. */
export function listensHereOnly(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Whether listening on this host means every address that this machine has. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Takes the token from an `Authorization: Bearer …` header (RFC 6750, 2.1). */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +(?<token>[\w.~+/=-]+) *$/i.exec(header ?? '')?.groups?.['token'];
}
