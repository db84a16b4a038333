/** What a run passes to its work. */
export interface RunContext<Progress> {
  /** Aborted when somebody cancels the run. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

interface Run<Progress> {
  readonly controller: AbortController;
  progress: Progress;
}

export interface RunsOptions<Progress> {
  /** The progress of a run that has just begun. */
  readonly start: Progress;
  /** The error with which a cancelled run is refused. */
  readonly cancelled: () => Error;
}

/**
 * Long work that requests start. The caller gives each run a name, under which anyone can ask for its progress and
 * cancel it.
 */
export class Runs<Progress> {
  readonly #runs = new Map<string, Run<Progress>>();
  readonly #options: RunsOptions<Progress>;

  constructor(options: RunsOptions<Progress>) {
    this.#options = options;
  }

  /**
   * Does the work. A run of the same name is cancelled.
   * @param name undefined: the run has no progress, and cannot be cancelled
   * @throws the error of a cancelled run, or what the work throws
   */
  async run<Result>(
    name: string | undefined,
    work: (context: RunContext<Progress>) => Promise<Result>,
  ): Promise<Result> {
    const run: Run<Progress> = { controller: new AbortController(), progress: this.#options.start };
    if (name !== undefined) {
      this.cancel(name);
      this.#runs.set(name, run);
    }
    const { signal } = run.controller;
    try {
      const onProgress = (progress: Progress): void => void (run.progress = progress);
      const result = await work({ signal, onProgress });
      signal.throwIfAborted();
      return result;
    } finally {
      if (name !== undefined && this.#runs.get(name) === run) this.#runs.delete(name);
    }
  }

  /** Null: there is no such run, or it is done. */
  progress(name: string): Progress | null {
    return this.#runs.get(name)?.progress ?? null;
  }

  /** Does nothing when there is no such run. */
  cancel(name: string): void {
    this.#runs.get(name)?.controller.abort(this.#options.cancelled());
    this.#runs.delete(name);
  }
}
