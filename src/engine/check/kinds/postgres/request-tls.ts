/** Asks a PostgreSQL server for TLS, as clients do since version 7: SSLRequest (Frontend/Backend Protocol, 55.2.10). */
import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { secureSocket, type SecurityFields } from '../../net/connect/open-socket.ts';
import { toSnippet, type Probe } from '../../net/probe/probe.ts';
import { postgresFailure } from './failures.ts';

/** Its length, then the code 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Encrypts the connection. Asking for it is part of the phase `tls`. On any failure the socket is destroyed. */
export async function requestTls(
  probe: Probe,
  socket: Socket,
  fields: SecurityFields & { readonly host: string },
): Promise<Socket> {
  probe.watch.enter('tls');
  try {
    const answer = await readAnswer(probe, socket);
    // Anything after this byte is not encrypted, so it could come from an attacker (CVE-2021-23222).
    if (answer === 'S') return await secureSocket(probe, socket, fields);
    if (answer === 'N') throw new FailureError(postgresFailure('postgres.noTls', {}, { phase: 'tls' }));
    throw new FailureError(failureOf('protocol.error', {}, { raw: toSnippet(answer), phase: 'tls' }));
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The first chunk that the server sends. */
function readAnswer(probe: Probe, socket: Socket): Promise<string> {
  return untilAborted<string>(probe.signal, (resolve, reject) => {
    const onEnd = () =>
      reject(new FailureError(failureOf('connection.reset', { reason: 'noAnswer' }, { phase: 'tls' })));
    socket.once('error', reject);
    socket.once('end', onEnd);
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.off('error', reject).off('end', onEnd);
      resolve(chunk.toString('latin1'));
    });
    socket.write(SSL_REQUEST);
    return () => socket.destroy();
  });
}
