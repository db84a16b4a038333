/**
 * A store that loses its data when it is closed: for one-shot commands and for tests. Otherwise it behaves like the
 * SQLite store.
 */
import { RECENT_INCIDENTS } from '../../contract/channels/snapshot.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import { type Endpoint, RECENT_CHECKS, type RecentChecks } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import type { Log } from '../ports.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { shareOf } from '../verdict/uptime.ts';
import { newestFirst } from './incident-codec.ts';
import {
  createResultEncoder,
  decodeFinding,
  decodeMeasured,
  decodeResult,
  type EncodedResult,
} from './result-codec.ts';
import { emptyRollup, rollUp, ROLLUP_WIDTHS, rollupStart, type Rollup, type RollupWidth } from './rollup.ts';
import { statusHistory, type Presence } from './status-history.ts';
import { planSeries, seriesOfResults, seriesOfRollups, type Coverage } from './series.ts';
import { DAY_MS, type Retention, type Store, type StoredState } from './store.ts';
import type { TalliedCheck } from './tally.ts';

/** A result, and the parts of it that rollups and series use. */
interface StoredResult {
  readonly at: EpochMs;
  readonly result: CheckResult;
  readonly tallied: TalliedCheck<FailureSummary>;
}

/** Everything known about an endpoint. The maps are keyed by time and are sorted only where the order matters. */
interface Entry {
  endpoint: Endpoint;
  removedAt: EpochMs | null;
  /** Oldest first. */
  results: StoredResult[];
  readonly rollups: Readonly<Record<RollupWidth, Map<EpochMs, Rollup<FailureSummary>>>>;
  readonly spans: Map<EpochMs, StatusSpan>;
  readonly incidents: Map<Incident['id'], Incident>;
}

export interface MemoryStoreOptions {
  /** Receives errors about results that cannot be stored. Default: process warnings. */
  readonly log?: Log;
}

/** Creates a store whose data grows until `prune`. */
export function createMemoryStore({ log = warn }: MemoryStoreOptions = {}): Store {
  /** In the order in which they were added. */
  const entries = new Map<EndpointId, Entry>();
  let settings: Partial<Settings> = {};
  let coverage: Coverage = { resultsFrom: -Infinity, minutesFrom: -Infinity };
  let rowsWritten = 0;
  let presence: Presence[] = [];
  const encodeResult = createResultEncoder();

  const listed = (): Entry[] => [...entries.values()].filter((entry) => entry.removedAt === null);

  return {
    open: (now) => Promise.resolve(load(listed(), settings, now)),

    saveEndpoints: async (endpoints) => {
      for (const endpoint of endpoints) {
        const entry = entries.get(endpoint.id);
        if (entry === undefined) entries.set(endpoint.id, newEntry(structuredClone(endpoint)));
        else Object.assign(entry, { endpoint: structuredClone(endpoint), removedAt: null });
      }
    },
    removeEndpoints: async (ids, at) => {
      for (const id of ids) {
        const entry = entries.get(id);
        if (entry !== undefined) entry.removedAt ??= at;
      }
    },
    removedEndpoints: async () =>
      [...entries.values()]
        .filter((entry) => entry.removedAt !== null)
        .toReversed()
        .sort((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0))
        .map((entry) => entry.endpoint),
    saveSettings: async (saved) => {
      settings = { ...settings, ...saved };
    },

    recordResult: (result, { charted } = {}) => {
      const entry = entries.get(result.endpointId);
      try {
        if (entry !== undefined && addResult(entry, encodeResult(result, charted))) rowsWritten += 1;
      } catch (error) {
        log('error', 'The store cannot store a result', { endpointId: result.endpointId, error });
      }
    },
    recordSpan: (span) => {
      entries.get(span.endpointId)?.spans.set(span.from, { ...span });
      rowsWritten += 1;
    },
    recordPresence: (one) => {
      presence = [...presence.filter(({ state, from }) => state !== one.state || from !== one.from), { ...one }];
      rowsWritten += 1;
    },
    recordIncident: (incident) => {
      entries.get(incident.endpointId)?.incidents.set(incident.id, structuredClone(incident));
      rowsWritten += 1;
    },
    flush: () => Promise.resolve(),

    checks: async (id, { before = Infinity, limit }) =>
      (entries.get(id)?.results ?? [])
        .slice(0, indexOf(entries.get(id)?.results ?? [], before))
        .slice(-limit)
        .map(({ result }) => result)
        .toReversed(),
    series: async (id, range) => {
      const entry = entries.get(id) ?? EMPTY_HISTORY;
      const within = (from: EpochMs, to: EpochMs): readonly StoredResult[] =>
        entry.results.slice(indexOf(entry.results, from), indexOf(entry.results, to + 1));
      const plan = planSeries(range, coverage, (from, to) => within(from, to).length);
      if (plan.source === 'results') {
        const checks = within(plan.from, plan.to).map(({ tallied }) => tallied);
        return seriesOfResults(plan, checks, itself);
      }
      const rollups = [...entry.rollups[plan.source]]
        .filter(([at]) => at >= plan.from && at <= plan.to)
        .sort(([a], [b]) => a - b);
      return seriesOfRollups(
        plan,
        rollups.map(([at, rollup]) => ({ at, rollup })),
        itself,
      );
    },
    spans: async (id, { from, to }) =>
      sortedSpans(entries.get(id)).filter((span) => span.from <= to && span.to >= from),
    statusHistory: async (id, options) => {
      const { from, to } = options;
      const entry = entries.get(id);
      const spans = sortedSpans(entry);
      return statusHistory(
        {
          spans: spans.slice(
            Math.max(
              0,
              spans.findLastIndex((span) => span.from <= from),
            ),
          ),
          presence: presence.filter((one) => one.from <= to && one.to >= from),
          presenceSince: Math.min(...presence.map((one) => one.from)),
          incidents: incidentsWithin(entry, from, to).map(({ startedAt, resolvedAt, failures }) => ({
            from: startedAt,
            to: resolvedAt,
            incidents: 1,
            failures,
          })),
        },
        options,
      );
    },
    uptime: async (id, { from, to }) =>
      from.map((start) => {
        const entry = entries.get(id);
        return { ...shareOf(sortedSpans(entry), start, to), incidents: incidentsWithin(entry, start, to).length };
      }),
    incidents: async ({ id, before = Infinity, beforeId = '', limit }) => {
      const entry = id === undefined ? undefined : entries.get(id);
      const among = id === undefined ? listed() : entry === undefined ? [] : [entry];
      return among
        .flatMap((entry) => [...entry.incidents.values()])
        .filter((one) => one.startedAt < before || (one.startedAt === before && one.id < beforeId))
        .sort(newestFirst)
        .slice(0, limit);
    },

    prune: async (retention) => {
      const minutesFrom = rollupStart('minute', retention.failuresBefore);
      coverage = {
        resultsFrom: Math.max(coverage.resultsFrom, retention.resultsBefore),
        minutesFrom: Math.max(coverage.minutesFrom, minutesFrom),
      };
      presence = presence.filter(({ to }) => to >= retention.historyBefore);
      for (const [id, entry] of entries) {
        const gone = entry.removedAt !== null && entry.removedAt < retention.removedBefore;
        if (gone && entry.endpoint.source === 'hand') entries.delete(id);
        else pruneEntry(entry, retention);
      }
    },
    stats: () => ({ queued: 0, writeMs: null, rowsWritten, bytes: 0, problem: null }),
    close: async () => entries.clear(),
  };
}

