/** Collects rows for the database, writes them in batches, and keeps them when a write fails. */
import type { Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { Log } from '../../ports.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { Presence } from '../status-history.ts';
import { KeyedRows, type Queued } from './keyed-rows.ts';
import type { Batch } from './methods.ts';
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
  const { write, log, delayMs = 2000, soonDelayMs = 250 } = options;
  const { batchRows = 500, maxBatchRows = 5000, maxResults = 50_000 } = options;
  let results: Queued<EncodedResult>[] = [];
  const spans = new KeyedRows<StatusSpan>(({ endpointId, from }) => `${from} ${endpointId}`);
  const incidents = new KeyedRows<EncodedIncident>(({ id }) => id);
  const presence = new KeyedRows<Presence>(({ state, from }) => `${from} ${state}`);
  let seq = 0;
  let writing: Promise<void> | null = null;
  let writingRows = 0;
  /** The lowest number among the rows that are being written. */
  let writingSeq = Infinity;
  let timer: NodeJS.Timeout | undefined;
  /** When the timer is due, on the clock of `performance`. */
  let dueAt = Infinity;
  /** True: a waiting row must be written soon. */
  let wantedSoon = false;
  let stopped = false;
  let failures = 0;
  let dropped = 0;

  const waiting = (): number => results.length + spans.size + incidents.size + presence.size;

  function added(): void {
    if (results.length > maxResults) dropOldest();
    // After a failure, the retry timer decides when the next write happens, however many rows wait.
    if (writing !== null || stopped || failures > 0) return;
    if (waiting() >= batchRows) writeInBackground();
    else schedule(delay());
  }

  const delay = (): Ms => (wantedSoon ? soonDelayMs : delayMs);

  /** Schedules a write, unless an earlier one is scheduled. */
  function schedule(ms: Ms): void {
    const at = performance.now() + ms;
    if (stopped || dueAt <= at) return;
    cancel();
    dueAt = at;
    timer = setTimeout(() => {
      cancel();
      writeInBackground();
    }, ms);
    // The thread keeps the process alive; a waiting row must not.
    timer.unref();
  }

  function cancel(): void {
    clearTimeout(timer);
    dueAt = Infinity;
  }

  function writeInBackground(): void {
    if (waiting() > 0) writeNext().catch(() => undefined /* `failed` logs it, and schedules a retry */);
  }

  /** Writes the next batch, or waits for the one that is being written. */
  function writeNext(): Promise<void> {
    if (writing !== null) return writing;
    cancel();
    writingSeq = oldestSeq();
    const taken = take();
    writingRows = Object.values(taken).reduce((sum, { length }) => sum + length, 0);
    writing = write({
      results: taken.results.map(({ row }) => row),
      spans: taken.spans.map(({ row }) => row),
      incidents: taken.incidents.map(({ row }) => row),
      presence: taken.presence.map(({ row }) => row),
    }).then(
      () => written(),
      (error: unknown) => failed(taken, error),
    );
    return writing;
  }

  function take() {
    // After a failure, write only the usual number of rows, so that one bad row affects only a few others.
    const rows = failures === 0 ? maxBatchRows : batchRows;
    const taken = {
      results: results.splice(0, rows),
      spans: spans.take(rows),
      incidents: incidents.take(rows),
      presence: presence.take(rows),
    };
    wantedSoon = false;
    return taken;
  }

  function written(): void {
    writing = null;
    writingRows = 0;
    writingSeq = Infinity;
    failures = 0;
    if (dropped > 0) log('warn', `The store can write again; ${dropped} results were lost`, { dropped });
    dropped = 0;
    if (waiting() >= batchRows && !stopped) writeInBackground();
    else if (waiting() > 0) schedule(delay());
  }

  function failed(taken: ReturnType<typeof take>, error: unknown): never {
    writing = null;
    const rows = writingRows;
    writingRows = 0;
    writingSeq = Infinity;
    failures += 1;
    if (error instanceof TransientStoreError || failures < MAX_ATTEMPTS) {
      putBack(taken);
      const retryMs = Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
      log('error', `The store cannot write ${rows} rows and will try again`, { retryMs, queued: waiting(), error });
      schedule(retryMs);
    } else {
      failures = 0;
      log('error', `The store dropped ${rows} rows after ${MAX_ATTEMPTS} attempts`, { error });
      if (waiting() > 0) schedule(delay());
    }
    throw error;
  }

  function putBack(taken: ReturnType<typeof take>): void {
    results = [...taken.results, ...results];
    spans.putBack(taken.spans);
    incidents.putBack(taken.incidents);
    presence.putBack(taken.presence);
  }

  function dropOldest(): void {
    // Drop a tenth at once, so that this does not happen with every row.
    const gone = results.splice(0, Math.ceil(maxResults / 10)).length;
    dropped += gone;
    log('error', `The store cannot keep up and dropped the ${gone} oldest waiting results`, { dropped });
  }

  /** The lowest number among the waiting rows. */
  function oldestSeq(): number {
    return Math.min(results[0]?.seq ?? Infinity, spans.oldestSeq, incidents.oldestSeq, presence.oldestSeq);
  }

  function next(): number {
    seq += 1;
    return seq;
  }

  return {
    get size() {
      return waiting() + writingRows;
    },
    addResult: (row) => {
      results.push({ row, seq: next() });
      added();
    },
    addSpan: (row) => {
      spans.put(row, next);
      added();
    },
    addIncident: (row, soon) => {
      if (soon) wantedSoon = true;
      incidents.put(row, next);
      added();
    },
    addPresence: (row) => {
      presence.put(row, next);
      added();
    },
    drain: async () => {
      const until = seq;
      while (Math.min(writingSeq, oldestSeq()) <= until) await writeNext();
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
