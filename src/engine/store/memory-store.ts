/**
 * A store that loses its data when it is closed: for one-shot commands and for tests. Otherwise it behaves like the
 * SQLite store.
 */
import { RECENT_INCIDENTS } from '../../contract/channels/snapshot.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { Log } from '../ports.ts';
import { reasonOf } from '../../shared/recent-checks.ts';
import { newestFirst } from './incident-codec.ts';
import { documentName, listed, type MemoryData } from './memory-data.ts';
import { addCounted, addResult, newEntry, pruneEntry, sortedSpans, type Entry } from './memory-entry.ts';
import { readMethods } from './memory-reads.ts';
import { createResultEncoder } from './result-codec.ts';
import { completeRetention, hoursFromOf } from './retention.ts';
import { rollupStart } from './rollup.ts';
import { DAY_MS, type Store, type StoredState } from './store.ts';

export interface MemoryStoreOptions {
  /** Receives errors about results that cannot be stored. Default: process warnings. */
  readonly log?: Log;
}

/** Creates a store whose data grows until `prune`. */
export function createMemoryStore({ log = warn }: MemoryStoreOptions = {}): Store {
  const data: MemoryData = {
    entries: new Map(),
    settings: {},
    coverage: { resultsFrom: -Infinity, minutesFrom: -Infinity, hoursFrom: -Infinity },
    presence: [],
    documents: new Map(),
    rowsWritten: 0,
  };
  return {
    open: (now) => Promise.resolve(load(listed(data), data, now)),
    ...endpointMethods(data),
    ...recordMethods(data, log),
    flush: () => Promise.resolve(),
    ...readMethods(data),
    prune: async (wanted) => {
      const retention = completeRetention(wanted);
      const minutesFrom = rollupStart('minute', retention.minutesBefore);
      const hoursFrom = hoursFromOf(retention);
      data.coverage = {
        resultsFrom: Math.max(data.coverage.resultsFrom, retention.resultsBefore),
        minutesFrom: Math.max(data.coverage.minutesFrom, minutesFrom),
        hoursFrom: Math.max(data.coverage.hoursFrom, hoursFrom),
      };
      data.presence = data.presence.filter(({ to }) => to >= retention.incidentsBefore);
      for (const [name, { open, at }] of data.documents) {
        if (!open && at < retention.incidentsBefore) data.documents.delete(name);
      }
      for (const [id, entry] of data.entries) {
        const gone = entry.removedAt !== null && entry.removedAt < retention.removedBefore;
        if (gone && entry.endpoint.source !== 'file') data.entries.delete(id);
        else pruneEntry(entry, retention);
      }
    },
    stats: () => ({ queued: 0, writeMs: null, rowsWritten: data.rowsWritten, bytes: 0, problem: null }),
    close: async () => data.entries.clear(),
  };
}

type EndpointMethods = Pick<
  Store,
  'saveEndpoints' | 'removeEndpoints' | 'removedEndpoints' | 'saveSettings' | 'saveDocuments' | 'saveCounted'
>;

function endpointMethods(data: MemoryData): EndpointMethods {
  return {
    saveEndpoints: async (endpoints, at) => {
      const removedAt = at ?? null;
      for (const endpoint of endpoints) {
        const entry = data.entries.get(endpoint.id);
        if (entry === undefined) {
          data.entries.set(endpoint.id, { ...newEntry(structuredClone(endpoint)), removedAt });
        } else Object.assign(entry, { endpoint: structuredClone(endpoint), removedAt });
      }
    },
    removeEndpoints: async (ids, at) => {
      for (const id of ids) {
        const entry = data.entries.get(id);
        if (entry !== undefined) entry.removedAt ??= at;
      }
    },
    removedEndpoints: async () =>
      [...data.entries.values()]
        .filter((entry) => entry.removedAt !== null)
        .toReversed()
        .sort((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0))
        .map((entry) => entry.endpoint),
    saveCounted: async (id, history) => {
      const entry = data.entries.get(id);
      if (entry !== undefined) addCounted(entry, history);
    },
    saveSettings: async (saved) => {
      data.settings = { ...data.settings, ...saved };
    },
    saveDocuments: async (documents, remove = []) => {
      for (const document of documents) data.documents.set(documentName(document), document);
      for (const document of remove) data.documents.delete(documentName(document));
    },
  };
}

