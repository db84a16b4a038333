import { closeConnection, type Connection } from './connection.ts';

/** A connection that is not used for so long is closed, in milliseconds. */
const IDLE_MS = 5 * 60_000;

/**
 * Connections between two checks. While one is kept here, it holds neither the process nor an error: it is closed and
 * forgotten as soon as the server closes it, says anything, or it was idle for five minutes.
 */
export class KeptConnections {
  readonly #kept = new Map<string, { connection: Connection; forget: () => void }[]>();

  /** How many are kept. */
  get size(): number {
    let count = 0;
    for (const list of this.#kept.values()) count += list.length;
    return count;
  }

  /** One that was kept under the key and is open; it belongs to the caller from now on. */
  take(key: string): Connection | undefined {
    const entry = this.#kept.get(key)?.at(-1);
    entry?.forget();
    return entry?.connection;
  }

  /** @param key where it leads and how it was made: whoever gives the same may use it */
  keep(key: string, connection: Connection): void {
    const { socket, session } = connection;
    const drop = () => {
      forget();
      closeConnection(connection);
    };
    const forget = () => {
      const list = this.#kept.get(key) ?? [];
      const rest = list.filter((entry) => entry.connection !== connection);
      if (rest.length === 0) this.#kept.delete(key);
      else this.#kept.set(key, rest);
      clearTimeout(timer);
      socket.off('close', drop).off('error', drop).off('end', drop);
      if (session === null) socket.off('data', drop);
      session?.off('close', drop).off('goaway', drop).off('error', drop);
      (session ?? socket).ref();
    };
    const timer = setTimeout(drop, IDLE_MS).unref();
    const list = this.#kept.get(key) ?? [];
    this.#kept.set(key, [...list, { connection, forget }]);
    socket.on('close', drop).on('error', drop).on('end', drop);
    // Nothing was asked, so nothing may come. An HTTP/2 server may well send settings and pings.
    if (session === null) socket.on('data', drop);
    session?.on('close', drop).on('goaway', drop).on('error', drop);
    (session ?? socket).unref();
  }

  /** Closes all of them. */
  dispose(): void {
    for (const { connection, forget } of [...this.#kept.values()].flat()) {
      forget();
      closeConnection(connection);
    }
  }
}
