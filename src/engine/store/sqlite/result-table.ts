/**
 * Single check results: the newest are in the journal, those of earlier hours in blocks, and those of an earlier
 * Lookout in a table of rows until they are in blocks. A result is in only one of the three.
 */
import type { CheckResult } from '../../../contract/model/check.ts';
import type { RecentChecks } from '../../../contract/model/endpoint.ts';
import type { Failure, FailureSummary } from '../../../contract/model/failure.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { warningOf } from '../../../shared/warning.ts';
import type { Block, BlockRow } from '../block-codec.ts';
import { swallowedAt } from '../measured-columns.ts';
import { decodeMeasured, decodeResult, type EncodedResult } from '../result-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import type { TalliedCheck } from '../tally.ts';
import { placesBetween } from './block-rows.ts';
import { dayOf, hourOf, type BlockPlace, type Hour } from './block-table.ts';
import { unlessDamaged } from './database.ts';
import { mergedByTime } from './merged-by-time.ts';
import { NewestResults, timingOf } from './newest-results.ts';
import type { ResultSources } from './result-sources.ts';

const NO_TIMES: ReadonlySet<EpochMs> = new Set();

/** All checks that failed in the same way share one object, as they share the finding. */
const summaries = new WeakMap<Failure, FailureSummary>();

function summaryOf(failure: Failure): FailureSummary {
  let summary = summaries.get(failure);
  if (summary === undefined) {
    summary = summarizeFailure(failure);
    summaries.set(failure, summary);
  }
  return summary;
}

/** The value for a time of an endpoint, found when it is first needed and then kept. */
function kept<Value>(known: Map<number, Map<number, Value>>, key: number, time: number, find: () => Value): Value {
  let times = known.get(key);
  if (times === undefined) {
    times = new Map();
    known.set(key, times);
  }
  let value = times.get(time);
  if (value === undefined) {
    value = find();
    times.set(time, value);
  }
  return value;
}

const NO_VALUES: readonly number[] = [];

function valuesOf(columns: readonly Float64Array[], index: number): readonly number[] {
  if (columns.length === 0) return NO_VALUES;
  return columns.map((column) => column[index] ?? 0);
}

/** When a check began, its verdict, and its duration in microseconds. */
type CheckOutcome = Pick<TalliedCheck<number>, 'at' | 'verdict' | 'duration'>;

export class ResultTable {
  readonly #sources: ResultSources;
  readonly #newest: NewestResults;
  /** The last time at which an endpoint may have results; later times need no search. */
  readonly #knownUntil = new Map<number, EpochMs>();

  constructor(sources: ResultSources) {
    this.#sources = sources;
    this.#newest = new NewestResults(sources);
  }

  /** Must be called after a rollback. */
  forgetProgress(): void {
    this.#knownUntil.clear();
  }

  /**
   * Writes a result, when the journal is written.
   * @returns what rollups need of the result; null when this endpoint has a result of that time already. A batch that
   *   was written just before its thread died is written again, and must not be counted twice.
   */
  insert(key: number, result: EncodedResult): TalliedCheck<number> | null {
    const { findings, journal, fresh } = this.#sources;
    const { at, figures } = result;
    if (this.has(key, at)) return null;
    const finding = findings.intern(result.finding, at);
    journal.addResult({ key, at, finding, figures });
    fresh.add(key, { at, finding, figures, entry: journal.nextId });
    this.#knownUntil.set(key, Math.max(this.#untilOf(key), at));
    return this.#tallied({ at, finding, figures });
  }

  /** Whether the endpoint has a result of this time. */
  has(key: number, at: EpochMs): boolean {
    return at <= this.#untilOf(key) && (this.#sources.fresh.has(key, at) || this.#isKept(key, at));
  }

