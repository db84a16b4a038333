/** What importers of requests share: URLs, credentials, conditions. */
import { isIP } from 'node:net';

export interface PlainUrl {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/** Takes the user name and the password out of a URL, because Lookout keeps them in fields of their own. */
export function plainUrl(text: string): PlainUrl {
  const trimmed = text.trim();
  const [, scheme, userinfo] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@/iu.exec(trimmed) ?? [];
  if (scheme === undefined || userinfo === undefined) return { url: trimmed };
  const [username = '', ...password] = userinfo.split(':');
  return {
    url: scheme + trimmed.slice(scheme.length + userinfo.length + 1),
    username: decoded(username),
    password: decoded(password.join(':')),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

/**
 * Reads `host`, `host:port`, `[v6]:port`, an IPv6 address, or any URL with them.
 * @param given a port that counts instead of the one in the text; null: none
 */
export function hostPort(text: string, given: number | null = null): HostPort {
  const [rest = ''] = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '')
    .replace(/^[^/?#@]*@/u, '')
    .split(/[/?#]/u);
  const [, bracketed, plain, own] = isIP(rest) === 6 ? [] : (/^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/u.exec(rest) ?? []);
  const host = bracketed ?? plain ?? rest;
  const port = given ?? (own === undefined ? null : Number(own));
  return port === null ? { host } : { host, port };
}

/** A text as a value of a condition. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

/** A regular expression of a condition. */
export function regexLiteral(regex: string, flags = ''): string {
  return `/${regex.replaceAll(/\\.|\//gsu, (part) => (part === '/' ? '\\/' : part))}/${flags}`;
}

export interface ExpectedValue {
  /** A JSON path; empty: the whole body. */
  readonly path: string;
  /** Empty: any value. */
  readonly expected: string;
  /** `equal`, `include` or `regex`. */
  readonly matchMethod: string;
}

/** The conditions for what Checkmate expects of a value in the body. */
export function expectedValue({ path, expected, matchMethod }: ExpectedValue): string[] {
  const left = path === '' ? '[BODY]' : `[BODY].${path.replace(/^\$\.?/u, '')}`;
  if (expected === '') return path === '' ? [] : [`has(${left})`];
  switch (matchMethod) {
    case 'include':
      return [`${left} contains ${quote(expected)}`];
    case 'regex':
      return [`${left} matches ${regexLiteral(expected)}`];
    default:
      return [`${left} == ${quote(expected)}`];
  }
}

/** Text for `send` and `expect` fields, in which a backslash begins an escape. */
export function escapeText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\0', '\\0');
}

/** Status codes as Lookout writes them: `200, 301-303`. `2xx` is a range. */
export function statusList(codes: readonly string[]): string {
  return codes
    .flatMap((code) => code.split(','))
    .map((code) => code.trim().replace(/^([1-5])xx$/iu, '$100-$199'))
    .filter((code) => code !== '')
    .join(', ');
}

/** Whether HTTP checks know the method. */
export function isKnownMethod(method: string): boolean {
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/u.test(method);
}

/** Turns words of a file into an id: in lower case, with dashes. */
export function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
}
