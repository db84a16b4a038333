import type { ProcessMatch } from './fields.ts';

/** A process of this machine. Processes that have ended but whose parent has not noticed (zombies) do not count. */
export interface RunningProcess {
  readonly pid: number;
  /** The command line, or the name where the system does not show it. */
  readonly command: string;
  /** Resident memory in bytes. */
  readonly memory: number;
  /** Processor time since its start, in milliseconds. */
  readonly cpuMs: number;
  /** When it started, in epoch milliseconds; exact to about a second. */
  readonly startedAt: number;
}

/** The processes to look for. */
export type Wanted =
  | { readonly match: Exclude<ProcessMatch, 'pidFile'>; readonly text: string }
  | { readonly match: 'pid'; readonly pid: number };