  /**
   * Asks for many results whether the endpoint has one of this time outside of the journal. It is quick for times after
   * the last one there, and decodes each block once, so the returned function must not be used after the next write.
   */
  stored(): (key: number, at: EpochMs) => boolean {
    const { blocks, plain } = this.#sources;
    const days = new Map<number, Map<number, readonly BlockPlace[]>>();
    const times = new Map<number, Map<Hour, ReadonlySet<EpochMs>>>();
    const timesOf = (key: number, hour: Hour): ReadonlySet<EpochMs> => {
      const places = kept(days, key, dayOf(hour), () => blocks.placesOfDay(key, dayOf(hour)));
      const place = places.find(({ start, end }) => start <= hour && hour < end);
      if (place === undefined) return NO_TIMES;
      return kept(times, key, place.start, () => new Set(blocks.block(key, place.start)?.times));
    };
    const hasPlain = plain.hasRows;
    return (key, at) =>
      at <= this.#untilOf(key) && (timesOf(key, hourOf(at)).has(at) || (hasPlain && plain.has(key, at)));
  }

  #isKept(key: number, at: EpochMs): boolean {
    const { blocks, plain } = this.#sources;
    const place = blocks.find(key, hourOf(at));
    const block = place === null ? undefined : blocks.block(key, place.start);
    return (block !== undefined && block.times.includes(at)) || plain.has(key, at);
  }

  #untilOf(key: number): EpochMs {
    let until = this.#knownUntil.get(key);
    if (until === undefined) {
      const { fresh, blocks, plain } = this.#sources;
      until = Math.max(fresh.extent(key)?.last ?? -Infinity, blocks.end(key), plain.last(key));
      this.#knownUntil.set(key, until);
    }
    return until;
  }

  /** The newest results before a time, newest first. */
  newest(key: number, id: EndpointId, before: EpochMs, limit: number): readonly CheckResult[] {
    return this.#newest.before(key, before, limit).map(({ row }) => this.#decoded(id, row()));
  }

  /** The newest results as the list shows them, and the complete last one; undefined: there are none. */
  recent(key: number, id: EndpointId, limit: number): { recent: RecentChecks; last: CheckResult } | undefined {
    const { findings } = this.#sources;
    const results = this.#newest.before(key, Number.MAX_SAFE_INTEGER, limit);
    const [last] = results;
    if (last === undefined) return undefined;
    const oldestFirst = results.toReversed();
    const found = oldestFirst.map(({ finding }) => findings.get(finding));
    const timings = oldestFirst.map(({ timing }) => timing());
    return {
      last: this.#decoded(id, last.row()),
      recent: {
        at: oldestFirst.map(({ at }) => at),
        durationMs: timings.map(({ duration }) => duration / 1000),
        verdict: found.map(({ verdict }) => verdict),
        failure: found.map((finding) => (finding.failure === null ? warningOf(finding) : summaryOf(finding.failure))),
        disturbed: oldestFirst.filter((_, index) => timings[index]?.disturbed === true).map(({ at }) => at),
      },
    };
  }

  /** Counts the results from `from` to `to`, including both, up to `limit`. */
  count(key: number, from: EpochMs, to: EpochMs, limit: number): number {
    const { fresh, blocks, plain } = this.#sources;
    const [first, last] = [Math.round(from), Math.round(to)];
    let count = plain.count(key, first, last, limit);
    const extent = fresh.extent(key);
    if (extent !== null && extent.first <= last && extent.last >= first) {
      const whole = extent.first >= first && extent.last <= last;
      count += whole ? extent.count : fresh.rows(key).filter(({ at }) => at >= first && at <= last).length;
    }
    for (const { start, end } of blocks.places(key, hourOf(first), hourOf(last))) {
      if (count >= limit) return limit;
      if (start * WIDTH_MS.hour >= first && end * WIDTH_MS.hour - 1 <= last) {
        count += blocks.size(key, start);
        continue;
      }
      const block = blocks.block(key, start);
      if (block === undefined) continue;
      const within = placesBetween(block, first, last);
      count += within.end - within.first;
    }
    return Math.min(count, limit);
  }

  /**
   * The results from `from` to `to`, including both, oldest first. A failure is the id of its finding. A damaged block
   * is skipped, and no other results are lost.
   * @param damaged what to do with a single result that cannot be decoded: throw its error, or skip it
   */
  range(key: number, from: EpochMs, to: EpochMs, damaged: 'throw' | 'skip' = 'throw'): Iterable<TalliedCheck<number>> {
    const [first, last] = [Math.round(from), Math.round(to)];
    const tally = (block: Block, row: number) => this.#talliedIn(block, row);
    return mergedByTime([
      this.#inBlocks(key, first, last, tally, damaged),
      ...this.#outOfBlocks(key, first, last, damaged),
    ]);
  }

  /** As `range`, with only what a replay of a hundred thousand checks needs. Damaged ones are skipped. */
  outcomes(key: number, from: EpochMs, to: EpochMs): Iterable<CheckOutcome> {
    const [first, last] = [Math.round(from), Math.round(to)];
    const read = (block: Block, row: number) => this.#outcomeIn(block, row);
    return mergedByTime<CheckOutcome>([
      this.#inBlocks(key, first, last, read, 'skip'),
      ...this.#outOfBlocks(key, first, last, 'skip'),
    ]);
  }

  #outOfBlocks(
    key: number,
    first: EpochMs,
    last: EpochMs,
    damaged: 'throw' | 'skip',
  ): readonly Iterable<TalliedCheck<number>>[] {
    const { fresh, plain } = this.#sources;
    const streams: Iterable<TalliedCheck<number>>[] = [];
    const extent = fresh.extent(key);
    if (extent !== null && extent.first <= last && extent.last >= first) {
      streams.push(
        this.#inRows(
          fresh.rows(key).filter(({ at }) => at >= first && at <= last),
          damaged,
        ),
      );
    }
    if (plain.hasRows) streams.push(this.#inRows(plain.range(key, first, last), damaged));
    return streams;
  }

  *#inRows(found: Iterable<BlockRow>, damaged: 'throw' | 'skip'): Generator<TalliedCheck<number>> {
    for (const row of found) {
      const check = damaged === 'skip' ? unlessDamaged(() => this.#tallied(row)) : this.#tallied(row);
      if (check !== undefined) yield check;
    }
  }

  *#inBlocks<Read>(
    key: number,
    from: EpochMs,
    to: EpochMs,
    read: (block: Block, row: number) => Read,
    damaged: 'throw' | 'skip',
  ): Generator<Read> {
    const { blocks } = this.#sources;
    for (const { start } of blocks.places(key, hourOf(from), hourOf(to))) {
      const block = blocks.block(key, start);
      if (block === undefined) continue;
      const { first, end } = placesBetween(block, from, to);
      for (let row = first; row < end; row += 1) {
        const check = damaged === 'skip' ? unlessDamaged(() => read(block, row)) : read(block, row);
        if (check !== undefined) yield check;
      }
    }
  }

  #decoded(id: EndpointId, { at, finding, figures }: BlockRow): CheckResult {
    return decodeResult(id, at, this.#sources.findings.get(finding), figures);
  }

  #tallied({ at, finding, figures }: BlockRow): TalliedCheck<number> {
    const found = this.#sources.findings.get(finding);
    const { duration, layout, phases, metrics, disturbed, swallowed } = decodeMeasured(found, figures);
    const failure = found.failure === null ? null : finding;
    const code = found.failure?.code ?? null;
    return { at, verdict: found.verdict, duration, layout, phases, metrics, failure, code, disturbed, swallowed };
  }

  #outcomeIn(block: Block, row: number): CheckOutcome {
    const measured = block.measured(row);
    if (measured === null) return this.#tallied(block.row(row));
    const { verdict } = this.#sources.findings.get(block.finding(row));
    return { at: block.times[row] ?? 0, verdict, duration: measured.columns.duration[measured.index] ?? 0 };
  }

  /** Charts do this for tens of thousands of rows, so it makes no object that is not needed. */
  #talliedIn(block: Block, row: number): TalliedCheck<number> {
    const measured = block.measured(row);
    const finding = block.finding(row);
    const found = this.#sources.findings.get(finding);
    if (measured === null || found.layout === null) return this.#tallied(block.row(row));
    const { columns, index } = measured;
    const { duration, disturbed } = timingOf(measured);
    return {
      at: block.times[row] ?? 0,
      verdict: found.verdict,
      layout: found.layout,
      phases: valuesOf(columns.phases, index),
      metrics: valuesOf(columns.metrics, index),
      failure: found.failure === null ? null : finding,
      code: found.failure?.code ?? null,
      duration,
      disturbed,
      swallowed: swallowedAt(columns, index),
    };
  }
}
