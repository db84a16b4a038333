/** Keeps slow and greedy clients from locking out everybody else: anyone who reaches the port may connect, without a token. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Ms } from '../../contract/model/units.ts';
import type { Log } from '../../engine/ports.ts';

export interface ConnectionsOptions {
  readonly log: Log;
  /** Open at the same time, WebSockets included. Default 500; a browser opens at most seven per tab. */
  readonly maxConnections?: number;
  /** A client that reads nothing of its answer for this long, or for twice as long, is cut off. Default 10 s. */
  readonly stallMs?: Ms;
  /** A client that reads more slowly than this is cut off, once `stallMs` has passed. Default 16 KB a second. */
  readonly minBytesPerSecond?: number;
}

/** At most one line per minute about connections that were closed to make room. */
const LOG_INTERVAL_MS = 60_000;

/** The open connections of one server. */
export class Connections {
  readonly #log: Log;
  readonly #max: number;
  readonly #stallMs: Ms;
  readonly #minBytesPerSecond: number;
  #size = 0;
  /** Those that sent no valid token yet, by client address, oldest first. */
  readonly #untrusted = new Map<string, Set<Socket>>();
  /** How many answers each connection is still to get; more than one when requests arrived together. */
  readonly #open = new WeakMap<Socket, number>();
  /** The newest answer that each connection is to read. */
  readonly #read = new WeakMap<Socket, ServerResponse>();
  #closedForRoom = 0;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor({ log, maxConnections = 500, stallMs = 10_000, minBytesPerSecond = 16 * 1024 }: ConnectionsOptions) {
    this.#log = log;
    this.#max = maxConnections;
    this.#stallMs = stallMs;
    this.#minBytesPerSecond = minBytesPerSecond;
  }

  /**
   * Counts a new connection. Beyond the limit, it closes the oldest connection without a token of the address that has the
   * most of them. So someone without the token, however many connections they open, cannot keep anyone else out.
   */
  add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const ofAddress = this.#untrusted.get(address) ?? new Set();
    this.#untrusted.set(address, ofAddress.add(socket));
    this.#size += 1;
    socket.once('close', () => {
      this.#size -= 1;
      this.#forget(socket, address);
    });
    if (this.#size > this.#max) this.#makeRoom();
  }

  /** A connection whose client has the token is not closed for another one. */
  trust(socket: Socket): void {
    this.#forget(socket, socket.remoteAddress ?? '');
  }

  /** Cuts off a client that does not read its answer. Call it before the answer is written. */
  watch(response: ServerResponse): void {
    this.#count(response);
    // When requests arrived together, the answer's turn comes once the earlier ones are read.
    response.once('prefinish', () => {
      const { socket } = response;
      if (socket === null || response.writableFinished) return;
      const cutOff = () => {
        this.#log('debug', 'A client read its answer too slowly and was cut off', { address: socket.remoteAddress });
        // A reset, so that the system does not keep the rest of the answer and try to send it for minutes.
        socket.resetAndDestroy();
      };
      const deadline = setTimeout(cutOff, this.#stallMs + (socket.writableLength / this.#minBytesPerSecond) * 1000);
      // Node counts from the last time that the client read something. Once the answer is sent, it sets the timeout of idle
      // connections instead.
      socket.setTimeout(this.#stallMs);
      this.#read.set(socket, response);
      response.once('timeout', cutOff);
      const stop = () => clearTimeout(deadline);
      response.once('finish', stop).once('close', stop);
    });
  }

  /**
   * Counts an answer. Node leaves the timeout unchanged while another answer of the connection is still being made,
   * which may take long.
   */
  #count(response: ServerResponse): void {
    const { socket } = response.req;
    this.#open.set(socket, (this.#open.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const open = (this.#open.get(socket) ?? 0) - 1;
      this.#open.set(socket, open);
      if (open > 0 && this.#read.get(socket) === response) socket.setTimeout(0);
    });
  }

  #forget(socket: Socket, address: string): void {
    const ofAddress = this.#untrusted.get(address);
    if (ofAddress?.delete(socket) === true && ofAddress.size === 0) this.#untrusted.delete(address);
  }

  #makeRoom(): void {
    let most: ReadonlySet<Socket> = new Set();
    for (const sockets of this.#untrusted.values()) if (sockets.size > most.size) most = sockets;
    const [oldest] = most;
    oldest?.resetAndDestroy();
    this.#closedForRoom += 1;
    const now = performance.now();
    if (now - this.#loggedAt < LOG_INTERVAL_MS) return;
    this.#loggedAt = now;
    const facts = { limit: this.#max, closed: this.#closedForRoom, address: oldest?.remoteAddress };
    this.#log('warn', 'There are too many connections: the oldest without a token are closed', facts);
    this.#closedForRoom = 0;
  }
}
