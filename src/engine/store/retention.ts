import type { Settings } from '../../contract/model/settings.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { Retention } from './store.ts';

const DAY_MS = 86_400_000;
/**
 * Failures are kept this many times as long as other results, because people look for them later. They are never kept
 * longer than history.
 */
const FAILURES_LONGER = 3;
/** A removed endpoint can be restored for this many days. */
const RESTORE_DAYS = 7;

/** Computes the retention limits from the settings. */
export function retentionOf(
  { keepResultsDays, keepHistoryDays }: Pick<Settings, 'keepResultsDays' | 'keepHistoryDays'>,
  now: EpochMs,
): Retention {
  const daysAgo = (days: number): EpochMs => now - days * DAY_MS;
  const resultsBefore = daysAgo(keepResultsDays);
  const historyBefore = daysAgo(keepHistoryDays);
  return {
    resultsBefore,
    failuresBefore: Math.min(resultsBefore, Math.max(historyBefore, daysAgo(FAILURES_LONGER * keepResultsDays))),
    historyBefore,
    removedBefore: daysAgo(RESTORE_DAYS),
  };
}
