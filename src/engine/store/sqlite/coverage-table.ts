/** The times from which single results and minute rollups are complete, as retention has left them. */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { hoursFromOf } from '../retention.ts';
import { WIDTH_MS } from '../rollup.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import { withCounted, type CountedUntil } from '../counted-history.ts';
import type { Coverage } from '../series-plan.ts';
import type { Retention } from '../store.ts';
import { rows } from './database.ts';

export class CoverageTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  read(): Coverage {
    const kept = this.#times();
    const from = (what: string): EpochMs => kept.get(what) ?? -Infinity;
    return { resultsFrom: from('results'), minutesFrom: from('minutes'), hoursFrom: from('hours') };
  }

  /** What is kept of an endpoint. */
  of(key: number): Coverage {
    const query = this.#database.prepare('SELECT minutes_from, hours_from FROM counted WHERE endpoint = ?');
    const [row] = rows<{ minutes_from: EpochMs; hours_from: EpochMs | null }>(query, key);
    return withCounted(
      this.read(),
      row === undefined ? null : { minutesFrom: row.minutes_from, hoursFrom: row.hours_from ?? -Infinity },
    );
  }

  saveCounted(key: number, { minutesFrom, hoursFrom }: CountedUntil): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO counted (endpoint, minutes_from, hours_from) VALUES (?, ?, ?)')
      .run(key, minutesFrom, hoursFrom === -Infinity ? null : hoursFrom);
  }

  forgetCounted(key: number): void {
    this.#database.prepare('DELETE FROM counted WHERE endpoint = ?').run(key);
  }

  /** Whether retention has removed a result, or would have. */
  removes(): (at: EpochMs, verdictOf: () => CheckResult['verdict'] | undefined) => boolean {
    const { results = -Infinity, failures = -Infinity } = Object.fromEntries(this.#times());
    return (at, verdictOf) => at < results && (at < failures || verdictOf() !== 'down');
  }

  #times(): ReadonlyMap<string, EpochMs> {
    const query = this.#database.prepare('SELECT what, since FROM kept');
    return new Map(rows<{ what: string; since: EpochMs }>(query).map(({ what, since }) => [what, since]));
  }

  /**
   * Must be called before anything is removed. Removed data stays removed, even if the settings change to keep more.
   */
  note(retention: Required<Retention>): void {
    const { resultsBefore, failuresBefore, minutesBefore } = retention;
    const upsert = this.#database.prepare(
      'INSERT INTO kept (what, since) VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET since = max(since, excluded.since)',
    );
    upsert.run('results', Math.round(resultsBefore));
    upsert.run('failures', Math.round(failuresBefore));
    upsert.run('minutes', Math.floor(minutesBefore / WIDTH_MS.minute) * WIDTH_MS.minute);
    const hoursFrom = hoursFromOf(retention);
    if (hoursFrom !== -Infinity) upsert.run('hours', hoursFrom);
  }
}
