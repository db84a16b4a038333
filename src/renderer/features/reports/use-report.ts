import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReportProgress } from '../../../contract/model/report.ts';
import { useRequest } from '../../live/hooks.ts';
import { newId } from '../../live/new-id.ts';

/** How often the page requests the progress of its report. Milliseconds. */
const ASK_EVERY_MS = 400;

export interface MakingReport {
  /** Null: no report is being made. `all` is 0 until the engine has begun. */
  readonly progress: ReportProgress | null;
  /**
   * Makes a report. Rejects like the request.
   * @param ask sends the request, with the name of the job
   * @returns null: it was cancelled
   */
  readonly make: <R>(ask: (job: string) => Promise<R>) => Promise<R | null>;
  readonly cancel: () => void;
}

/** Makes one report at a time. It is cancelled when the person leaves the page. */
export function useReport(): MakingReport {
  const request = useRequest();
  const [progress, setProgress] = useState<MakingReport['progress']>(null);
  const current = useRef<string | null>(null);

  const cancel = useCallback(() => {
    const job = current.current;
    current.current = null;
    setProgress(null);
    // If the connection is lost, the engine cancels it anyway.
    if (job !== null) request('reports.cancel', { job }).catch(() => undefined);
  }, [request]);
  useEffect(() => cancel, [cancel]);

  const make = useCallback(
    async <R>(send: (job: string) => Promise<R>) => {
      const job = newId();
      current.current = job;
      setProgress({ done: 0, all: 0 });
      const timer = setInterval(() => {
        const ask = async () => {
          const next = await request('reports.progress', { job }).catch(() => null);
          if (next !== null && current.current === job) setProgress(next);
        };
        void ask();
      }, ASK_EVERY_MS);
      try {
        const report = await send(job);
        return current.current === job ? report : null;
      } catch (error) {
        if (current.current !== job) return null;
        throw error;
      } finally {
        clearInterval(timer);
        if (current.current === job) {
          current.current = null;
          setProgress(null);
        }
      }
    },
    [request],
  );
  return { progress, make, cancel };
}
