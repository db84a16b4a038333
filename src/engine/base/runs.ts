import { RequestError } from './request-error.ts';

/** What the work of a run gets. */
export interface RunContext {
  /** Aborted when somebody cancels the run. */
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

interface Run {
  readonly controller: AbortController;
  done: number;
}

/** Long work that a request began, under a name that its caller made up, so that others can ask for its progress and end it. */
export class Runs {
  readonly #runs = new Map<string, Run>();

  /** Does the work. A run of the same name is cancelled. @throws RequestError `cancelled`, or what the work throws */
  async run<Result>(name: string, work: (context: RunContext) => Promise<Result>): Promise<Result> {
    this.cancel(name);
    const run: Run = { controller: new AbortController(), done: 0 };
    this.#runs.set(name, run);
    const { signal } = run.controller;
    try {
      const onProgress = (done: number): void => void (run.done = done);
      const result = await work({ signal, onProgress });
      signal.throwIfAborted();
      return result;
    } finally {
      if (this.#runs.get(name) === run) this.#runs.delete(name);
    }
  }

  /** How much is done, from 0 to 1; 1: there is no such run. */
  progress(name: string): number {
    return this.#runs.get(name)?.done ?? 1;
  }

  cancel(name: string): void {
    this.#runs.get(name)?.controller.abort(new RequestError('cancelled', {}));
    this.#runs.delete(name);
  }
}
