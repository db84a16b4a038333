/** The persistent store: SQLite in a worker thread, so that it never blocks the event loop. */
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { Log } from '../ports.ts';
import { Backups } from './backup/backups.ts';
import type { Replaced } from './backup/data-replacement.ts';
import { ResultExports } from './export/result-exports.ts';
import { encodeIncident } from './incident-codec.ts';
import { createResultEncoder } from './result-codec.ts';
import type { Batch, MethodAnswer, MethodArgs, StoreMethod } from './sqlite/methods.ts';
import type { PruneCursor } from './sqlite/prune.ts';
import { CorruptStoreError, createWorkerClient } from './sqlite/worker-client.ts';
import { WriteReport } from './sqlite/write-report.ts';
import { createWriteQueue, type WriteQueue } from './sqlite/write-queue.ts';
import type { Store, StoredState } from './store.ts';

export interface SqliteStoreOptions {
  /**
   * The database file. It and its folder are created when missing. While it is open, there are two more files beside
   * it.
   */
  readonly file: string;
  /** `sqlite-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly log: Log;
  /** Moves results into blocks as soon as they are written. For tests. Default false. */
  readonly eager?: boolean;
  /** See `BackupsOptions`. */
  readonly restart?: (() => void) | undefined;
  /** Opens the file without replacing it by a backup, even when it is damaged. Default false. */
  readonly asItIs?: boolean;
}

