/** Reads the URLs of services as people paste them, such as `smtp://me:secret@mail.example.org:587`. */
import type { TlsMode } from '../net/connect/open-socket.ts';

/** What a scheme means. */
export interface Scheme {
  /** The port when the URL has none. */
  readonly port: number;
  readonly tls: TlsMode;
}

export interface ServiceUrl {
  /** In lower case, without the colon. */
  readonly scheme: string;
  /** An IPv6 address is without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** Only those that the URL has. */
  readonly credentials: { readonly username?: string; readonly password?: string };
  /** Decoded, without the slash in front; empty: none. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * @param schemes by name, in lower case
 * @returns null for a text that is not a URL with one of the schemes
 */
export function readServiceUrl(text: string, schemes: Readonly<Record<string, Scheme>>): ServiceUrl | null {
  const name = /^([a-z][a-z0-9+.-]*):\/\//iu.exec(text)?.[1]?.toLowerCase();
  if (name === undefined || !Object.hasOwn(schemes, name) || !URL.canParse(text)) return null;
  const scheme = schemes[name];
  const url = new URL(text);
  const host = decode(url.hostname.replace(/^\[|\]$/gu, ''));
  const [username, password, path] = [url.username, url.password, url.pathname.replace(/^\//u, '')].map(decode);
  if (scheme === undefined || host === null || host === '') return null;
  if (username === null || password === null || path === null) return null;
  return {
    scheme: name,
    host,
    port: url.port === '' ? scheme.port : Number(url.port),
    tls: scheme.tls,
    credentials: { ...(username ? { username } : {}), ...(password ? { password } : {}) },
    path: path ?? '',
    query: url.searchParams,
  };
}

/** A text as the path of a URL, with the slash in front, so that `readServiceUrl` reads it again; empty: no path. */
export function formatUrlPath(path: string): string {
  return path === '' ? '' : `/${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
}

/** @returns null for a wrong escape */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
