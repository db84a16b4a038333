import type { EndpointId } from '../../../contract/model/units.ts';
import type { Log } from '../../ports.ts';
import { StoreError, type StoreStats } from '../store.ts';
import type { BatchWritten } from './methods.ts';

/** Collects figures and problems from the worker's answers to writes. Each problem is logged once. */
export class WriteReport {
  readonly #log: Log;
  readonly #unknownEndpoints = new Set<EndpointId>();
  #stats: Omit<StoreStats, 'queued'> = { writeMs: null, rowsWritten: 0, bytes: 0, problem: null };
  #lastProblem: string | null = null;
  #damagedBlocks = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  get stats(): Omit<StoreStats, 'queued'> {
    return this.#stats;
  }

  /** @param bytes the size of the files */
  opened(bytes: number): void {
    this.#stats = { ...this.#stats, bytes };
  }

  written({ rows, tookMs, bytes, unknown, damaged, problem }: BatchWritten): void {
    this.#stats = { writeMs: tookMs, rowsWritten: this.#stats.rowsWritten + rows, bytes, problem: null };
    if (problem !== null && problem !== this.#lastProblem)
      this.#log('error', 'The store cannot move results into blocks and will try again', { error: problem });
    this.#lastProblem = problem;
    if (damaged > this.#damagedBlocks)
      this.#log('error', `The store skips ${damaged} damaged blocks: each is an hour of one endpoint`, { damaged });
    this.#damagedBlocks = damaged;
    for (const id of unknown) {
      if (this.#unknownEndpoints.has(id)) continue;
      this.#unknownEndpoints.add(id);
      this.#log('warn', 'The store skipped history of an unknown endpoint', { endpointId: id });
    }
  }

  /** A write failed; the queue tries again. @throws the error */
  readonly failed = (error: unknown): never => {
    this.#stats = { ...this.#stats, problem: error instanceof StoreError ? error.problem : { code: 'store.bug' } };
    throw error;
  };
}
