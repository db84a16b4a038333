/** The head of an answer in protocols similar to HTTP, such as SIP (RFC 3261, 7) and RTSP (RFC 7826, 8). */

export interface StatusHead {
  readonly status: number;
  /** Names in lower case; of several headers with one name, the first counts. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its size with the empty line at its end. */
  readonly bytes: number;
}

const END = '\r\n\r\n';
const MAX_HEADERS = 200;

/**
 * @param protocol such as `SIP/2.0`
 * @returns null: it is not complete yet; `invalid`: it is not an answer of the protocol
 */
export function readStatusHead(bytes: Buffer, protocol: string): StatusHead | 'invalid' | null {
  const start = `${protocol} `;
  if (!start.startsWith(bytes.toString('latin1', 0, start.length))) return 'invalid';
  const end = bytes.indexOf(END);
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('utf8', 0, end).split('\r\n');
  const status = /^ (?<code>\d{3})(?: |$)/u.exec(first.slice(protocol.length))?.groups?.['code'];
  if (status === undefined) return 'invalid';
  const headers: Record<string, string> = {};
  for (const line of lines.slice(0, MAX_HEADERS)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!Object.hasOwn(headers, name)) headers[name] = line.slice(colon + 1).trim();
  }
  return { status: Number(status), headers, bytes: end + END.length };
}
