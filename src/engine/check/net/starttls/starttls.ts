/** Asks a service to encrypt a connection that began in clear. Each protocol has a command of its own for it. */
import type { Socket } from 'node:net';
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { failureOf, failuresOfKind } from '../../../base/failure.ts';
import type { Probe } from '../probe/probe.ts';
import { SocketReader } from '../connect/socket-reader.ts';
import { askLdap, askMysql, askPostgres } from './binary.ts';
import type { Conversation } from './conversation.ts';
import { askFtp, askImap, askPop3, askSmtp } from './text.ts';

const ASK = {
  smtp: askSmtp,
  imap: askImap,
  pop3: askPop3,
  ftp: askFtp,
  postgres: askPostgres,
  mysql: askMysql,
  ldap: askLdap,
} as const satisfies Record<string, (conversation: Conversation) => Promise<string | null>>;

/** A protocol with a command that begins TLS. */
export type StartTlsProtocol = keyof typeof ASK;

/** Greetings and lists of capabilities are much shorter. */
const MAX_BYTES = 16_384;

/** For the descriptors of the kinds that use `requestTls`. */
export const startTlsFailures = [
  {
    code: 'starttls.refused',
    cause: 'STARTTLS refused',
    text: 'The server does not begin TLS on this connection ({problem}).',
    params: { problem: "the server's words, or what its answer lacks" },
  },
] as const satisfies readonly FailureDescriptor[];

const startTlsFailure = failuresOfKind(startTlsFailures);

/**
 * Tells the server that TLS follows (phase `starttls`). Afterwards the handshake can begin. The socket stays the
 * caller's.
 * @throws FailureError `starttls.refused`, `protocol.error` or `connection.reset`; the signal's reason
 */
export async function requestTls(probe: Probe, socket: Socket, protocol: StartTlsProtocol): Promise<void> {
  probe.watch.enter('starttls');
  const reader = new SocketReader(socket, probe.signal, MAX_BYTES);
  try {
    const refusal = await ASK[protocol]({ reader, send: (bytes) => void socket.write(bytes) });
    if (refusal !== null) throw new FailureError(startTlsFailure('starttls.refused', { problem: refusal }));
    // An attacker on the path could insert a command here that would look as if it had been encrypted (CVE-2011-0411).
    if (reader.unread.length > 0) {
      const raw = 'The server sent unencrypted data after it had agreed to TLS';
      throw new FailureError(failureOf('protocol.error', {}, { raw }));
    }
  } finally {
    reader.release();
  }
}
