import type { Log } from '../../engine/ports.ts';

/** For what is begun from a menu or an event: nobody waits for it, and its failure is heard of. */
export type Owned = (failure: string, work: Promise<unknown>) => void;

export function createRejectionReporter(log: Log): Owned {
  return (failure, work) => {
    work.catch((error: unknown) => log('error', failure, { error }));
  };
}
