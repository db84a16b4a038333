/** Checks who may use the server: by `Host`, `Origin` and token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { OWNER, type Caller } from '../../engine/access/api-tokens.ts';

export interface Guard {
  /**
   * Whether the `Host` header names this server. Another name means that a foreign page has its own name resolve to
   * this machine (DNS rebinding).
   */
  isOurHost(host: string | undefined): boolean;
  /** Whether a request with this `Origin` comes from our own page, or from no page (curl sends no `Origin`). */
  isOurOrigin(origin: string | undefined, host: string | undefined): boolean;
  /** The caller with this token, compared in constant time; null: there is none. */
  callerOf(token: string | undefined): Caller | null;
}

export interface GuardOptions {
  /** The address or name that the server listens on. `0.0.0.0` and `::` accept every address, but no other name. */
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** The origin at which a reverse proxy serves the page, such as `https://lookout.example.org`; null: there is none. */
  readonly publicUrl?: string | null;
  /** Finds the caller with a named token. Default: there are no named tokens. */
  readonly named?: (token: string) => Caller | null;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export function createGuard({ host, port, token, publicUrl = null, named = () => null }: GuardOptions): Guard {
  const names = new Set([...LOOPBACK_NAMES, inUrl(host).toLowerCase()]);
  const anyAddress = isWildcard(host);
  const publicHosts = publicUrl === null ? [] : hostsOf(new URL(publicUrl));

  function isOurHost(header: string | undefined): boolean {
    return header !== undefined && (isOwnName(header) || publicHosts.includes(header.toLowerCase()));
  }

  function isOwnName(header: string): boolean {
    const parts = /^(?<name>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(header.toLowerCase())?.groups;
    const name = parts?.['name'];
    if (name === undefined || Number(parts?.['port'] ?? 80) !== port) return false;
    return names.has(name) || (anyAddress && isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0);
  }

  return {
    isOurHost,
    isOurOrigin(origin, header) {
      if (origin === undefined) return true;
      // A proxy may replace the name of the host by the one at which it finds us.
      if (origin.toLowerCase() === publicUrl) return isOurHost(header);
      // Our page and its requests have the same address, so the origin must be equal to the host.
      return header !== undefined && isOwnName(header) && origin.toLowerCase() === `http://${header.toLowerCase()}`;
    },
    callerOf(given) {
      if (given === undefined) return null;
      return sameToken(given, token) ? OWNER : named(given);
    },
  };
}

/** What clients send as `Host`: with the port, or without it if it is the usual one. */
function hostsOf({ protocol, hostname, host, port }: URL): readonly string[] {
  return port === '' ? [host, `${hostname}:${protocol === 'https:' ? 443 : 80}`] : [host];
}

/** Compares in constant time. */
export function sameToken(given: string | undefined, token: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** All digests have the same length, which `timingSafeEqual` needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A host as in a URL: IPv6 addresses are in brackets. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** Whether only programs on this machine can reach this host. */
export function listensHereOnly(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Whether this host means every address of this machine. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Reads the token of an `Authorization: Bearer …` header (RFC 6750, 2.1). */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +(?<token>[\w.~+/=-]+) *$/i.exec(header ?? '')?.groups?.['token'];
}