/**
 * A failed write is logged and tried again. Until it succeeds, reads return what was written, because history without
 * its last rows is more useful than none, and `flush` rejects.
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { file, workerUrl, log, restart, eager = false, asItIs = false } = options;
  const backups = new Backups({ file, workerUrl, log, restart });
  const { replacement } = backups;
  let client = createWorkerClient({ file, workerUrl, log, eager });
  const queue = createWriteQueue({ write, log });
  const report = new WriteReport(log);
  const exports = new ResultExports({ file, workerUrl, log, flush: () => queue.drain() });
  let closed = false;

  async function open(now: EpochMs): Promise<StoredState> {
    if (asItIs) return openAsItIs(now);
    const { replaced, state } = await openOrReplace(now);
    await replacement.opened();
    await exports.removeScratch();
    return replaced === null ? state : { ...state, replaced };
  }

  /** Puts a backup in the place of a file that SQLite cannot read, once: a fault of ours would be in the backup, too. */
  async function openOrReplace(now: EpochMs): Promise<{ state: StoredState; replaced: Replaced | null }> {
    const replaced = await replacement.replaceAtStart();
    try {
      return { state: await openAsItIs(now), replaced };
    } catch (error) {
      const instead = error instanceof CorruptStoreError ? await replacement.replaceDamaged() : null;
      if (instead === null) throw error;
      client = createWorkerClient({ file, workerUrl, log, eager });
      return { state: await openAsItIs(now), replaced: instead };
    }
  }

  async function openAsItIs(now: EpochMs): Promise<StoredState> {
    try {
      await client.start();
      const { state, bytes, notCopied } = await client.call('load', { now });
      if (notCopied !== null)
        log('error', 'The data could not be copied before it was updated', { problem: notCopied });
      report.opened(bytes);
      return state;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  async function write(batch: Batch): Promise<void> {
    report.written(await client.call('write', batch).catch(report.failed));
  }

  /** Calls a method after everything recorded earlier has been written. */
  async function callAfterWrites<M extends StoreMethod>(method: M, args: MethodArgs<M>): Promise<MethodAnswer<M>> {
    await queue.drain().catch(() => undefined /* the queue logs the error and tries again */);
    return client.call(method, args);
  }

  return {
    open,
    backups,
    exports,

    ...savesAndReads(callAfterWrites),
    ...records({ queue, log, isClosed: () => closed }),
    flush: async () => {
      await queue.drain();
      await client.call('sync', null);
    },

    prune: async (retention) => {
      let cursor: PruneCursor | null = null;
      for (;;) {
        cursor = await callAfterWrites('prune', { retention, cursor });
        if (cursor === null || closed) return;
      }
    },

    stats: () => ({ queued: queue.size, ...report.stats }),

    close: async () => {
      closed = true;
      // Stopped first, but awaited last: rows that exist nowhere else are written before.
      const stopped = Promise.all([backups.stop(), exports.stop()]);
      try {
        await queue.drain();
        await client.call('sync', null);
      } catch (error) {
        log('error', `The store was closed with ${queue.size} unwritten rows`, { error });
      } finally {
        queue.stop();
        await client.close();
      }
      await stopped;
    },
  };
}

type Call = <M extends StoreMethod>(method: M, args: MethodArgs<M>) => Promise<MethodAnswer<M>>;

/** The methods that only pass their arguments on to the worker. */
function savesAndReads(call: Call) {
  return {
    saveEndpoints: (endpoints, removedAt) => call('saveEndpoints', { endpoints, removedAt: removedAt ?? null }),
    removeEndpoints: (ids, at) => call('removeEndpoints', { ids, at }),
    removedEndpoints: () => call('removedEndpoints', null),
    saveSettings: (settings) => call('saveSettings', { settings }),
    saveDocuments: (documents, remove = []) => call('saveDocuments', { documents, remove }),
    saveCounted: (id, history) => call('saveCounted', { id, history }),
    documents: (query) => call('documents', query),
    checks: (id, { before, limit }) => call('checks', { id, before: before ?? null, limit }),
    checkColumns: (id, range) => call('checkColumns', { id, ...range }),
    series: (id, range) => call('series', { id, ...range }),
    distribution: (id, range) => call('distribution', { id, ...range }),
    baseline: (id, range) => call('baseline', { id, ...range }),
    spans: (id, range) => call('spans', { id, ...range }),
    cells: (id, query) => call('cells', { id, query }),
    statusHistory: (id, options) => call('statusHistory', { id, options }),
    uptime: (id, window) => call('uptime', { id, ...window }),
    incidents: (query) => call('incidents', query),
    evidence: (incidentId) => call('evidence', { incidentId }),
    changes: (id, { before, limit }) => call('changes', { id, before: before ?? null, limit }),
    memory: (id) => call('memory', { id }),
  } satisfies Partial<Store>;
}

interface RecordsOptions {
  readonly queue: WriteQueue;
  readonly log: Log;
  readonly isClosed: () => boolean;
}

/** The methods that add rows to the write queue. */
function records({ queue, log, isClosed }: RecordsOptions) {
  const encodeResult = createResultEncoder();

  /**
   * Records a row. A row that cannot be stored is a bug of the caller, and must not prevent other rows from being
   * written.
   */
  function record(what: string, endpointId: EndpointId, add: () => void): void {
    if (isClosed()) {
      log('error', `The store was closed before ${what} was recorded`, { endpointId });
      return;
    }
    try {
      add();
    } catch (error) {
      log('error', `The store cannot store ${what}`, { endpointId, error });
    }
  }

  return {
    recordResult: (result, metrics) =>
      record('a result', result.endpointId, () => {
        queue.addResult(encodeResult(result, metrics));
        const { endpointId, at, details } = result;
        if (details.changes !== undefined) queue.addChanges({ endpointId, at, json: JSON.stringify(details.changes) });
      }),
    recordMemory: (endpointId, memory) =>
      record('a memory', endpointId, () => queue.addMemory({ endpointId, json: JSON.stringify(memory) })),
    recordSpan: (span) => record('a span', span.endpointId, () => queue.addSpan(span)),
    recordPresence: (presence) => {
      if (!isClosed()) queue.addPresence(presence);
    },
    recordEvidence: ({ id, endpointId }, parts) =>
      record('evidence', endpointId, () =>
        queue.addEvidence({ incidentId: id, endpointId, json: JSON.stringify(parts) }),
      ),
    recordDocument: (document) => {
      if (isClosed()) log('error', 'The store was closed before a document was recorded', { id: document.id });
      else queue.addDocument(document);
    },
    recordIncident: (incident, { soon = false } = {}) =>
      record('an incident', incident.endpointId, () => queue.addIncident(encodeIncident(incident), soon)),
  } satisfies Partial<Store>;
}
