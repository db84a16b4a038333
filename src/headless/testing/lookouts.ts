/**
 * Test code: whole Lookouts in this process, each with its own engine, HTTP server and port, which other Lookouts can
 * follow.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Scope } from '../../contract/model/access.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Notification } from '../../contract/model/notices.ts';
import { createResolver } from '../../engine/check/net/dns/resolve.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { createNodePorts } from '../../engine/node-ports.ts';
import type { RemoteTimes } from '../../engine/remote/remote-times.ts';
import { createMemoryStore } from '../../engine/store/memory-store.ts';
import type { CertificateFiles } from '../../../test/servers/certificates.ts';
import { listenAgain } from '../../../test/servers/listen-again.ts';
import { startHttpServer, type HttpServer } from '../http/http-server.ts';
import type { Page } from '../http/page.ts';

const OWNER_TOKEN = 'a-token-that-only-the-test-knows';
const PAGE: Page = new Map();

/** Short times, so that tests need not wait. */
export const QUICK: RemoteTimes = { firstRetry: 20, lastRetry: 100, refusedRetry: 100, silent: 2_000, gather: 3_000 };

export class Lookout implements AsyncDisposable {
  readonly notifications: Notification[] = [];
  readonly logged: string[] = [];
  readonly #store = createMemoryStore();
  #engine: Engine | null = null;
  #server: HttpServer | null = null;
  #port = 0;

  static async start(times: RemoteTimes = QUICK): Promise<Lookout> {
    const lookout = new Lookout();
    await lookout.restart(times);
    return lookout;
  }

  /** Starts again with the same data, on the same port. */
  async restart(times: RemoteTimes = QUICK): Promise<void> {
    const engine = createEngine({
      ports: createNodePorts({
        log: (level, message, facts) => this.logged.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`),
        notifier: (notification) => this.notifications.push(notification),
      }),
      store: this.#store,
      host: { kind: 'headless', version: '1.2.3', platform: 'linux', dataDir: '', configFile: null, features: [] },
      resolver: createResolver(),
      remoteTimes: times,
    });
    await engine.start();
    this.#engine = engine;
    this.#server = await startHttpServer({
      engine,
      countEndpoints: () => 0,
      page: PAGE,
      version: '1.2.3',
      host: '127.0.0.1',
      port: this.#port,
      token: OWNER_TOKEN,
      pingMs: 500,
      log: () => undefined,
    });
    this.#port = this.#server.port;
  }

  get engine(): Engine {
    if (this.#engine === null) throw new TypeError('The Lookout does not run');
    return this.#engine;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The header with the owner's token. */
  get bearer(): { readonly authorization: string } {
    return { authorization: `Bearer ${OWNER_TOKEN}` };
  }

  async token(scope: Scope = 'admin', name: string = scope): Promise<{ readonly id: string; readonly token: string }> {
    const { view, token } = await this.engine.request('tokens.create', { name, scope });
    return { id: view.id, token };
  }

  async add(...endpoints: EndpointInput[]): Promise<string[]> {
    return (await this.engine.request('endpoints.create', { endpoints })).map(({ id }) => id);
  }

  /** Follows another Lookout. @returns the id of the source */
  async follow(other: Lookout | string, token: string, more: object = {}): Promise<string> {
    const address = typeof other === 'string' ? other : other.address;
    const { id } = await this.engine.request('sources.save', { source: { name: 'Berlin', address, token, ...more } });
    return id;
  }

  async source(id: string) {
    return (await this.engine.request('app.snapshot', {})).sources.find((source) => source.id === id);
  }

  async stop(): Promise<void> {
    const [server, engine] = [this.#server, this.#engine];
    this.#server = null;
    this.#engine = null;
    await engine?.dispose();
    await server?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** A server to check, which can be made to refuse connections. */
export class Target implements AsyncDisposable {
  readonly port: number;
  readonly #sockets = new Set<Socket>();
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.#watch();
  }

  static async start(): Promise<Target> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Target(server);
  }

  get endpoint(): EndpointInput {
    return { kind: 'tcp', host: '127.0.0.1', port: this.port, interval: 500, retries: 0, timeout: 5_000 };
  }

  async down(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async up(): Promise<void> {
    this.#server = createServer();
    this.#watch();
    await listenAgain(this.#server, this.port);
  }

  #watch(): void {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.down();
  }
}

/**
 * A proxy with TLS before a Lookout, such as nginx: it passes on each request under the name that the Lookout expects.
 */
export async function startTlsProxy(
  port: number,
  files: CertificateFiles,
): Promise<AsyncDisposable & { port: number }> {
  const [cert, key] = await Promise.all([readFile(files.certificate), readFile(files.key)]);
  const sockets = new Set<Socket>();
  const server = createTlsServer({ cert, key }, (client) => {
    const upstream = connect(port, '127.0.0.1');
    sockets.add(client).add(upstream);
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    // Each request begins a new packet, because the client waits for the previous answer.
    client.on('data', (data: Buffer) => {
      upstream.write(data.toString('latin1').replace(/^(host: ).*$/imu, `$1127.0.0.1:${port}`), 'latin1');
    });
    upstream.pipe(client);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
