/** Rows on their way to the database: collected, written in batches, kept when a write fails. */
import type { Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { Log } from '../../ports.ts';
import type { EncodedIncident } from '../incident-codec.ts';
import type { EncodedResult } from '../result-codec.ts';
import type { Presence } from '../status-history.ts';
import { KeyedRows, type Queued } from './keyed-rows.ts';
import type { Batch } from './methods.ts';
import { PassingStoreError } from './worker-client.ts';

export interface WriteQueueOptions {
  /** Writes a batch, whole or not at all. Called again when the one before has settled. */
  readonly write: (batch: Batch) => Promise<void>;
  readonly log: Log;
  /** A row waits this long at most before the next batch begins. Default 2,000: each batch wakes two threads, all day. */
  readonly delayMs?: Ms;
  /** As much for an incident that is wanted soon. Default 250. */
  readonly soonDelayMs?: Ms;
  /** So many rows are written at once, without the delay. Default 500. */
  readonly batchRows?: number;
  /**
   * What has come while a batch was written is the next one, up to so many rows of a kind: readers wait behind it. The
   * answer to a batch is read late while the loop is busy, so that with batches of one size the turns of the loop, and
   * not the disk, would say how much can be written. Default 5000: some 100 ms.
   */
  readonly maxBatchRows?: number;
  /** Above so many results the oldest are dropped, loudly. Default 50,000: some 25 MB. */
  readonly maxResults?: number;
}

export interface WriteQueue {
  /** Rows that wait, those being written included. */
  readonly size: number;
  addResult(result: EncodedResult): void;
  addSpan(span: StatusSpan): void;
  addIncident(incident: EncodedIncident, soon: boolean): void;
  addPresence(presence: Presence): void;
  /**
   * Resolves when all that waits now is written.
   * @throws what `write` gave; the rows go on waiting
   */
  drain(): Promise<void>;
  /** Writes nothing more by itself. */
  stop(): void;
}

/** After a failed write the next one waits so long, and twice as long each time up to the other. */
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/** A batch that fails so often for a reason that will not pass is given up, so that the rest can go on. */
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
  /** The lowest number among the rows being written. */
  let writingSeq = Infinity;
  let timer: NodeJS.Timeout | undefined;
  /** When the timer is due, on the clock of `performance`. */
  let dueAt = Infinity;
  /** Something that waits is wanted soon. */
  let wantedSoon = false;
  let stopped = false;
  let failures = 0;
  let dropped = 0;

  const waiting = (): number => results.length + spans.size + incidents.size + presence.size;

  function added(): void {
    if (results.length > maxResults) dropOldest();
    // After a failure, the timer of the retry is what comes next, however many rows wait.
    if (writing !== null || stopped || failures > 0) return;
    if (waiting() >= batchRows) writeInBackground();
    else schedule(delay());
  }

  const delay = (): Ms => (wantedSoon ? soonDelayMs : delayMs);

  /** Writes then, or when it was going to if that is sooner. */
  function schedule(ms: Ms): void {
    const at = performance.now() + ms;
    if (stopped || dueAt <= at) return;
    cancel();
    dueAt = at;
    timer = setTimeout(() => {
      cancel();
      writeInBackground();
    }, ms);
    // The thread keeps the process alive; a row that waits must not.
    timer.unref();
  }

  function cancel(): void {
    clearTimeout(timer);
    dueAt = Infinity;
  }

  function writeInBackground(): void {
    if (waiting() > 0) writeNext().catch(() => undefined /* told by `failed`, and tried again */);
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
    // After a failure no more than usual, so that one row that cannot be written takes no more than these with it.
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
    if (dropped > 0) log('warn', `The store writes again; ${dropped} results were lost`, { dropped });
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
    if (error instanceof PassingStoreError || failures < MAX_ATTEMPTS) {
      putBack(taken);
      const retryMs = Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
      log('error', `The store cannot write ${rows} rows; it tries again`, { retryMs, queued: waiting(), error });
      schedule(retryMs);
    } else {
      failures = 0;
      log('error', `The store gave up ${rows} rows after ${MAX_ATTEMPTS} attempts`, { error });
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
    // A tenth at once, so that it does not happen with every row.
    const gone = results.splice(0, Math.ceil(maxResults / 10)).length;
    dropped += gone;
    log('error', `The store does not keep up: it dropped the ${gone} oldest of its waiting results`, { dropped });
  }

  /** The lowest number among the rows that wait. */
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
