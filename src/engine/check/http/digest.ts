/** Digest authentication (RFC 7616), for HTTP and similar protocols. */
import { createHash, getHashes, randomBytes } from 'node:crypto';
import type { HttpRequest } from './exchange.ts';

export interface Challenge {
  /** In lower case, such as `digest`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly params: Readonly<Record<string, string>>;
}

const PART =
  /\s*(?:(?<scheme>[A-Za-z][\w!#$%&'*+.^`|~-]*)(?=\s+[\w-]+\s*=|\s*(?:,|$)|\s+[\w+/=-]+\s*(?:,|$))\s*|(?<name>[\w-]+)\s*=(?!=|\s*(?:,|$))\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s,"]*))\s*)?,?/uy;

/** Reads `WWW-Authenticate` (RFC 9110, 11.6.1), which may have several challenges. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; params: Record<string, string> }[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < header.length) {
    const at = PART.lastIndex;
    const { scheme, name, quoted, bare } = PART.exec(header)?.groups ?? {};
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), params: {} });
    const params = challenges.at(-1)?.params;
    if (name !== undefined && params !== undefined) {
      params[name.toLowerCase()] = quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare ?? '';
    }
    // Skip what is neither.
    if (PART.lastIndex <= at) PART.lastIndex = at + 1;
  }
  return challenges;
}

/** Best first. */
const ALGORITHMS: Readonly<Record<string, string>> = { 'SHA-512-256': 'sha512-256', 'SHA-256': 'sha256', MD5: 'md5' };

export interface DigestCredentials {
  readonly username: string;
  readonly password: string;
}

export interface DigestRequest extends Pick<HttpRequest, 'method' | 'body'> {
  /** As in the first line of the request: path and query in HTTP, the whole URL in RTSP. */
  readonly uri: string;
}

/**
 * The value of `Authorization` for a request that a server answered with this `WWW-Authenticate`.
 * @param cnonce a random text
 * @returns null when no challenge asks for Digest with an algorithm that this machine has
 */
export function digestAuthorization(
  header: string,
  request: DigestRequest,
  { username, password }: DigestCredentials,
  cnonce: string = randomBytes(16).toString('hex'),
): string | null {
  const chosen = choose(parseChallenges(header));
  if (chosen === null) return null;
  const { params, algorithm, hashName, isSession } = chosen;
  const { realm = '', nonce = '', opaque, qop: offered = '', userhash } = params;
  const hash = (text: string) => createHash(hashName).update(text).digest('hex');
  const qops = new Set(offered.split(',').map((one) => one.trim().toLowerCase()));
  const qop = qops.has('auth') ? 'auth' : qops.has('auth-int') ? 'auth-int' : null;
  const { uri } = request;
  const count = '00000001';

  const secret = hash(`${username}:${realm}:${password}`);
  const first = isSession ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const body =
    qop === 'auth-int'
      ? `:${createHash(hashName)
          .update(request.body ?? '')
          .digest('hex')}`
      : '';
  const second = hash(`${request.method}:${uri}${body}`);
  const response = hash(
    qop === null ? `${first}:${nonce}:${second}` : `${first}:${nonce}:${count}:${cnonce}:${qop}:${second}`,
  );
  const hashesUser = userhash?.toLowerCase() === 'true';
  const parts: readonly (readonly [name: string, value: string | undefined])[] = [
    ...nameParts(hashesUser ? hash(`${username}:${realm}`) : username),
    ['realm', quote(realm)],
    ['nonce', quote(nonce)],
    ['uri', quote(uri)],
    ['algorithm', algorithm],
    ['response', quote(response)],
    ['opaque', opaque === undefined ? undefined : quote(opaque)],
    ['qop', qop ?? undefined],
    ['nc', qop === null ? undefined : count],
    ['cnonce', qop === null && !isSession ? undefined : quote(cnonce)],
    ['userhash', hashesUser ? 'true' : undefined],
  ];
  return `Digest ${parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(', ')}`;
}

interface Chosen extends Pick<Challenge, 'params'> {
  /** As the server writes it; absent: it does not name one, which means MD5. */
  readonly algorithm: string | undefined;
  readonly hashName: string;
  readonly isSession: boolean;
}

function choose(challenges: readonly Challenge[]): Chosen | null {
  const known = getHashes();
  const candidates = challenges.flatMap(({ scheme, params }): readonly (Chosen & { rank: number })[] => {
    if (scheme !== 'digest') return [];
    const algorithm = params['algorithm'];
    const { name = '', session } = /^(?<name>.*?)(?<session>-sess)?$/iu.exec(algorithm ?? 'MD5')?.groups ?? {};
    const rank = Object.keys(ALGORITHMS).indexOf(name.toUpperCase());
    const hashName = ALGORITHMS[name.toUpperCase()];
    if (hashName === undefined || !known.includes(hashName)) return [];
    return [{ params, algorithm, hashName, isSession: session !== undefined, rank }];
  });
  return candidates.toSorted((a, b) => a.rank - b.rank)[0] ?? null;
}

/** RFC 7616, 3.4: a name that quotes cannot hold is encoded (RFC 8187). */
function nameParts(username: string): readonly (readonly [string, string])[] {
  if (/^[\x20-\x7e]*$/u.test(username)) return [['username', quote(username)]];
  const encoded = encodeURIComponent(username).replaceAll(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return [['username*', `UTF-8''${encoded}`]];
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, '\\$&')}"`;
}