type RecordMethods = Pick<
  Store,
  | 'recordResult'
  | 'recordMemory'
  | 'recordSpan'
  | 'recordPresence'
  | 'recordIncident'
  | 'recordEvidence'
  | 'recordDocument'
>;

function recordMethods(data: MemoryData, log: Log): RecordMethods {
  const encodeResult = createResultEncoder();
  return {
    recordResult: (result, metrics) => {
      const entry = data.entries.get(result.endpointId);
      try {
        if (entry !== undefined && addResult(entry, encodeResult(result, metrics))) data.rowsWritten += 1;
        const { changes } = result.details;
        const at = Math.round(result.at);
        if (changes !== undefined) entry?.changes.set(at, structuredClone(changes.map((one) => ({ ...one, at }))));
      } catch (error) {
        log('error', 'The store cannot store a result', { endpointId: result.endpointId, error });
      }
    },
    recordMemory: (id, memory) => {
      const entry = data.entries.get(id);
      if (entry !== undefined) entry.memory = structuredClone(memory);
      data.rowsWritten += 1;
    },
    recordSpan: (span) => {
      data.entries.get(span.endpointId)?.spans.set(span.from, { ...span });
      data.rowsWritten += 1;
    },
    recordPresence: (one) => {
      data.presence = [
        ...data.presence.filter(({ state, from }) => state !== one.state || from !== one.from),
        { ...one },
      ];
      data.rowsWritten += 1;
    },
    recordEvidence: ({ id, endpointId }, parts) => {
      data.entries.get(endpointId)?.evidence.set(id, parts);
      data.rowsWritten += 1;
    },
    recordDocument: (document) => {
      data.documents.set(documentName(document), document);
      data.rowsWritten += 1;
    },
    recordIncident: (incident) => {
      data.entries.get(incident.endpointId)?.incidents.set(incident.id, structuredClone(incident));
      data.rowsWritten += 1;
    },
  };
}

const warn: Log = (_level, message, facts) => {
  process.emitWarning(`${message}: ${String(facts?.['error'])}`);
};

function load(
  listed: readonly Entry[],
  { settings, presence }: Pick<MemoryData, 'settings' | 'presence'>,
  now: EpochMs,
): StoredState {
  const recent = new Map<EndpointId, RecentChecks>();
  const last = new Map<EndpointId, CheckResult>();
  for (const { endpoint, results } of listed) {
    const newest = results.slice(-RECENT_CHECKS).map(({ result }) => result);
    const lastResult = newest.at(-1);
    if (lastResult === undefined) continue;
    last.set(endpoint.id, lastResult);
    recent.set(endpoint.id, {
      at: newest.map((result) => result.at),
      durationMs: newest.map((result) => result.durationMs),
      verdict: newest.map((result) => result.verdict),
      failure: newest.map(reasonOf),
      disturbed: newest.filter(({ disturbed }) => disturbed).map(({ at }) => at),
    });
  }
  const incidents = listed.flatMap((entry) => [...entry.incidents.values()]).sort(newestFirst);
  const ended = new Set(incidents.filter((incident) => incident.resolvedAt !== null).slice(0, RECENT_INCIDENTS));
  return {
    endpoints: listed.map((entry) => entry.endpoint),
    settings,
    incidents: incidents.filter((incident) => incident.resolvedAt === null || ended.has(incident)),
    spans: listed
      .flatMap((entry) => {
        const spans = sortedSpans(entry);
        return spans.filter((span, index) => span.to >= now - DAY_MS || index === spans.length - 1);
      })
      .sort((a, b) => a.from - b.from),
    recent,
    last,
    lastPresenceAt: presence.length === 0 ? null : Math.max(...presence.map(({ to }) => to)),
    memory: new Map(listed.map(({ endpoint, memory }) => [endpoint.id, memory])),
  };
}
