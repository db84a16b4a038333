/** The WebSocket `/api/pushes`, which sends every push of the engine to every connected page. */
import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from '../../engine/base/node-http.ts';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import type { Connections } from './connections.ts';
import { bearerToken, type Guard } from '../access/guard.ts';

export const PUSHES_PATH = '/api/pushes';
/** The subprotocol of pages. They also offer `token.<token>`, because a page cannot set a WebSocket's headers. */
export const PUSHES_PROTOCOL = 'lookout.v1';
const TOKEN_PREFIX = 'token.';
/** When this many times the time between two pings has passed, no client is disconnected for the answer that is missing. */
const LATE = 1.1;

export interface PushesOptions {
  readonly engine: Pick<Engine, 'onPush'>;
  readonly guard: Guard;
  readonly connections: Pick<Connections, 'trust'>;
  readonly log: Log;
  /** Milliseconds between two pings. A client that does not answer one is disconnected. Default 20,000. */
  readonly pingMs?: number;
  /** How many bytes may wait for a slow client. Beyond that, it is disconnected, connects again and requests a snapshot. Default 4 MB. */
  readonly maxBufferedBytes?: number;
}

export interface Pushes {
  /** Answers an HTTP upgrade to `PUSHES_PATH`; refuses with 401 or 403. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly clients: number;
  /** Closes every connection (1001), and disconnects clients that do not close within a second. */
  close(): Promise<void>;
}

export function createPushes({
  engine,
  guard,
  connections,
  log,
  pingMs = 20_000,
  maxBufferedBytes = 4 * 1024 * 1024,
}: PushesOptions): Pushes {
  const server = new WebSocketServer({
    noServer: true,
    // Pages send only pongs here. They send requests with POST.
    maxPayload: 1024,
    perMessageDeflate: false,
    // The token is never sent back.
    handleProtocols: (offered) => (offered.has(PUSHES_PROTOCOL) ? PUSHES_PROTOCOL : false),
  });
  const answered = new WeakSet<WebSocket>();
  const tokens = new WeakMap<WebSocket, string | undefined>();

  const unsubscribe = engine.onPush((push) => {
    if (server.clients.size === 0) return;
    const text = JSON.stringify(push);
    for (const client of server.clients) {
      if (client.readyState !== client.OPEN) continue;
      if (client.bufferedAmount > maxBufferedBytes) {
        log('warn', 'A page read its pushes too slowly and was cut off', { bufferedBytes: client.bufferedAmount });
        client.terminate();
        continue;
      }
      client.send(text);
    }
  });

  let pingedAt = performance.now();
  const pinging = setInterval(() => {
    const now = performance.now();
    // Pongs that came while this loop was busy, or stopped, are not read yet.
    const wasBusy = now - pingedAt > LATE * pingMs;
    pingedAt = now;
    for (const client of server.clients) {
      // A token may have been revoked.
      const isKnown = guard.callerOf(tokens.get(client)) !== null;
      const isAlive = answered.delete(client) || wasBusy;
      if (isKnown && isAlive) client.ping();
      else client.terminate();
    }
  }, pingMs);
  pinging.unref();

  function accept(client: WebSocket): void {
    answered.add(client);
    client.on('pong', () => answered.add(client));
    client.on('message', () => client.close(1003, 'Requests go to POST /api/<channel>'));
    // After an error, `ws` emits "close" and forgets the client. The page connects again.
    client.on('error', (error) => log('debug', 'A page lost its connection', { error }));
  }

  return {
    upgrade(request, socket, head) {
      const { headers } = request;
      if (!guard.isOurHost(headers.host) || !guard.isOurOrigin(headers.origin, headers.host)) {
        refuseUpgrade(socket, 403);
        return;
      }
      const token = bearerToken(headers.authorization) ?? protocolToken(headers['sec-websocket-protocol']);
      if (guard.callerOf(token) === null) {
        refuseUpgrade(socket, 401);
        return;
      }
      connections.trust(request.socket);
      server.handleUpgrade(request, socket, head, (client) => {
        tokens.set(client, token);
        accept(client);
      });
    },
    get clients() {
      return server.clients.size;
    },
    async close() {
      unsubscribe();
      clearInterval(pinging);
      const closed = [...server.clients].map(
        (client) =>
          new Promise<void>((resolve) => {
            const late = setTimeout(() => client.terminate(), 1000);
            client.once('close', () => {
              clearTimeout(late);
              resolve();
            });
            client.close(1001, 'Lookout is stopping');
          }),
      );
      await Promise.all(closed);
      server.close();
    },
  };
}

/** The token in the subprotocols that a page offers. */
function protocolToken(header: string | undefined): string | undefined {
  return header
    ?.split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(TOKEN_PREFIX))
    ?.slice(TOKEN_PREFIX.length);
}

/** Answers an upgrade with an HTTP status. */
export function refuseUpgrade(socket: Duplex, status: 401 | 403 | 503): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
