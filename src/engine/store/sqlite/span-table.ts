/**
 * Status spans. The newest span of an endpoint grows with each check. How far it reaches is in the journal and in memory;
 * its row follows when another span begins, or when the journal entry is removed. Otherwise each check would change a page
 * of its own.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { isUp, type Share } from '../../verdict/uptime.ts';
import { rows } from './database.ts';
import type { JournalTable } from './journal-table.ts';
import type { JournalSpan } from './journal-codec.ts';

interface SpanRow {
  readonly since: EpochMs;
  readonly until: EpochMs;
  readonly status: StatusSpan['status'];
  readonly reason: string | null;
}

/** How far a span reaches that has grown since its row was written. */
interface Grown {
  readonly since: EpochMs;
  readonly until: EpochMs;
  /** The journal entry that says so. */
  readonly entry: number;
}

/** The end of a span. Each query gets the endpoint, and `since` and `until` of its span that grew. */
const UNTIL = 'CASE since WHEN ?2 THEN ?3 ELSE until END';
const SPAN = `SELECT since, ${UNTIL} AS until, status, reason FROM span`;
/** The start of the last span that began at or before a time, or that time: earlier spans do not reach as far. */
const LAST_BEFORE = 'coalesce((SELECT max(since) FROM span WHERE endpoint = ?1 AND since <= ?4), ?4)';
/** How many spans are read at once. */
const READ_ROWS = 1000;

