/** One endpoint in the memory store, with its history. */
import type { EndpointChange } from '../../contract/model/change.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { EvidencePart } from '../../contract/model/evidence.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { decodeFinding, decodeMeasured, decodeResult, type EncodedResult } from './result-codec.ts';
import { countedRollup, countedUntil, type CountedHistory, type CountedUntil } from './counted-history.ts';
import {
  emptyRollup,
  mergeRollup,
  rollUp,
  ROLLUP_WIDTHS,
  rollupStart,
  type Rollup,
  type RollupWidth,
} from './rollup.ts';
import { EMPTY_MEMORY, type StoredMemory } from '../verdict/endpoint-memory.ts';
import { KEPT_CHANGES, type Retention } from './store.ts';
import type { TalliedCheck } from './tally.ts';

/** A result, and the parts of it that rollups and series use. */
export interface StoredResult {
  readonly at: EpochMs;
  readonly result: CheckResult;
  readonly tallied: TalliedCheck<FailureSummary>;
}

/** Everything known about an endpoint. The maps are keyed by time and are sorted only where the order matters. */
export interface Entry {
  endpoint: Endpoint;
  removedAt: EpochMs | null;
  /** Oldest first. */
  results: StoredResult[];
  readonly rollups: Readonly<Record<RollupWidth, Map<EpochMs, Rollup<FailureSummary>>>>;
  readonly spans: Map<EpochMs, StatusSpan>;
  readonly incidents: Map<Incident['id'], Incident>;
  readonly evidence: Map<Incident['id'], readonly EvidencePart[]>;
  /** The changes that each result found, by its time. */
  readonly changes: Map<EpochMs, readonly EndpointChange[]>;
  memory: StoredMemory;
  /** Null: another program counted nothing. */
  counted: CountedUntil | null;
}

/** The history of an unknown endpoint. */
export const EMPTY_HISTORY: Pick<Entry, 'results' | 'rollups' | 'counted'> = {
  counted: null,
  results: [],
  rollups: { minute: new Map(), hour: new Map(), day: new Map() },
};

/** An endpoint without history. */
export function newEntry(endpoint: Endpoint): Entry {
  return {
    endpoint,
    removedAt: null,
    results: [],
    rollups: { minute: new Map(), hour: new Map(), day: new Map() },
    spans: new Map(),
    incidents: new Map(),
    evidence: new Map(),
    changes: new Map(),
    memory: EMPTY_MEMORY,
    counted: null,
  };
}

/** Adds a result, and adds it to the rollups. @returns false when the endpoint has a result of that time */
export function addResult(entry: Entry, { endpointId, at, finding: text, figures }: EncodedResult): boolean {
  const index = indexOf(entry.results, at);
  if (entry.results[index]?.at === at) return false;
  // Encode and decode, so that the store returns the same values as a database, and later changes to the result do not
  // affect it.
  const finding = decodeFinding(text);
  const result = decodeResult(endpointId, at, finding, figures);
  const { verdict, failure } = result;
  const summary = failure === null ? null : summarizeFailure(failure);
  const tallied = { at, verdict, failure: summary, code: summary?.code ?? null, ...decodeMeasured(finding, figures) };
  entry.results.splice(index, 0, { at, result, tallied });
  for (const width of ROLLUP_WIDTHS) {
    const start = rollupStart(width, at);
    const rollup = entry.rollups[width].get(start) ?? emptyRollup<FailureSummary>();
    rollUp(rollup, tallied);
    entry.rollups[width].set(start, rollup);
  }
  return true;
}

/** Adds what another program counted before the first result. Days without a count of their own are made from hours. */
export function addCounted(entry: Entry, history: CountedHistory): void {
  if (entry.results.length > 0) throw new Error('Expected an endpoint without results, got one that has some');
  const { rollups } = entry;
  const counted = countedUntil(history);
  for (const period of history.days) rollups.day.set(period.at, countedRollup(period));
  for (const period of history.hours) {
    rollups.hour.set(period.at, countedRollup(period));
    if (period.at < counted.hoursFrom) continue;
    const start = rollupStart('day', period.at);
    const day = rollups.day.get(start) ?? emptyRollup<FailureSummary>();
    mergeRollup(day, countedRollup(period));
    rollups.day.set(start, day);
  }
  entry.counted = counted;
}

/** The index of the first result at or after `at`; results are sorted oldest first. */
export function indexOf(results: readonly StoredResult[], at: EpochMs): number {
  let low = 0;
  let high = results.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((results[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Oldest first. */
export function sortedSpans(entry: Entry | undefined): readonly StatusSpan[] {
  return [...(entry?.spans.values() ?? [])].sort((a, b) => a.from - b.from);
}

/** The changes of an endpoint, grouped by the result that found them, newest first. */
export function sortedChanges(entry: Entry | undefined): readonly (readonly EndpointChange[])[] {
  return [...(entry?.changes ?? [])].sort(([a], [b]) => b - a).map(([, changes]) => changes);
}

/** The incidents that were open at any time from `from` to `to`, oldest first. */
export function incidentsWithin(entry: Entry | undefined, from: EpochMs, to: EpochMs): readonly Incident[] {
  return [...(entry?.incidents.values() ?? [])]
    .filter(({ startedAt, resolvedAt }) => startedAt <= to && (resolvedAt === null || resolvedAt >= from))
    .sort((a, b) => a.startedAt - b.startedAt);
}

/** Removes what is older than the retention. */
export function pruneEntry(entry: Entry, retention: Required<Retention>): void {
  const { resultsBefore, failuresBefore, minutesBefore, historyBefore, daysBefore, incidentsBefore } = retention;
  entry.results = entry.results.filter(
    ({ at, result }) => at >= (result.verdict === 'down' ? failuresBefore : resultsBefore),
  );
  for (const [at] of [...entry.changes]
    .sort(([a], [b]) => b - a)
    .filter(([at], index) => at < incidentsBefore || index >= KEPT_CHANGES)) {
    entry.changes.delete(at);
  }
  const limits = { minute: minutesBefore, hour: historyBefore, day: daysBefore } as const;
  for (const width of ROLLUP_WIDTHS) {
    const limit = rollupStart(width, limits[width]);
    for (const start of entry.rollups[width].keys()) if (start < limit) entry.rollups[width].delete(start);
  }
  for (const [from, span] of entry.spans) if (span.to < incidentsBefore) entry.spans.delete(from);
  for (const [id, { resolvedAt }] of entry.incidents) {
    if (resolvedAt !== null && resolvedAt < incidentsBefore) {
      entry.incidents.delete(id);
      entry.evidence.delete(id);
    }
  }
}
