/** The store that lasts: SQLite in a thread of its own, so that nothing it does holds up the event loop. */
import type { EndpointId } from '../../contract/model/units.ts';
import type { Log } from '../ports.ts';
import { encodeIncident } from './incident-codec.ts';
import { createResultEncoder } from './result-codec.ts';
import type { Batch, MethodAnswer, MethodArgs, StoreMethod } from './sqlite/methods.ts';
import type { PruneCursor } from './sqlite/prune.ts';
import { createWorkerClient } from './sqlite/worker-client.ts';
import { createWriteQueue } from './sqlite/write-queue.ts';
import { StoreError, type Store, type StoreStats } from './store.ts';

export interface SqliteStoreOptions {
  /** The database; made, with its folder, when it is not there. Two more files stand beside it while it is open. */
  readonly file: string;
  /** `sqlite-worker.ts`, or what it was bundled to. */
  readonly workerUrl: URL;
  readonly log: Log;
}

/**
 * A write that fails is logged and tried again, and reads go on with what could be written: history that lacks its
 * last rows is worth more to a person than none. `flush` rejects then.
 */
export function createSqliteStore({ file, workerUrl, log }: SqliteStoreOptions): Store {
  const client = createWorkerClient({ file, workerUrl, log });
  const queue = createWriteQueue({ write, log });
  const encodeResult = createResultEncoder();
  let closed = false;
  let stats: Omit<StoreStats, 'queued'> = { writeMs: null, rowsWritten: 0, bytes: 0, problem: null };
  /** Told once each, not with every check. */
  const unknownEndpoints = new Set<EndpointId>();

  async function write(batch: Batch): Promise<void> {
    const { rows, tookMs, bytes, unknown } = await client.call('write', batch).catch((error: unknown) => {
      stats = { ...stats, problem: sentenceOf(error) };
      throw error;
    });
    stats = { writeMs: tookMs, rowsWritten: stats.rowsWritten + rows, bytes, problem: null };
    for (const id of unknown) {
      if (unknownEndpoints.has(id)) continue;
      unknownEndpoints.add(id);
      log('warn', 'The store passed over history of an endpoint that it does not know', { endpointId: id });
    }
  }

  /** Calls after all that was recorded before is written. */
  async function callAfterWrites<M extends StoreMethod>(method: M, args: MethodArgs<M>): Promise<MethodAnswer<M>> {
    await queue.drain().catch(() => undefined /* the queue has logged it and tries again */);
    return client.call(method, args);
  }

  /** Records what can be stored; what cannot is a bug of who made it, and must not take other rows with it. */
  function record(what: string, endpointId: EndpointId, add: () => void): void {
    if (closed) {
      log('error', `Expected ${what} to be recorded before the store was closed`, { endpointId });
      return;
    }
    try {
      add();
    } catch (error) {
      log('error', `The store cannot keep ${what}`, { endpointId, error });
    }
  }

  return {
    open: async (now) => {
      try {
        await client.start();
        const { state, bytes } = await client.call('load', { now });
        stats = { ...stats, bytes };
        return state;
      } catch (error) {
        await client.close();
        throw error;
      }
    },

    saveEndpoints: (endpoints) => callAfterWrites('saveEndpoints', { endpoints }),
    removeEndpoints: (ids, at) => callAfterWrites('removeEndpoints', { ids, at }),
    removedEndpoints: () => callAfterWrites('removedEndpoints', null),
    saveSettings: (settings) => callAfterWrites('saveSettings', { settings }),

    recordResult: (result, { charted } = {}) =>
      record('a result', result.endpointId, () => queue.addResult(encodeResult(result, charted))),
    recordSpan: (span) => record('a span', span.endpointId, () => queue.addSpan(span)),
    recordPresence: (presence) => {
      if (!closed) queue.addPresence(presence);
    },
    recordIncident: (incident, { soon = false } = {}) =>
      record('an incident', incident.endpointId, () => queue.addIncident(encodeIncident(incident), soon)),
    flush: async () => {
      await queue.drain();
      await client.call('sync', null);
    },

    checks: (id, { before, limit }) => callAfterWrites('checks', { id, before: before ?? null, limit }),
    series: (id, range) => callAfterWrites('series', { id, ...range }),
    spans: (id, range) => callAfterWrites('spans', { id, ...range }),
    statusHistory: (id, options) => callAfterWrites('statusHistory', { id, options }),
    uptime: (id, window) => callAfterWrites('uptime', { id, ...window }),
    incidents: ({ id, before, beforeId, limit }) =>
      callAfterWrites('incidents', { id: id ?? null, before: before ?? null, beforeId: beforeId ?? '', limit }),

    prune: async (retention) => {
      let cursor: PruneCursor | null = null;
      for (;;) {
        cursor = await callAfterWrites('prune', { retention, cursor });
        if (cursor === null || closed) return;
      }
    },

    stats: () => ({ queued: queue.size, ...stats }),

    close: async () => {
      closed = true;
      try {
        await queue.drain();
        await client.call('sync', null);
      } catch (error) {
        log('error', `The store was closed with ${queue.size} rows unwritten`, { error });
      } finally {
        queue.stop();
        await client.close();
      }
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof StoreError ? error.message : 'The store failed because of a bug; the log says more.';
}
