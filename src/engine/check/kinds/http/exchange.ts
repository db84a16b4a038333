import type { IncomingHttpHeaders, OutgoingHttpHeader } from 'node:http';
import type { Body } from './body.ts';

/** A request as it goes to one server. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  /** Name, value, name, value, …; `Host` included. */
  readonly headers: readonly string[];
  /** Null: none. */
  readonly body: Buffer | null;
}

/** How much of the answer to take in. */
export interface Reading {
  /** Bytes of body after which the connection is closed. */
  readonly maxBytes: number;
  /** The body is looked into; otherwise only its start is kept. */
  readonly whole: boolean;
  /** Leave the connection open when the answer was read to its end and the server keeps it open too. */
  readonly keepAlive: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  /** The connection is open and can carry another request. */
  readonly reusable: boolean;
}

/** Bytes of header after which an answer is refused: 64 KB, four times Node's own limit for one that we send. */
export const MAX_HEADER_BYTES = 65_536;

/** Whether a list of name, value, name, value, … has that name (lower case). */
export function hasHeader(headers: readonly string[], name: string): boolean {
  for (let index = 0; index < headers.length; index += 2) if (headers[index]?.toLowerCase() === name) return true;
  return false;
}

/** A header's value in one text; empty: it is not there. */
export function headerText(value: OutgoingHttpHeader | undefined): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
