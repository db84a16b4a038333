/** How questions reach a DNS server: in datagrams, and over a connection when an answer does not fit into one. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { ipVersion } from '../address/ip-version.ts';
import type { DnsServer } from './config.ts';

export interface Datagrams {
  /** Sends as soon as the socket is ready. Errors go to `onError`. */
  send(message: Buffer): void;
  close(): void;
}

export interface Listener {
  /** Not called after `close`. */
  readonly onMessage: (message: Buffer) => void;
  /** The system's error: nothing listens there, there is no route, or this machine has no socket left. */
  readonly onError: (error: Error) => void;
}

/**
 * A socket of its own per server and lookup. Its random port makes forged answers as hard as RFC 5452 asks for, and a
 * connected socket receives from that server only, and learns at once when nothing listens there.
 */
export function openDatagrams({ address, port }: DnsServer, { onMessage, onError }: Listener): Datagrams {
  const type = ipVersion(address) === 6 ? 'udp6' : 'udp4';
  // The address needs no lookup, which Node would run on a thread. It does not read the family.
  const socket = createSocket({ type, lookup: (host, _, found) => found(null, host, 0) });
  const waiting: Buffer[] = [];
  let isReady = false;
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    socket.close();
  }

  socket.on('message', onMessage);
  // An error of opening the socket is reported while it is being opened, before the caller has anything to close.
  const report = (error: Error | null) => {
    if (error !== null) queueMicrotask(() => closed || onError(error));
  };
  socket.on('error', report);
  socket.once('connect', () => {
    if (closed) return;
    isReady = true;
    for (const message of waiting) socket.send(message, report);
  });
  socket.connect(port, address);
  return {
    send(message) {
      if (closed) return;
      if (isReady) socket.send(message, report);
      else waiting.push(message);
    },
    close,
  };
}

/**
 * Asks over TCP (RFC 7766): each message follows its length in two bytes.
 * @returns a function that closes the connection; nothing is reported afterwards
 */
export function askOverTcp({ address, port }: DnsServer, message: Buffer, listener: Listener): () => void {
  const socket = connect({ host: address, port, noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let ended = false;

  function end(report?: () => void): void {
    if (ended) return;
    ended = true;
    socket.destroy();
    report?.();
  }

  socket.on('error', (error) => end(() => listener.onError(error)));
  socket.on('close', () => end(() => listener.onError(new Error('The server closed the connection'))));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 2) return;
    const size = 2 + received.readUInt16BE(0);
    if (received.length >= size) end(() => listener.onMessage(received.subarray(2, size)));
  });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  socket.write(Buffer.concat([length, message]));
  return () => end();
}
