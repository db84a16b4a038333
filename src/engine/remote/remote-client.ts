/**
 * The engine of a remote Lookout: sends requests over HTTP, receives pushes over a WebSocket, and reconnects whenever
 * the connection is lost.
 */
import type { WebSocket } from 'ws';
import { CONTRACT_VERSION, type About } from '../../contract/channels/app.ts';
import type { EngineClient } from '../../contract/channels/engine-client.ts';
import type { Answer, Args } from '../../contract/channels/index.ts';
import { scopeOf } from '../../contract/channels/scopes.ts';
import { SNAPSHOT_PAGE, type Push } from '../../contract/channels/snapshot.ts';
import { NO_CAPABILITIES, type Capabilities } from '../../contract/model/source.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { isRecord } from '../../shared/is-record.ts';
import { problemOf } from '../base/problem-error.ts';
import { RequestError } from '../base/request-error.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import { readRefusal } from './read-refusal.ts';
import { readAnswer, readPush } from './remote-answers.ts';
import { hostOf } from './remote-address.ts';
import type { RemoteChannel } from './remote-channels.ts';
import { RemoteError } from './remote-error.ts';
import { toRemoteError } from './to-remote-error.ts';
import { REMOTE_TIMES, type RemoteTimes } from './remote-times.ts';
import { RemoteTransport, type TransportOptions } from './remote-transport.ts';

/** The most endpoints of a source. */
export const MAX_ENDPOINTS = 20_000;

/**
 * How many pushes may arrive at once, and how many per second in the long run. An honest Lookout sends 10 per second.
 */
const PUSH_BUCKET = { burst: 3_000, perSecond: 60 };

export interface RemoteClientOptions extends TransportOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly times?: RemoteTimes;
  /**
   * Called with what the remote Lookout says about itself, before any other request.
   * @throws RemoteError when it must not be followed, for example because it is this Lookout itself
   */
  readonly onAbout: (about: About) => void;
  /** The connection is open: the snapshot can be read. When it rejects, the connection is closed. */
  readonly onOpen: () => Promise<void>;
  /** Connecting failed, or the connection was lost. Another attempt follows later. */
  readonly onClosed: (error: RemoteError) => void;
}

/** An `EngineClient` for the requests that a remote Lookout answers. */
export interface RemoteEngine extends Omit<EngineClient, 'request'> {
  request<C extends RemoteChannel>(channel: C, args: Args<C>): Promise<Answer<C>>;
}

export class RemoteClient implements RemoteEngine {
  readonly #options: RemoteClientOptions;
  readonly #times: RemoteTimes;
  readonly #transport: RemoteTransport;
  readonly #listeners = new Set<(push: Push) => void>();
  readonly #disposed = new AbortController();
  #about: About | null = null;
  #socket: WebSocket | null = null;
  #retry: Timer | null = null;
  #retryMs: Ms;
  #watch: Timer | null = null;
  #lastContact: EpochMs | null = null;
  /** On the monotonic clock. */
  #heardAt = 0;
  /** On the monotonic clock; null: the connection is not open. */
  #openedAt: number | null = null;
  #pushesLeft = PUSH_BUCKET.burst;
  #pushesAt = 0;
  /** How many pages of the snapshot under way were read. */
  #pages = 0;

  constructor(options: RemoteClientOptions) {
    this.#options = options;
    this.#times = options.times ?? REMOTE_TIMES;
    this.#retryMs = this.#times.firstRetry;
    this.#transport = new RemoteTransport(options);
  }

  /** Sends nothing until `connect` is called. */
  get capabilities(): Capabilities {
    return this.#about?.capabilities ?? NO_CAPABILITIES;
  }

  /** When the remote Lookout last sent something; null: never. */
  get lastContact(): EpochMs | null {
    return this.#lastContact;
  }

  /** Starts connecting, and reconnects whenever the connection is lost. */
  start(): void {
    void this.#connect();
  }

