import type { DnsServer } from './config.ts';
import type { Question } from './message.ts';

/** Why a question has no answer with addresses. Codes are named as `node:dns` names them. */
export type DnsErrorCode =
  /** There is no such name (NXDOMAIN). */
  | 'ENOTFOUND'
  /** The name has no address of this type (NODATA). */
  | 'ENODATA'
  | 'EFORMERR'
  | 'ESERVFAIL'
  | 'ENOTIMP'
  | 'EREFUSED'
  /** The server sent something other than a DNS answer. */
  | 'EBADRESP'
  /** Nothing listens where the server should be, or there is no route to it. */
  | 'ECONNREFUSED';

/** A server's answer without addresses. */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: DnsErrorCode;

  constructor(code: DnsErrorCode, { name, type }: Question, { address, port }: DnsServer, options?: ErrorOptions) {
    const cause = options?.cause instanceof Error ? `: ${options.cause.message}` : '';
    super(`query${type} ${code} ${name} (server ${address}, port ${port}${cause})`, options);
    this.code = code;
  }

  /** Whether the server knows that there is no such address, rather than failed to find out. */
  get isNegative(): boolean {
    return this.code === 'ENOTFOUND' || this.code === 'ENODATA';
  }
}

/** RFC 1035, 4.1.1; other codes count as a failure of the server. */
const RCODES: ReadonlyMap<number, DnsErrorCode> = new Map([
  [1, 'EFORMERR'],
  [3, 'ENOTFOUND'],
  [4, 'ENOTIMP'],
  [5, 'EREFUSED'],
]);

export function codeOfRcode(rcode: number): DnsErrorCode {
  return RCODES.get(rcode) ?? 'ESERVFAIL';
}
