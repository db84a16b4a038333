/** Asks over UDP. A datagram can get lost, so the question is sent again until the signal is aborted. */
import { untilAborted } from '../../../base/until-aborted.ts';
import type { DnsServer } from '../dns/config.ts';
import { openDatagrams, type Datagrams } from '../dns/transport.ts';

export interface Answered<T> {
  readonly answer: T;
  readonly server: DnsServer;
}

/** The first silence after which the question is sent again, in milliseconds; each further one is twice as long. */
const RESEND_MS = 1_000;

/**
 * @param servers asked in turn, each after the silence or the failure of the one before
 * @param read null: the answer is to another question, and is ignored like every stray or forged one; an error that it
 *   throws ends the question
 * @throws what `read` throws; the system's error when no server can be reached; the signal's reason
 */
export function askDatagrams<T>(
  servers: readonly DnsServer[],
  question: Buffer,
  read: (message: Buffer) => T | null,
  signal: AbortSignal,
): Promise<Answered<T>> {
  return untilAborted(signal, (resolve, reject) => {
    const sockets = new Map<DnsServer, Datagrams>();
    const failed = new Set<DnsServer>();
    let sent = 0;
    let timer: NodeJS.Timeout | undefined;

    function end(): void {
      clearTimeout(timer);
      for (const socket of sockets.values()) socket.close();
    }

    function onMessage(server: DnsServer, bytes: Buffer): void {
      try {
        const answer = read(bytes);
        if (answer === null) return;
        end();
        resolve({ answer, server });
      } catch (error) {
        end();
        reject(error);
      }
    }

    function onError(server: DnsServer, error: Error): void {
      failed.add(server);
      if (failed.size < servers.length) {
        send();
        return;
      }
      end();
      reject(error);
    }

    function send(): void {
      clearTimeout(timer);
      const usable = servers.filter((server) => !failed.has(server));
      const server = usable[sent % usable.length];
      if (server === undefined) return;
      let socket = sockets.get(server);
      if (socket === undefined) {
        socket = openDatagrams(server, {
          onMessage: (bytes) => onMessage(server, bytes),
          onError: (error) => onError(server, error),
        });
        sockets.set(server, socket);
      }
      socket.send(question);
      timer = setTimeout(send, RESEND_MS * 2 ** Math.floor(sent / usable.length));
      sent++;
    }

    send();
    return end;
  });
}
