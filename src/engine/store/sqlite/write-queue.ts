/** Collects rows for the database, writes them in batches, and keeps them when a write fails. */
import type { Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { Log } from '../../ports.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { Presence } from '../status-history.ts';
import type { StoredDocument } from '../store.ts';
import type { Batch, EncodedChanges, EncodedEvidence, EncodedMemory } from './methods.ts';
import { WaitingRows, type TakenRows } from './waiting-rows.ts';
import { TransientStoreError } from './worker-client.ts';

export interface WriteQueueOptions {
  /** Writes a batch, completely or not at all. Called again only after the previous call has settled. */
  readonly write: (batch: Batch) => Promise<void>;
  readonly log: Log;
  /** The longest that a row waits for the next batch. Default 2,000, because each batch wakes two threads. */
  readonly delayMs?: Ms;
  /** The same for an incident that must be written soon. Default 250. */
  readonly soonDelayMs?: Ms;
  /** At this many waiting rows, the batch is written without the delay. Default 500. */
  readonly batchRows?: number;
  /**
   * Rows that arrive while a batch is written form the next batch, up to this many rows of each type; readers wait
   * behind it. When the loop is busy, it reads the answer to a batch late. With small batches, the loop and not the
   * disk would then limit how much can be written. Default 5,000, which take about 100 ms.
   */
  readonly maxBatchRows?: number;
  /** Above this many waiting results, the oldest are dropped and an error is logged. Default 50,000, about 25 MB. */
  readonly maxResults?: number;
}

export interface WriteQueue {
  /** The number of waiting rows, including those being written. */
  readonly size: number;
  addResult(result: EncodedResult): void;
  addSpan(span: StatusSpan): void;
  addIncident(incident: EncodedIncident, soon: boolean): void;
  addPresence(presence: Presence): void;
  addEvidence(evidence: EncodedEvidence): void;
  addDocument(document: StoredDocument): void;
  addChanges(changes: EncodedChanges): void;
  addMemory(memory: EncodedMemory): void;
  /**
   * Resolves when all rows that wait now are written.
   * @throws what `write` rejects with; the rows keep waiting
   */
  drain(): Promise<void>;
  /** Starts no more writes by itself. */
  stop(): void;
}

/** The delay after a failed write. It doubles with each failure, up to `MAX_RETRY_MS`. */
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/** A batch that fails this often for a permanent reason is dropped, so that the rest can be written. */
const MAX_ATTEMPTS = 3;

export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  return new Queue(options);
}

class Queue implements WriteQueue {
  readonly #options: Required<WriteQueueOptions>;
  readonly #rows = new WaitingRows();
  #writing: Promise<void> | null = null;
  #writingRows = 0;
  /** The lowest number among the rows that are being written. */
  #writingSeq = Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is due, on the clock of `performance`. */
  #dueAt = Infinity;
  /** True: a waiting row must be written soon. */
  #wantedSoon = false;
  #stopped = false;
  #failures = 0;
  /** How many failures in a row were not transient, so that the rows may be at fault. */
  #attempts = 0;
  #dropped = 0;

  constructor(options: WriteQueueOptions) {
    const defaults = { delayMs: 2000, soonDelayMs: 250, batchRows: 500, maxBatchRows: 5000, maxResults: 50_000 };
    this.#options = { ...defaults, ...options };
  }

  get size(): number {
    return this.#rows.size + this.#writingRows;
  }

  addResult(row: EncodedResult): void {
    this.#rows.addResult(row);
    this.#added();
  }

  addSpan(row: StatusSpan): void {
    this.#rows.addSpan(row);
    this.#added();
  }

  addIncident(row: EncodedIncident, soon: boolean): void {
    if (soon) this.#wantedSoon = true;
    this.#rows.addIncident(row);
    this.#added();
  }

  addPresence(row: Presence): void {
    this.#rows.addPresence(row);
    this.#added();
  }

  addEvidence(row: EncodedEvidence): void {
    this.#rows.addEvidence(row);
    this.#added();
  }

  addDocument(row: StoredDocument): void {
    this.#rows.addDocument(row);
    this.#added();
  }

  addChanges(row: EncodedChanges): void {
    this.#rows.addChanges(row);
    this.#added();
  }

  addMemory(row: EncodedMemory): void {
    this.#rows.addMemory(row);
    this.#added();
  }

