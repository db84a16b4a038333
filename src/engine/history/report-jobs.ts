/** Reports that are being made: how far each is, and how to end it. A page chooses the name of its job. */
import type { ReportProgress } from '../../contract/model/report.ts';
import { RequestError } from '../base/request-error.ts';

interface Job extends ReportProgress {
  readonly stop: AbortController;
}

export class ReportJobs {
  readonly #jobs = new Map<string, Job>();

  /**
   * Does the work of a job. One without a name has no progress, and cannot be cancelled.
   * @throws RequestError `unavailable` when the job is cancelled, or what the work throws
   */
  async run<T>(
    name: string | undefined,
    work: (onProgress: (done: number, all: number) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController();
    if (name === undefined) return work(() => undefined, stop.signal);
    // A second job of the same name takes the place of the first.
    this.cancel(name);
    const update = (done: number, all: number) => {
      if (!stop.signal.aborted) this.#jobs.set(name, { stop, done, all });
    };
    update(0, 0);
    try {
      return await work(update, stop.signal);
    } finally {
      if (this.#jobs.get(name)?.stop === stop) this.#jobs.delete(name);
    }
  }

  /** Null: there is no such job, or it is done. */
  progress(name: string): ReportProgress | null {
    const job = this.#jobs.get(name);
    return job === undefined ? null : { done: job.done, all: job.all };
  }

  /** Does nothing when there is no such job. */
  cancel(name: string): void {
    this.#jobs.get(name)?.stop.abort(new RequestError('reportCancelled', {}));
    this.#jobs.delete(name);
  }
}
