import type { IncomingHttpHeaders, OutgoingHttpHeader } from 'node:http';
import type { Body } from './body.ts';

/** A request to one server. */
export interface HttpRequest {
  readonly url: URL;
  /** The request target (RFC 9112, 3.2); absent: the path of the URL. */
  readonly target?: string;
  readonly method: string;
  /** Name, value, name, value, …; includes `Host`. */
  readonly headers: readonly string[];
  /** Null: no body. */
  readonly body: Buffer | null;
}

/** How to read the response. */
export interface Reading {
  /** The connection is closed after this many bytes of the body. */
  readonly maxBytes: number;
  /** True: keep the whole body, because it is searched. False: keep only its start. */
  readonly whole: boolean;
  /** Keep the connection open when the response was read to its end and the server keeps it open too. */
  readonly keepAlive: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  /** The connection is open and can carry another request. */
  readonly reusable: boolean;
}

/** A response with a larger header is refused. 64 KB, four times Node's own limit for requests. */
export const MAX_HEADER_BYTES = 65_536;

/** The first value of a header (its name in lower case) in a list of name, value, name, value, …; undefined: there is none. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}

/** Whether a list of name, value, name, value, … contains this name (in lower case). */
export function hasHeader(headers: readonly string[], name: string): boolean {
  for (let index = 0; index < headers.length; index += 2) if (headers[index]?.toLowerCase() === name) return true;
  return false;
}

/** The value of a header as one text; empty: the header is absent. */
export function headerText(value: OutgoingHttpHeader | undefined): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The body as text; empty: there is none. @throws FailureError `protocol.error` when it cannot be decompressed */
export function textOf({ headers, body }: Pick<Answer, 'headers' | 'body'>, signal: AbortSignal): Promise<string> {
  return body.text(headers['content-type'] ?? '', headerText(headers['content-encoding']), signal);
}