  async drain(): Promise<void> {
    const until = this.#rows.lastSeq;
    while (Math.min(this.#writingSeq, this.#rows.oldestSeq) <= until) await this.#writeNext();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #added(): void {
    if (this.#rows.resultCount > this.#options.maxResults) this.#dropOldest();
    // After a failure, the retry timer decides when the next write happens, however many rows wait.
    if (this.#writing !== null || this.#stopped || this.#failures > 0) return;
    if (this.#rows.size >= this.#options.batchRows) this.#writeInBackground();
    else this.#schedule(this.#delay());
  }

  #delay(): Ms {
    return this.#wantedSoon ? this.#options.soonDelayMs : this.#options.delayMs;
  }

  /** Schedules a write, unless an earlier one is scheduled. */
  #schedule(ms: Ms): void {
    const at = performance.now() + ms;
    if (this.#stopped || this.#dueAt <= at) return;
    this.#cancel();
    this.#dueAt = at;
    this.#timer = setTimeout(() => {
      this.#cancel();
      this.#writeInBackground();
    }, ms);
    // The thread keeps the process alive; a waiting row must not.
    this.#timer.unref();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
  }

  #writeInBackground(): void {
    if (this.#rows.size > 0) this.#writeNext().catch(() => undefined /* `#failed` logs it, and schedules a retry */);
  }

  /** Writes the next batch, or waits for the one that is being written. */
  #writeNext(): Promise<void> {
    if (this.#writing !== null) return this.#writing;
    this.#cancel();
    this.#writingSeq = this.#rows.oldestSeq;
    // After a failure, write only the usual number of rows, so that one bad row affects only a few others.
    const taken = this.#rows.take(this.#failures === 0 ? this.#options.maxBatchRows : this.#options.batchRows);
    this.#wantedSoon = false;
    this.#writingRows = Object.values(taken).reduce((sum, { length }) => sum + length, 0);
    const batch = {
      results: taken.results.map(({ row }) => row),
      spans: taken.spans.map(({ row }) => row),
      incidents: taken.incidents.map(({ row }) => row),
      presence: taken.presence.map(({ row }) => row),
      evidence: taken.evidence.map(({ row }) => row),
      documents: taken.documents.map(({ row }) => row),
      changes: taken.changes.map(({ row }) => row),
      memory: taken.memory.map(({ row }) => row),
    };
    this.#writing = this.#options.write(batch).then(
      () => this.#written(),
      (error: unknown) => this.#failed(taken, error),
    );
    return this.#writing;
  }

  /** @returns how many rows the batch had */
  #ended(): number {
    const rows = this.#writingRows;
    this.#writing = null;
    this.#writingRows = 0;
    this.#writingSeq = Infinity;
    return rows;
  }

  #written(): void {
    this.#ended();
    this.#failures = 0;
    this.#attempts = 0;
    const dropped = this.#dropped;
    if (dropped > 0) this.#options.log('warn', `The store can write again; ${dropped} results were lost`, { dropped });
    this.#dropped = 0;
    if (this.#rows.size >= this.#options.batchRows && !this.#stopped) this.#writeInBackground();
    else if (this.#rows.size > 0) this.#schedule(this.#delay());
  }

  #failed(taken: TakenRows, error: unknown): never {
    const rows = this.#ended();
    const { log } = this.#options;
    this.#failures += 1;
    // Time that the disk was full or the file was locked says nothing about the rows.
    this.#attempts = error instanceof TransientStoreError ? 0 : this.#attempts + 1;
    if (this.#attempts < MAX_ATTEMPTS) {
      this.#rows.putBack(taken);
      const retryMs = Math.min(RETRY_MS * 2 ** (this.#failures - 1), MAX_RETRY_MS);
      const facts = { retryMs, queued: this.#rows.size, error };
      log('error', `The store cannot write ${rows} rows and will try again`, facts);
      this.#schedule(retryMs);
    } else {
      this.#failures = 0;
      this.#attempts = 0;
      log('error', `The store dropped ${rows} rows after ${MAX_ATTEMPTS} attempts`, { error });
      if (this.#rows.size > 0) this.#schedule(this.#delay());
    }
    throw error;
  }

  #dropOldest(): void {
    // Drop a tenth at once, so that this does not happen with every row.
    const gone = this.#rows.dropOldestResults(Math.ceil(this.#options.maxResults / 10));
    this.#dropped += gone;
    this.#options.log('error', `The store cannot keep up and dropped the ${gone} oldest waiting results`, {
      dropped: this.#dropped,
    });
  }
}