export class SpanTable {
  readonly #journal: JournalTable;
  readonly #grown = new Map<number, Grown>();
  /** The rows of the newest spans, as they are in the table; null: the endpoint has none. */
  readonly #newest = new Map<number, SpanRow | null>();
  readonly #upsert: StatementSync;
  readonly #extend: StatementSync;
  readonly #overlapping: StatementSync;
  readonly #start: StatementSync;
  readonly #history: StatementSync;
  readonly #share: StatementSync;
  readonly #last: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync, journal: JournalTable) {
    this.#journal = journal;
    this.#upsert = database.prepare(
      'INSERT OR REPLACE INTO span (endpoint, since, until, status, reason) VALUES (?, ?, ?, ?, ?)',
    );
    this.#extend = database.prepare('UPDATE span SET until = ? WHERE endpoint = ? AND since = ?');
    this.#overlapping = database.prepare(
      `${SPAN} WHERE endpoint = ?1 AND since <= ?4 AND ${UNTIL} >= ?5 ORDER BY since`,
    );
    this.#history = database.prepare(
      `${SPAN} WHERE endpoint = ?1 AND since >= ?4 AND since <= ?5 ORDER BY since LIMIT ?6`,
    );
    this.#start = database.prepare(
      'SELECT coalesce(max(since), ?2) AS since FROM span WHERE endpoint = ?1 AND since <= ?2',
    );
    this.#share = database.prepare(
      // Spans overlap where the clock was set back; that time counts once (`shareOf`).
      `SELECT status, sum(max(0, min(until, ?5) - max(since, ?4, covered))) AS ms FROM (
         SELECT status, since, until, coalesce(max(until) OVER (
           ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS covered
         FROM (${SPAN} WHERE endpoint = ?1 AND since >= ${LAST_BEFORE} AND since <= ?5)) GROUP BY status`,
    );
    this.#last = database.prepare(`${SPAN} WHERE endpoint = ?1 ORDER BY since DESC LIMIT 1`);
    this.#delete = database.prepare(
      `DELETE FROM span WHERE endpoint = ?1
       AND since IN (SELECT since FROM span WHERE endpoint = ?1 AND ${UNTIL} < ?4 LIMIT ?5)`,
    );
  }

  /** Replaces the span with the same start. In the transaction of the caller, who then writes the journal. */
  save(key: number, span: StatusSpan): void {
    const [since, until] = [Math.round(span.from), Math.round(span.to)];
    const reason = span.reason ?? null;
    const newest = this.#newestOf(key);
    const grown = this.#grown.get(key);
    if (newest?.since === since && newest.status === span.status && newest.reason === reason) {
      if (until >= (grown?.until ?? newest.until)) {
        this.#journal.addSpan({ key, until });
        this.#grown.set(key, { since, until, entry: this.#journal.nextId });
        return;
      }
    }
    if (grown !== undefined && grown.since !== since) this.#extend.run(grown.until, key, grown.since);
    this.#upsert.run(key, since, until, span.status, reason);
    this.#grown.delete(key);
    this.#newest.delete(key);
    this.#journal.addSpan({ key, until: null });
  }

  /**
   * Writes the rows of spans whose ends are only in journal entries up to this one. In the transaction of the caller.
   * @returns what to do once it is committed
   */
  saveGrown(entry: number): () => void {
    const saved = [...this.#grown].filter(([, grown]) => grown.entry <= entry);
    for (const [key, { since, until }] of saved) this.#extend.run(until, key, since);
    return () => {
      for (const [key] of saved) {
        this.#grown.delete(key);
        this.#newest.delete(key);
      }
    };
  }

  /** Forgets what is only in memory; the journal is read again, from its start. */
  forgetGrown(): void {
    this.#grown.clear();
    this.#newest.clear();
  }

  /** Applies the spans of a journal entry. */
  replay(entry: number, spans: readonly JournalSpan[]): void {
    for (const { key, until } of spans) {
      const since = until === null ? undefined : this.#newestOf(key)?.since;
      if (until === null || since === undefined) this.#grown.delete(key);
      else this.#grown.set(key, { since, until, entry });
    }
  }

  /** Spans that overlap a range, oldest first. */
  overlapping(key: number, id: EndpointId, from: EpochMs, to: EpochMs): readonly StatusSpan[] {
    const range = [Math.round(to), Math.round(from)];
    return rows<SpanRow>(this.#overlapping, ...this.#ofEndpoint(key), ...range).map((row) => spanOf(id, row));
  }

  /** From the last one that began at or before `from`, oldest first. */
  *history(key: number, id: EndpointId, from: EpochMs, to: EpochMs): Generator<StatusSpan> {
    const [first] = rows<{ since: EpochMs }>(this.#start, key, Math.round(from));
    for (let next: EpochMs | null = first?.since ?? null; next !== null;) {
      const range = [next, Math.round(to), READ_ROWS];
      const read: readonly SpanRow[] = rows<SpanRow>(this.#history, ...this.#ofEndpoint(key), ...range);
      for (const row of read) yield spanOf(id, row);
      const last = read.at(-1);
      next = last === undefined || read.length < READ_ROWS ? null : last.since + 1;
    }
  }

  /** How long the endpoint was up and down from `from` to `to`. */
  share(key: number, from: EpochMs, to: EpochMs): Share {
    let upMs = 0;
    let downMs = 0;
    const range = [Math.round(from), Math.round(to)];
    const sums = rows<Pick<SpanRow, 'status'> & { ms: Ms }>(this.#share, ...this.#ofEndpoint(key), ...range);
    for (const { status, ms } of sums) {
      if (status === 'down') downMs += ms;
      else if (isUp(status)) upMs += ms;
    }
    return { upMs, downMs };
  }

  last(key: number, id: EndpointId): StatusSpan | undefined {
    const [row] = rows<SpanRow>(this.#last, ...this.#ofEndpoint(key));
    return row === undefined ? undefined : spanOf(id, row);
  }

  /** Removes up to `limit` spans that ended before a time, and returns their number. */
  prune(key: number, before: EpochMs, limit: number): number {
    const { changes } = this.#delete.run(...this.#ofEndpoint(key), Math.round(before), limit);
    if (Number(changes) > 0) this.#newest.delete(key);
    return Number(changes);
  }

  /** The first parameters of each query. */
  #ofEndpoint(key: number): readonly [key: number, since: EpochMs | null, until: EpochMs | null] {
    const grown = this.#grown.get(key);
    return [key, grown?.since ?? null, grown?.until ?? null];
  }

  #newestOf(key: number): SpanRow | null {
    let newest = this.#newest.get(key);
    if (newest === undefined) {
      newest = rows<SpanRow>(this.#last, key, null, null)[0] ?? null;
      this.#newest.set(key, newest);
    }
    return newest;
  }
}

function spanOf(endpointId: EndpointId, row: SpanRow): StatusSpan {
  const { status, reason, since: from, until: to } = row;
  return { endpointId, status, ...(reason === null ? {} : { reason }), from, to };
}
