import type { Sound, SoundAnswer, SoundOutcome } from '../../contract/model/sound.ts';
import type { Ms } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import type { Log, Timer, Timers } from '../ports.ts';

export interface SoundsOptions {
  readonly timers: Timers;
  readonly log: Log;
  /** Asks all open pages to play a sound. */
  readonly push: (sound: Sound) => void;
  /** Loads a hidden page if none is open. Absent: only a person can open one. */
  readonly preparePage?: (() => Promise<void>) | undefined;
}

/** A sound, and the content of its file; null: it is a tone. */
export interface SoundRequest extends Sound {
  readonly file: Uint8Array | null;
}

/** The time between two requests to the pages. They are repeated because a page may still be loading. */
const ASK_EVERY_MS: Ms = 1_000;
/** How often the pages are asked. If a hidden page is loaded for the sound, this may take some seconds. */
const ASKED = 6;
const ASKED_WITH_PAGE = 12;

interface Waiting {
  readonly request: SoundRequest;
  readonly settle: (answer: SoundAnswer) => void;
  /** The answer of a page that does not play the sound. Another page may still play it. */
  refusal: SoundAnswer | null;
}

/** Lets an open page play sounds. The first page that can play a sound plays it. */
export class Sounds {
  readonly #options: SoundsOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: SoundsOptions) {
    this.#options = options;
  }

  /**
   * Asks the open pages until one plays the sound, or none does within some seconds.
   * @param signal rejects when it is aborted
   */
  async play(request: SoundRequest, signal: AbortSignal): Promise<SoundAnswer> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<SoundAnswer>();
    const waiting: Waiting = { request, settle: resolve, refusal: null };
    this.#waiting.set(request.id, waiting);
    const stopAsking = this.#ask(waiting);
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      this.#waiting.delete(request.id);
      stopAsking();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A page reports whether it played a sound. A late report is ignored. */
  answered(id: string, outcome: SoundOutcome, problem = ''): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    const answer = { outcome, problem };
    if (outcome === 'played' || outcome === 'busy') waiting.settle(answer);
    else waiting.refusal = answer;
  }

  /** @throws RequestError `soundNotFound` when pages are not being asked for this sound, or it is a tone */
  file(id: string): Uint8Array {
    const file = this.#waiting.get(id)?.request.file ?? null;
    if (file === null) throw new RequestError('soundNotFound', {});
    return file;
  }

  #ask(waiting: Waiting): () => void {
    const { timers, push, log, preparePage } = this.#options;
    const { file: _, ...sound } = waiting.request;
    let left = preparePage === undefined ? ASKED : ASKED_WITH_PAGE;
    let timer: Timer | null = null;
    const again = (): void => {
      if (left === 0 || (waiting.refusal !== null && preparePage === undefined)) {
        waiting.settle(waiting.refusal ?? { outcome: 'nobody', problem: '' });
        return;
      }
      left -= 1;
      push(sound);
      timer = timers.set(again, ASK_EVERY_MS);
    };
    preparePage?.().catch((error: unknown) => log('error', 'No page could be loaded for a sound', { error }));
    again();
    return () => {
      if (timer !== null) timers.clear(timer);
    };
  }
}
