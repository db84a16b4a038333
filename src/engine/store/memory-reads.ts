/** The reading methods of the memory store: checks, incidents and documents. */
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { Series } from '../../contract/model/series.ts';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { EMPTY_MEMORY } from '../verdict/endpoint-memory.ts';
import { shareOf } from '../verdict/uptime.ts';
import { baselineOf } from './baseline.ts';
import { withCounted } from './counted-history.ts';
import { cellFigures } from './cells.ts';
import { columnsOfChecks } from './check-columns.ts';
import { distributionOf } from './distribution.ts';
import { newestFirst } from './incident-codec.ts';
import { listed, type MemoryData } from './memory-data.ts';
import {
  EMPTY_HISTORY,
  incidentsWithin,
  indexOf,
  sortedChanges,
  sortedSpans,
  type Entry,
  type StoredResult,
} from './memory-entry.ts';
import type { HistoryRow, RollupWidth } from './rollup.ts';
import { planEnds, planSeries, type SeriesRange, type Stretch } from './series-plan.ts';
import { seriesOfResults, seriesOfRollups, withCovered } from './series.ts';
import { statusHistory, type StatusHistoryOptions } from './status-history.ts';
import type { Store } from './store.ts';
import type { TalliedCheck } from './tally.ts';

type ReadMethods = Pick<
  Store,
  | 'checks'
  | 'checkColumns'
  | 'series'
  | 'distribution'
  | 'baseline'
  | 'spans'
  | 'cells'
  | 'statusHistory'
  | 'uptime'
  | 'incidents'
  | 'evidence'
  | 'documents'
  | 'changes'
  | 'memory'
>;

/** The methods that change nothing. */
export function readMethods(data: MemoryData): ReadMethods {
  return {
    checks: async (id, { before = Infinity, limit }) =>
      (data.entries.get(id)?.results ?? [])
        .slice(0, indexOf(data.entries.get(id)?.results ?? [], before))
        .slice(-limit)
        .map(({ result }) => result)
        .toReversed(),
    checkColumns: async (id, range) => columnsOfChecks(checksOf(data.entries.get(id) ?? EMPTY_HISTORY, range)),
    series: async (id, range) => seriesOf(data.entries.get(id) ?? EMPTY_HISTORY, data.coverage, range),
    distribution: async (id, range) => {
      const entry = data.entries.get(id) ?? EMPTY_HISTORY;
      const plan = planSeries(range, withCounted(data.coverage, entry.counted), () => Infinity);
      return distributionOf(plan, rowsOf(entry, plan));
    },
    baseline: async (id, range) => {
      const { hour } = (data.entries.get(id) ?? EMPTY_HISTORY).rollups;
      return baselineOf(range, (at) => {
        const rollup = hour.get(at);
        return rollup === undefined ? [] : [{ at, rollup }];
      });
    },
    spans: async (id, { from, to }) =>
      sortedSpans(data.entries.get(id)).filter((span) => span.from <= to && span.to >= from),
    cells: async (id, query) => {
      const entry = data.entries.get(id);
      const { hoursFrom } = withCounted(data.coverage, entry?.counted ?? null);
      const [from, to] = [Math.max(query.edges[0] ?? 0, hoursFrom), (query.edges.at(-1) ?? 0) - 1];
      const rows = query.latency ? hoursOf(entry ?? EMPTY_HISTORY, from, to) : [];
      return cellFigures({ spans: sortedSpans(entry), rows }, query);
    },
    statusHistory: async (id, options) => historyOf(data, data.entries.get(id), options),
    uptime: async (id, { from, to }) =>
      from.map((start) => {
        const entry = data.entries.get(id);
        return { ...shareOf(sortedSpans(entry), start, to), incidents: incidentsWithin(entry, start, to).length };
      }),
    documents: async ({ collection, id, owner, open, before = Infinity, limit = Infinity }) =>
      [...data.documents.values()]
        .filter((one) => one.collection === collection && one.at < before && (open === undefined || one.open === open))
        .filter((one) => (id ?? one.id) === one.id && (owner ?? one.owner) === one.owner)
        .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    changes: async (id, { before = Infinity, limit }) =>
      sortedChanges(data.entries.get(id))
        .filter(([first]) => first !== undefined && first.at < before)
        .slice(0, limit)
        .flat(),
    memory: async (id) => data.entries.get(id)?.memory ?? EMPTY_MEMORY,
    evidence: async (incidentId) =>
      [...data.entries.values()].map((entry) => entry.evidence.get(incidentId)).find((parts) => parts !== undefined) ??
      [],
    incidents: async ({ id, before = Infinity, beforeId = '', endedAfter = -Infinity, open, limit }) => {
      const entry = id === undefined ? undefined : data.entries.get(id);
      const among = id === undefined ? listed(data) : entry === undefined ? [] : [entry];
      return among
        .flatMap((entry) => [...entry.incidents.values()])
        .filter((one) => one.startedAt < before || (one.startedAt === before && one.id < beforeId))
        .filter(({ resolvedAt }) => resolvedAt === null || resolvedAt >= endedAfter)
        .filter(({ resolvedAt }) => open === undefined || open === (resolvedAt === null))
        .sort(newestFirst)
        .slice(0, limit);
    },
  };
}

type History = Pick<Entry, 'results' | 'rollups' | 'counted'>;

function seriesOf(entry: History, coverage: MemoryData['coverage'], range: SeriesRange): Series {
  const covered = withCounted(coverage, entry.counted);
  const plan = planSeries(range, covered, (from, to) => resultsWithin(entry, from, to).length);
  if (plan.source === 'results') return seriesOfResults(plan, checksOf(entry, plan), itself);
  const ends = planEnds(plan, covered);
  const rows = ends.flatMap((stretch) => rowsOf(entry, stretch));
  return withCovered(seriesOfRollups(plan, rollupsOf(entry, plan, plan.source), rows, itself), plan, ends);
}

function historyOf({ presence }: MemoryData, entry: Entry | undefined, options: StatusHistoryOptions): StatusHistory {
  const { from, to } = options;
  const spans = sortedSpans(entry);
  const first = Math.max(
    0,
    spans.findLastIndex((span) => span.from <= from),
  );
  return statusHistory(
    {
      spans: spans.slice(first),
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
}

function resultsWithin({ results }: History, from: EpochMs, to: EpochMs): readonly StoredResult[] {
  return results.slice(indexOf(results, from), indexOf(results, to + 1));
}

function checksOf(entry: History, { from, to }: Pick<Stretch, 'from' | 'to'>): readonly TalliedCheck<FailureSummary>[] {
  return resultsWithin(entry, from, to).map(({ tallied }) => tallied);
}

function rowsOf(entry: History, stretch: Stretch): readonly HistoryRow<FailureSummary>[] {
  return stretch.source === 'results' ? checksOf(entry, stretch) : rollupsOf(entry, stretch, stretch.source);
}

function rollupsOf(
  entry: History,
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  width: RollupWidth,
): readonly HistoryRow<FailureSummary>[] {
  return [...entry.rollups[width]]
    .filter(([at]) => at >= from && at <= to)
    .sort(([a], [b]) => a - b)
    .map(([at, rollup]) => ({ at, rollup }));
}

function hoursOf(entry: History, from: EpochMs, to: EpochMs): readonly HistoryRow<FailureSummary>[] {
  return rollupsOf(entry, { from, to }, 'hour');
}

const itself = (failure: FailureSummary): FailureSummary => failure;
