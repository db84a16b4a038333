/** Single check results, clustered by endpoint and time. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { RecentChecks } from '../../../contract/model/endpoint.ts';
import type { Failure, FailureSummary } from '../../../contract/model/failure.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { decodeDisturbed, decodeDuration, decodeMeasured, decodeResult, type EncodedResult } from '../result-codec.ts';
import { warningOf } from '../../../shared/warning.ts';
import type { TalliedCheck } from '../tally.ts';
import { rows, unlessDamaged } from './database.ts';
import type { FindingTable } from './finding-table.ts';

/** An array instead of an object, which would make reading a hundred thousand rows for a chart half as slow again. */
type ResultRow = readonly [at: EpochMs, finding: number, figures: Uint8Array];

/** One object for all checks that failed in the same way: findings are shared, too. */
const summaries = new WeakMap<Failure, FailureSummary>();

function summaryOf(failure: Failure): FailureSummary {
  let summary = summaries.get(failure);
  if (summary === undefined) {
    summary = summarizeFailure(failure);
    summaries.set(failure, summary);
  }
  return summary;
}

/**
 * Rows per read: few enough to be collected as young garbage, many enough to make the cost of the statement negligible.
 */
const READ_ROWS = 1000;

export class ResultTable {
  readonly #findings: FindingTable;
  readonly #insert: StatementSync;
  readonly #newest: StatementSync;
  readonly #range: StatementSync;
  readonly #count: StatementSync;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteSome: StatementSync;

  constructor(database: DatabaseSync, findings: FindingTable) {
    this.#findings = findings;
    this.#insert = database.prepare(
      'INSERT INTO result (endpoint, at, finding, figures) VALUES (?, ?, ?, ?) ON CONFLICT (endpoint, at) DO NOTHING',
    );
    this.#newest = database.prepare(
      'SELECT at, finding, figures FROM result WHERE endpoint = ? AND at < ? ORDER BY at DESC LIMIT ?',
    );
    this.#range = database.prepare(
      'SELECT at, finding, figures FROM result WHERE endpoint = ? AND at BETWEEN ? AND ? ORDER BY at LIMIT ?',
    );
    this.#newest.setReturnArrays(true);
    this.#range.setReturnArrays(true);
    this.#count = database.prepare(
      'SELECT count(*) AS count FROM (SELECT 1 FROM result WHERE endpoint = ? AND at BETWEEN ? AND ? LIMIT ?)',
    );
    this.#oldest = database.prepare(
      `SELECT at, (SELECT verdict FROM finding WHERE id = result.finding) AS verdict
       FROM result WHERE endpoint = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`,
    );
    this.#delete = database.prepare('DELETE FROM result WHERE endpoint = ? AND at = ?');
    this.#deleteSome = database.prepare(
      'DELETE FROM result WHERE endpoint = ?1 AND at IN (SELECT at FROM result WHERE endpoint = ?1 ORDER BY at LIMIT ?2)',
    );
  }

  /**
   * Writes a result.
   * @returns what rollups need of it; null when this endpoint has a result of that time already. A batch that was
   * written just before its thread died is written again, and must not be counted twice.
   */
  insert(key: number, result: EncodedResult): TalliedCheck<number> | null {
    const finding = this.#findings.intern(result.finding, result.at);
    const { changes } = this.#insert.run(key, result.at, finding, result.figures);
    return changes === 0 ? null : this.#tallied([result.at, finding, result.figures]);
  }

  /** The newest results before a time, newest first. */
  newest(key: number, id: EndpointId, before: EpochMs, limit: number): readonly CheckResult[] {
    return rows<ResultRow>(this.#newest, key, before, limit).map((row) => this.#decoded(id, row));
  }

  /** The newest results as the list shows them, and the complete last one; undefined: there are none. */
  recent(key: number, id: EndpointId, limit: number): { recent: RecentChecks; last: CheckResult } | undefined {
    const results = rows<ResultRow>(this.#newest, key, Number.MAX_SAFE_INTEGER, limit);
    const [last] = results;
    if (last === undefined) return undefined;
    const oldestFirst = results.toReversed();
    const findings = oldestFirst.map(([, finding]) => this.#findings.get(finding));
    const isDisturbed = ([, finding, figures]: ResultRow) => decodeDisturbed(this.#findings.get(finding), figures);
    return {
      last: this.#decoded(id, last),
      recent: {
        at: oldestFirst.map(([at]) => at),
        durationMs: oldestFirst.map(([, , figures]) => decodeDuration(figures) / 1000),
        verdict: findings.map(({ verdict }) => verdict),
        failure: findings.map((finding) =>
          finding.failure === null ? warningOf(finding) : summaryOf(finding.failure),
        ),
        disturbed: oldestFirst.filter(isDisturbed).map(([at]) => at),
      },
    };
  }

  /** Counts the results from `from` to `to`, including both, up to `limit`. */
  count(key: number, from: EpochMs, to: EpochMs, limit: number): number {
    return rows<{ count: number }>(this.#count, key, Math.round(from), Math.round(to), limit)[0]?.count ?? 0;
  }

  /**
   * The results from `from` to `to`, including both, oldest first. A failure is the id of its finding.
   * @param damaged what to do with a result that cannot be decoded: throw its error, or skip it
   */
  *range(
    key: number,
    from: EpochMs,
    to: EpochMs,
    damaged: 'throw' | 'skip' = 'throw',
  ): Generator<TalliedCheck<number>> {
    for (let next: EpochMs | null = Math.round(from); next !== null;) {
      const read: readonly ResultRow[] = rows<ResultRow>(this.#range, key, next, Math.round(to), READ_ROWS);
      for (const row of read) {
        const check = damaged === 'skip' ? unlessDamaged(() => this.#tallied(row)) : this.#tallied(row);
        if (check !== undefined) yield check;
      }
      const last = read.at(-1);
      next = last === undefined || read.length < READ_ROWS ? null : last[0] + 1;
    }
  }

  /**
   * Examines up to `limit` results of an endpoint, and removes those that are too old for their verdict.
   * @param isTooOld receives a time and the index of a verdict in `VERDICTS`
   * @returns the time of the next result to examine; null: all before `until` are done
   */
  prune(
    key: number,
    from: EpochMs,
    until: EpochMs,
    limit: number,
    isTooOld: (at: EpochMs, verdict: number) => boolean,
  ): EpochMs | null {
    const looked = rows<{ at: EpochMs; verdict: number }>(this.#oldest, key, from, Math.round(until), limit);
    for (const { at, verdict } of looked) if (isTooOld(at, verdict)) this.#delete.run(key, at);
    const last = looked.at(-1);
    return last === undefined || looked.length < limit ? null : last.at + 1;
  }

  /** Removes up to `limit` results of an endpoint, and returns their number. */
  removeSome(key: number, limit: number): number {
    return Number(this.#deleteSome.run(key, limit).changes);
  }

  #decoded(id: EndpointId, [at, finding, figures]: ResultRow): CheckResult {
    return decodeResult(id, at, this.#findings.get(finding), figures);
  }

  #tallied([at, finding, figures]: ResultRow): TalliedCheck<number> {
    const found = this.#findings.get(finding);
    const { duration, layout, phases, metrics, disturbed, swallowed } = decodeMeasured(found, figures);
    return {
      at,
      verdict: found.verdict,
      duration,
      layout,
      phases,
      metrics,
      failure: found.failure === null ? null : finding,
      code: found.failure?.code ?? null,
      disturbed,
      swallowed,
    };
  }
}