const itself = (failure: FailureSummary): FailureSummary => failure;

const warn: Log = (_level, message, facts) => {
  process.emitWarning(`${message}: ${String(facts?.['error'])}`);
};

const EMPTY_HISTORY: Pick<Entry, 'results' | 'rollups'> = {
  results: [],
  rollups: { minute: new Map(), hour: new Map(), day: new Map() },
};

function newEntry(endpoint: Endpoint): Entry {
  return {
    endpoint,
    removedAt: null,
    results: [],
    rollups: { minute: new Map(), hour: new Map(), day: new Map() },
    spans: new Map(),
    incidents: new Map(),
  };
}

function load(listed: readonly Entry[], settings: Partial<Settings>, now: EpochMs): StoredState {
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
      failure: newest.map(({ failure }) => (failure === null ? null : summarizeFailure(failure))),
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
  };
}

/** @returns false when a result of that time exists already */
function addResult(entry: Entry, { endpointId, at, finding: text, figures }: EncodedResult): boolean {
  const index = indexOf(entry.results, at);
  if (entry.results[index]?.at === at) return false;
  // Encode and decode, so that the store returns the same values as a database, and later changes to the result do not
  // affect it.
  const finding = decodeFinding(text);
  const result = decodeResult(endpointId, at, finding, figures);
  const { verdict, failure } = result;
  const summary = failure === null ? null : summarizeFailure(failure);
  const tallied = { at, verdict, failure: summary, ...decodeMeasured(finding, figures) };
  entry.results.splice(index, 0, { at, result, tallied });
  for (const width of ROLLUP_WIDTHS) {
    const start = rollupStart(width, at);
    const rollup = entry.rollups[width].get(start) ?? emptyRollup<FailureSummary>();
    rollUp(rollup, tallied);
    entry.rollups[width].set(start, rollup);
  }
  return true;
}

/** The index of the first result at or after `at`; results are sorted oldest first. */
function indexOf(results: readonly StoredResult[], at: EpochMs): number {
  let low = 0;
  let high = results.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((results[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedSpans(entry: Entry | undefined): readonly StatusSpan[] {
  return [...(entry?.spans.values() ?? [])].sort((a, b) => a.from - b.from);
}

/** Those that were open at any time from `from` to `to`, oldest first. */
function incidentsWithin(entry: Entry | undefined, from: EpochMs, to: EpochMs): readonly Incident[] {
  return [...(entry?.incidents.values() ?? [])]
    .filter(({ startedAt, resolvedAt }) => startedAt <= to && (resolvedAt === null || resolvedAt >= from))
    .sort((a, b) => a.startedAt - b.startedAt);
}

function pruneEntry(entry: Entry, { resultsBefore, failuresBefore, historyBefore }: Retention): void {
  entry.results = entry.results.filter(
    ({ at, result }) => at >= (result.verdict === 'down' ? failuresBefore : resultsBefore),
  );
  const limits = { minute: failuresBefore, hour: historyBefore, day: historyBefore } as const;
  for (const width of ROLLUP_WIDTHS) {
    const limit = rollupStart(width, limits[width]);
    for (const start of entry.rollups[width].keys()) if (start < limit) entry.rollups[width].delete(start);
  }
  for (const [from, span] of entry.spans) if (span.to < historyBefore) entry.spans.delete(from);
  for (const [id, { resolvedAt }] of entry.incidents) {
    if (resolvedAt !== null && resolvedAt < historyBefore) entry.incidents.delete(id);
  }
}
