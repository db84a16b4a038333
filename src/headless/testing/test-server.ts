/** Test code: the HTTP server with an engine that the test plays, a page that it wrote, and requests to it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type Agent, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer as ChannelAnswer, Args, Channel } from '../../contract/channels/index.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import { startHttpServer, type HttpServer, type HttpServerOptions, type RequestLimits } from '../http/http-server.ts';
import type { Caller } from '../../engine/access/api-tokens.ts';
import type { TakenExports } from '../http/exports-route.ts';
import type { Engine } from '../../engine/engine.ts';
import { loadPage, type Page } from '../http/page.ts';

export const TOKEN = 'a-token-that-only-the-test-knows';
/** Bytes; more than the system takes for a client that does not read. */
export const LARGE_FILE_BYTES = 16 * 1024 * 1024;
const INDEX = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/a-1.js"></script>';

/** Writes a small page into `<folder>/page`, and beside it a file that must not be served. */
async function writePage(folder: string): Promise<string> {
  const dir = join(folder, 'page');
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'index.html'), INDEX);
  await writeFile(join(dir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(dir, 'assets', 'a-1.js'), 'void 0;');
  await writeFile(join(dir, 'assets', 'large-1.js'), Buffer.alloc(LARGE_FILE_BYTES, ' '));
  await writeFile(join(folder, 'secret.txt'), 'not for the page');
  return dir;
}

const NO_EXPORTS: TakenExports = { get: () => null, stream: () => null, cancel: () => undefined };

interface StartOptions {
  readonly host?: string;
  readonly pingMs?: number;
  readonly maxBufferedBytes?: number;
  readonly connections?: HttpServerOptions['connections'];
  readonly requestLimits?: RequestLimits;
  readonly publicUrl?: HttpServerOptions['publicUrl'];
  readonly scrape?: HttpServerOptions['scrape'];
  readonly rates?: HttpServerOptions['rates'];
  readonly exportStallMs?: number;
  readonly ready?: HttpServerOptions['ready'];
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The client's port: the same for answers over the same connection. */
  readonly fromPort: number | undefined;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Default: a connection for this request alone. */
  readonly agent?: Agent;
}

export class TestServer {
  /** The requests that the engine received. */
  readonly asked: { readonly channel: string; readonly args: unknown }[] = [];
  readonly logged: string[] = [];
  readonly listeners = new Set<(push: Push) => void>();
  /** How the engine answers. */
  answer: (channel: string, args: unknown) => Promise<unknown> = () => Promise.resolve({ fine: true });
  /** The callers by their named tokens. */
  readonly callers = new Map<string, Caller>();
  /** Who sent each request. */
  readonly callersOfRequests: (Caller | undefined)[] = [];
  /** How the engine answers probes. */
  probe: Engine['probe'] = () => Promise.resolve({ families: [] });
  /** The files that the engine has prepared. */
  exports: TakenExports = NO_EXPORTS;
  readonly pageDir: string;
  readonly #folder: string;
  readonly #page: Page;
  #server: HttpServer | null = null;

  private constructor(folder: string, pageDir: string, page: Page) {
    this.#folder = folder;
    this.pageDir = pageDir;
    this.#page = page;
  }

  static async start(): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-page-'));
    const pageDir = await writePage(folder);
    const server = new TestServer(folder, pageDir, await loadPage(pageDir));
    await server.restart();
    return server;
  }

  get server(): HttpServer {
    if (this.#server === null) throw new TypeError('The server is not running');
    return this.#server;
  }

  get port(): number {
    return this.server.port;
  }

  /** The same on another port, with other options. */
  async restart(options: StartOptions = {}): Promise<void> {
    await this.close();
    const handle: Engine['handle'] = (channel, args, caller) => {
      this.asked.push({ channel, args });
      this.callersOfRequests.push(caller);
      return this.answer(channel, args);
    };
    this.#server = await startHttpServer({
      engine: {
        handle,
        request: <C extends Channel>(channel: C, args: Args<C>) => handle(channel, args) as Promise<ChannelAnswer<C>>,
        signal: () => false,
        callerOf: (token) => this.callers.get(token) ?? null,
        probe: (request) => this.probe(request),
        exports: {
          get: (id) => this.exports.get(id),
          stream: (id) => this.exports.stream(id),
          cancel: (id) => this.exports.cancel(id),
        },
        onPush: (listener) => {
          this.listeners.add(listener);
          return () => this.listeners.delete(listener);
        },
      },
      countEndpoints: () => 3,
      page: this.#page,
      version: '1.2.3',
      host: '127.0.0.1',
      port: 0,
      token: TOKEN,
      log: (level, message) => this.logged.push(`${level} ${message}`),
      ...options,
    });
  }

  push(value: Push): void {
    for (const listener of this.listeners) listener(value);
  }

  /** By node:http and not by fetch, which sets `Host` itself and tidies paths. */
  ask(path: string, { body, ...options }: AskOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: this.port, path, agent: false, ...options },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          const fromPort = response.socket.localPort;
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, fromPort });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  /** A valid request, except for what `headers` change. */
  post(channel: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(`/api/${channel}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body,
    });
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  async dispose(): Promise<void> {
    await this.close();
    await rm(this.#folder, { recursive: true });
  }
}
