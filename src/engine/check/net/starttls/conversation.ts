import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { SocketReader } from '../connect/socket-reader.ts';

/** A connection on which a protocol asks for TLS. */
export interface Conversation {
  readonly reader: SocketReader;
  readonly send: (bytes: string | Uint8Array) => void;
}

/** The answer is not one of the protocol. */
export function notOfProtocol(answer: string): FailureError {
  return new FailureError(failureOf('protocol.error', {}, { raw: answer }));
}
