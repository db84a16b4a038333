import type { Log } from '../../engine/ports.ts';

/** For work that a menu or an event starts and nobody waits for: logs `failure` when the work fails. */
export type ReportRejection = (failure: string, work: Promise<unknown>) => void;

export function createReportRejection(log: Log): ReportRejection {
  return (failure, work) => {
    work.catch((error: unknown) => log('error', failure, { error }));
  };
}
