import { closeConnection, type Connection } from './connection.ts';

/** Connections that are idle for longer are closed. Milliseconds. */
const IDLE_MS = 5 * 60_000;

/**
 * Idle connections between two checks. They do not keep the process alive and raise no errors. A connection is closed
 * and removed as soon as the server closes it or sends anything, or after five minutes.
 */
export class IdleConnections {
  readonly #idle = new Map<string, { connection: Connection; forget: () => void }[]>();

  /** The number of idle connections. */
  get size(): number {
    let count = 0;
    for (const list of this.#idle.values()) count += list.length;
    return count;
  }

  /** Removes and returns an open connection with this key. The caller owns it from now on. */
  take(key: string): Connection | undefined {
    const entry = this.#idle.get(key)?.at(-1);
    entry?.forget();
    return entry?.connection;
  }

  /** @param key the target and the options of the connection; any request with the same key may use it */
  keep(key: string, connection: Connection): void {
    const { socket, session } = connection;
    const drop = () => {
      forget();
      closeConnection(connection);
    };
    const forget = () => {
      const list = this.#idle.get(key) ?? [];
      const rest = list.filter((entry) => entry.connection !== connection);
      if (rest.length === 0) this.#idle.delete(key);
      else this.#idle.set(key, rest);
      clearTimeout(timer);
      socket.off('close', drop).off('error', drop).off('end', drop);
      if (session === null) socket.off('data', drop);
      session?.off('close', drop).off('goaway', drop).off('error', drop);
      (session ?? socket).ref();
    };
    const timer = setTimeout(drop, IDLE_MS).unref();
    const list = this.#idle.get(key) ?? [];
    this.#idle.set(key, [...list, { connection, forget }]);
    socket.on('close', drop).on('error', drop).on('end', drop);
    // Nothing was requested, so no data may arrive. An HTTP/2 server may still send settings and pings.
    if (session === null) socket.on('data', drop);
    session?.on('close', drop).on('goaway', drop).on('error', drop);
    (session ?? socket).unref();
  }

  dispose(): void {
    for (const { connection, forget } of [...this.#idle.values()].flat()) {
      forget();
      closeConnection(connection);
    }
  }
}
