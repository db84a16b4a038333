/** The times from which single results and minute rollups are complete, as retention has left them. */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { hoursFromOf } from '../retention.ts';
import { WIDTH_MS } from '../rollup.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
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