  /**
   * @throws RequestError with the refusal of the remote Lookout
   * @throws RemoteError when it did not answer, or the answer does not match the contract
   */
  async request<C extends RemoteChannel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    const isSnapshot = channel === 'app.snapshot' || channel === 'app.snapshotPage';
    this.#pages = channel === 'app.snapshot' ? 1 : this.#pages + (isSnapshot ? 1 : 0);
    if (isSnapshot && this.#pages > MAX_ENDPOINTS / SNAPSHOT_PAGE + 1) {
      throw new RemoteError(problemOf('remote.tooMany', { max: MAX_ENDPOINTS }), { isFinal: true });
    }
    const { status, body } = await this.#transport.post(channel, args, this.#disposed.signal, {
      again: scopeOf(channel) === 'read',
    });
    if (status === 200) {
      this.#heard();
      return readAnswer(channel, body);
    }
    throw readRefusal(status, body);
  }

  onPush(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Closes the connection. Reports nothing after that. */
  dispose(): void {
    this.#disposed.abort();
    this.#stopTimers();
    this.#socket?.removeAllListeners().on('error', () => undefined);
    this.#socket?.terminate();
    this.#transport.dispose();
  }

  get #isDisposed(): boolean {
    return this.#disposed.signal.aborted;
  }

  async #connect(): Promise<void> {
    this.#retry = null;
    try {
      const about = await this.readAbout();
      if (this.#isDisposed) return;
      this.#options.onAbout(about);
      this.#about = about;
      const socket = await this.#transport.openPushes();
      if (this.#isDisposed) {
        socket.terminate();
        return;
      }
      this.#follow(socket);
      await this.#options.onOpen();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Asks the remote Lookout what it is. @throws RemoteError when this Lookout cannot follow it */
  async readAbout(): Promise<About> {
    const { status, body } = await this.#transport.post('app.about', {}, this.#disposed.signal, { again: true });
    if (status !== 200) throw this.#notAnswered(status, body);
    const version = isRecord(body) && typeof body['version'] === 'string' ? body['version'].slice(0, 50) : '';
    const contract = isRecord(body) ? body['contract'] : undefined;
    if (typeof contract !== 'number' || version === '') {
      throw new RemoteError(problemOf('remote.notLookout', {}), { isFinal: true });
    }
    if (contract < CONTRACT_VERSION) throw new RemoteError(problemOf('remote.older', { version }), { isFinal: true });
    if (contract > CONTRACT_VERSION) throw new RemoteError(problemOf('remote.newer', { version }), { isFinal: true });
    this.#heard();
    return readAnswer('app.about', body);
  }

  /** Why the remote Lookout does not say what it is. */
  #notAnswered(status: number, body: unknown): RemoteError {
    const reason = isRecord(body) ? body['reason'] : undefined;
    const isFinal = true;
    if (status === 401) return new RemoteError(problemOf('remote.token', {}), { isFinal });
    if (reason === 'foreignHost') {
      return new RemoteError(problemOf('remote.host', { name: hostOf(this.#options.address) }), { isFinal });
    }
    // A Lookout that does not know the request is older than sources.
    if (reason === 'unknownChannel') return new RemoteError(problemOf('remote.older', {}), { isFinal });
    if (status >= 500 || status === 429) return new RemoteError(problemOf('remote.status', { status }));
    return new RemoteError(problemOf('remote.notLookout', { status }), { isFinal });
  }

  #follow(socket: WebSocket): void {
    const { clock, timers } = this.#options;
    this.#socket = socket;
    this.#heard();
    this.#openedAt = clock.mono();
    this.#pushesLeft = PUSH_BUCKET.burst;
    this.#pushesAt = clock.mono();
    socket.on('ping', () => this.#heard());
    socket.on('message', (data: Buffer, isBinary) => {
      if (this.#socket === socket) this.#receive(isBinary ? '' : data.toString());
    });
    // After an error, "close" follows.
    socket.on('error', (error) => this.#options.log('debug', 'The connection of a source failed', { error }));
    socket.on('close', () => {
      if (this.#socket === socket) this.fail(new RemoteError(problemOf('remote.closed', {})));
    });
    const look = (): void => {
      this.#watch = null;
      if (this.#socket !== socket) return;
      const left = this.#heardAt + this.#times.silent - clock.mono();
      if (left <= 0) this.fail(new RemoteError(problemOf('remote.silent', {})));
      else this.#watch = timers.set(look, left);
    };
    this.#watch = timers.set(look, this.#times.silent);
  }

  #receive(text: string): void {
    this.#heard();
    try {
      this.#takePush();
      const push = readPush(text);
      for (const listener of this.#listeners) listener(push);
    } catch (error) {
      this.fail(error);
    }
  }

  /** @throws RemoteError when there are too many pushes */
  #takePush(): void {
    const now = this.#options.clock.mono();
    const { burst, perSecond } = PUSH_BUCKET;
    this.#pushesLeft = Math.min(burst, this.#pushesLeft + ((now - this.#pushesAt) / 1000) * perSecond);
    this.#pushesAt = now;
    if (this.#pushesLeft < 1) throw new RemoteError(problemOf('remote.tooFast', {}), { isFinal: true });
    this.#pushesLeft -= 1;
  }

  #heard(): void {
    this.#lastContact = this.#options.clock.now();
    this.#heardAt = this.#options.clock.mono();
  }

  /** Closes the connection, reports the reason, and reconnects later. */
  fail(error: unknown): void {
    // The connection and its user may both report a failure.
    if (this.#isDisposed || this.#retry !== null) return;
    const { address, clock, timers, log, onClosed } = this.#options;
    // Only a connection that lasted resets the delay. Otherwise one that fails at once would be opened twice a second.
    const { firstRetry, lastRetry, refusedRetry } = this.#times;
    if (this.#openedAt !== null && clock.mono() - this.#openedAt > lastRetry) this.#retryMs = firstRetry;
    this.#openedAt = null;
    const socket = this.#socket;
    this.#socket = null;
    this.#stopTimers();
    socket?.terminate();
    const problem = remoteErrorOf(error, log);
    if (socket !== null)
      log('info', 'The connection to a source ended', { host: address.host, problem: problem.message });
    const wait = problem.isFinal ? refusedRetry : this.#retryMs;
    if (!problem.isFinal) this.#retryMs = Math.min(this.#retryMs * 2, lastRetry);
    this.#retry = timers.set(() => void this.#connect(), wait);
    onClosed(problem);
  }

  #stopTimers(): void {
    const { timers } = this.#options;
    if (this.#retry !== null) timers.clear(this.#retry);
    if (this.#watch !== null) timers.clear(this.#watch);
    this.#retry = null;
    this.#watch = null;
  }
}

function remoteErrorOf(error: unknown, log: Log): RemoteError {
  try {
    // While its snapshot is read, the remote Lookout may refuse requests because it is stopping.
    return error instanceof RequestError ? new RemoteError(problemOf('remote.closed', {})) : toRemoteError(error);
  } catch {
    log('error', 'A source failed because of a bug', { error });
    return new RemoteError(problemOf('remote.invalid', { problem: 'snapshot' }), { isFinal: true });
  }
}
