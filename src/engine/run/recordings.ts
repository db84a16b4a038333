/** Records steps while a person does them in a window: at most one recording at a time. */
import type { LostStep, Recording } from '../../contract/channels/recordings.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { Json, Ms } from '../../contract/model/units.ts';
import { FailureError } from '../base/failure-error.ts';
import { RequestError } from '../base/request-error.ts';
import type { CheckKind } from '../check/kind.ts';
import type { KindRecorder } from '../check/kind-recorder.ts';
import type { Log, OpenRecordingWindow, Timer, Timers } from '../ports.ts';

/** How long a request for new steps waits at most. */
const WAIT_MS: Ms = 10_000;
/** A recording ends when no page has asked for it for this long, because the page is gone. */
const IDLE_MS: Ms = 60_000;

export interface RecordingsOptions {
  readonly kinds: readonly CheckKind[];
  readonly timers: Timers;
  readonly log: Log;
  readonly openWindow?: OpenRecordingWindow | undefined;
  /** Validates the config of an endpoint. @throws RequestError `invalid` */
  readonly read: (input: EndpointInput) => Promise<{ readonly config: object }>;
}

export class Recordings {
  readonly #options: RecordingsOptions;
  #current: OneRecording | null = null;
  #lastId = 0;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /**
   * Opens the window, and ends the recording that was under way.
   * @throws RequestError `cannotRecord`, or `invalid` when the config has another mistake than in its steps
   */
  async start(input: EndpointInput): Promise<Recording> {
    const { kinds, read } = this.#options;
    const kind = kinds.find((one) => one.kind === input.kind);
    const field = kind?.form.find(({ format }) => format?.recorded === true);
    if (kind?.loadRecorder === undefined || field === undefined) {
      throw new RequestError('cannotRecord', { reason: 'kind' });
    }
    // The steps and their values are what is recorded. No secret is needed for that.
    const valuesName = field.format?.values ?? '';
    const { [field.name]: _steps, [valuesName]: _values, ...rest } = input;
    const { config } = await read({ ...rest, kind: kind.kind });
    const recorder = await kind.loadRecorder();
    await this.#current?.end();
    const recording = new OneRecording((this.#lastId += 1), this.#options);
    this.#current = recording;
    return recording.start(recorder, config);
  }

  /** @throws RequestError `noRecording` */
  next(id: number, version: number): Promise<Recording> {
    return this.#find(id).next(version);
  }

  /** @throws RequestError `noRecording` */
  async stop(id: number): Promise<Recording> {
    const recording = this.#find(id);
    await recording.end();
    return recording.state;
  }

  async dispose(): Promise<void> {
    await this.#current?.end();
  }

  #find(id: number): OneRecording {
    if (this.#current?.state.id !== id) throw new RequestError('noRecording', {});
    return this.#current;
  }
}

class OneRecording {
  state: Recording;
  readonly #options: RecordingsOptions;
  readonly #ending = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  readonly #waiting = new Set<() => void>();
  #idle: Timer | undefined;

  constructor(id: number, options: RecordingsOptions) {
    this.#options = options;
    this.state = { id, version: 0, ended: false, config: {}, lost: [], failure: null };
  }

  /** Resolves when the window is there. */
  async start(recorder: KindRecorder, config: object): Promise<Recording> {
    const { openWindow, log } = this.#options;
    const opened = Promise.withResolvers<void>();
    const done = recorder.record(config, {
      signal: this.#ending.signal,
      openWindow,
      onChange: ({ config: recorded, lost }) => {
        this.#put({ config: recorded, lost });
        opened.resolve();
      },
    });
    const finish = (failure: Failure | null) => {
      this.#clearIdle();
      this.#put({ ended: true, failure });
      this.#ended.resolve();
      opened.resolve();
    };
    done.then(
      () => finish(null),
      (error: unknown) => {
        // The caller's promise rejects, unless the first page could not be loaded: that is part of the recording.
        if (!(error instanceof FailureError)) opened.reject(error);
        finish(error instanceof FailureError ? error.failure : null);
        if (!(error instanceof FailureError) && !(error instanceof RequestError))
          log('error', 'A recording ended because of a bug', { error });
      },
    );
    this.#awaitPage();
    await opened.promise;
    return this.state;
  }

  async next(version: number): Promise<Recording> {
    this.#awaitPage();
    if (this.state.version > version || this.state.ended) return this.state;
    await new Promise<void>((resolve) => {
      const { timers } = this.#options;
      const wake = () => {
        timers.clear(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = timers.set(wake, WAIT_MS);
      this.#waiting.add(wake);
    });
    this.#awaitPage();
    return this.state;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#ended.promise;
  }

  #put(change: {
    readonly config?: Readonly<Record<string, Json>>;
    readonly lost?: readonly LostStep[];
    readonly ended?: boolean;
    readonly failure?: Failure | null;
  }): void {
    this.state = { ...this.state, ...change, version: this.state.version + 1 };
    for (const wake of this.#waiting) wake();
  }

  /** From now on, a page has to ask again in time. */
  #awaitPage(): void {
    this.#clearIdle();
    if (!this.state.ended) this.#idle = this.#options.timers.set(() => this.#ending.abort(), IDLE_MS);
  }

  #clearIdle(): void {
    if (this.#idle !== undefined) this.#options.timers.clear(this.#idle);
    this.#idle = undefined;
  }
}
