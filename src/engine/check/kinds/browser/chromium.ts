/**
 * Starts Chromium and uses the Chrome DevTools Protocol over a pipe (`--remote-debugging-pipe`), so that no port is
 * open that another program of this machine could use.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { untilAborted } from '../../../base/until-aborted.ts';

/** An event or a result of the protocol. The page decides what is in it, so nothing is taken for granted. */
export type Data = Readonly<Record<string, unknown>>;

/** The browser refused a command, or it is gone. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/**
 * The longest message of the browser: 64 MB. A longer one ends the check, because a page must not fill this machine's
 * memory.
 */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

export interface LaunchOptions {
  readonly path: string;
  readonly verifyTls: boolean;
  readonly signal: AbortSignal;
  /** The size of a window that a person sees; absent: the browser is hidden. */
  readonly size?: readonly [width: number, height: number];
}

type OnEvent = (method: string, params: Data) => void;

export class Chromium {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #profile: string;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, { resolve: (data: Data) => void; reject: (error: Error) => void }>();
  #received: Buffer[] = [];
  #bytes = 0;
  #lastId = 0;
  #session: string | undefined;
  #onEvent: OnEvent = () => undefined;
  #isGone = false;
  readonly #closed = Promise.withResolvers<void>();

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    this.#input = child.stdio[3] as Writable;
    const output = child.stdio[4] as Readable;
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    void this.#ended.then(() => this.#gone());
    this.#input.on('error', () => this.#gone());
    output.on('error', () => this.#gone());
    output.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** Starts a browser with an empty profile, and opens an empty page. @throws ProtocolError; the signal's reason */
  static async launch({ path, verifyTls, signal, size }: LaunchOptions): Promise<Chromium> {
    signal.throwIfAborted();
    const profile = await mkdtemp(join(tmpdir(), 'lookout-browser-'));
    const child = spawn(path, argumentsFor(profile, verifyTls, size), {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...temporaryFilesIn(profile) },
      // Its own group, so that all of its processes can be ended.
      detached: process.platform !== 'win32',
    });
    const chromium = new Chromium(child, profile);
    try {
      const targetId = await chromium.#firstPage(signal, size !== undefined);
      const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: true }, signal);
      chromium.#session = String(sessionId);
      return chromium;
    } catch (error) {
      await chromium.close();
      throw error;
    }
  }

  /** A new page; the existing one where a person would otherwise see two. */
  async #firstPage(signal: AbortSignal, isVisible: boolean): Promise<unknown> {
    if (isVisible) {
      const { targetInfos } = await this.send('Target.getTargets', {}, signal);
      const targets = Array.isArray(targetInfos) ? targetInfos.map(toData) : [];
      const page = targets.find(({ type }) => type === 'page');
      if (page !== undefined) return page['targetId'];
    }
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' }, signal);
    return targetId;
  }

  /** Resolves when the browser has ended, or its page was closed. */
  get gone(): Promise<void> {
    return Promise.race([this.#ended, this.#closed.promise]);
  }

  /** Replaces the listener for events of the page. */
  listen(onEvent: OnEvent): void {
    this.#onEvent = onEvent;
  }

  /** Sends a command to the page. @throws ProtocolError; the signal's reason */
  send(method: string, params: Data, signal: AbortSignal): Promise<Data> {
    if (this.#isGone) return Promise.reject(new ProtocolError('The browser has ended'));
    const id = (this.#lastId += 1);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    return untilAborted<Data>(signal, (resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
      return () => void this.#waiting.delete(id);
    });
  }

  /** Ends the browser and removes its profile. Never rejects. */
  async close(): Promise<void> {
    const { pid } = this.#child;
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
      else this.#child.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
    await this.#ended;
    this.#input.destroy();
    // A profile that cannot be removed is left to the system, because it is in the folder for temporary files.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
  }

  #gone(): void {
    this.#isGone = true;
    for (const { reject } of this.#waiting.values()) reject(new ProtocolError('The browser has ended'));
    this.#waiting.clear();
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      this.#handle(Buffer.concat([...this.#received, chunk.subarray(from, end)]).toString('utf8'));
      this.#received = [];
      this.#bytes = 0;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    this.#received.push(rest);
    this.#bytes += rest.length;
    if (this.#bytes > MAX_MESSAGE_BYTES) this.#child.kill('SIGKILL');
  }

  #handle(text: string): void {
    const message = JSON.parse(text) as Data;
    const { id, method, params, result, error } = message;
    if (typeof id === 'number') {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(toData(result));
      else waiting?.reject(new ProtocolError(String(toData(error)['message'])));
    } else if (method === 'Target.detachedFromTarget') this.#closed.resolve();
    else if (typeof method === 'string') this.#onEvent(method, toData(params));
  }
}

/** The value as an object; empty if it is not one. */
export function toData(value: unknown): Data {
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}

/** The value as a text; empty if it is not one. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The longest path that Chromium adds to the folder for temporary files, and the longest path of a socket on Linux. */
const SOCKET = '/org.chromium.Chromium.XXXXXX/SingletonSocket';
const MAX_SOCKET_PATH = 107;

/** The folder of a browser that is killed would stay, so it is made in the profile. Only on Linux does this need no more than TMPDIR. */
function temporaryFilesIn(profile: string): NodeJS.ProcessEnv {
  const fits = Buffer.byteLength(profile) + SOCKET.length <= MAX_SOCKET_PATH;
  return process.platform === 'linux' && fits ? { TMPDIR: profile } : {};
}

function argumentsFor(profile: string, verifyTls: boolean, size: LaunchOptions['size']): readonly string[] {
  return [
    ...(size === undefined ? ['--headless=new', '--hide-scrollbars'] : [`--window-size=${size.join(',')}`]),
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--metrics-recording-only',
    '--mute-audio',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(verifyTls ? [] : ['--ignore-certificate-errors']),
    // The sandbox of Chromium refuses to run for root, as in containers.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}
