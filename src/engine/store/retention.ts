import type { Settings } from '../../contract/model/settings.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { rollupStart } from './rollup.ts';
import type { Retention } from './store.ts';

const DAY_MS = 86_400_000;
/** A removed endpoint can be restored for this many days. */
const RESTORE_DAYS = 7;

export type KeepSettings = Pick<
  Settings,
  'keepResultsDays' | 'keepFailuresDays' | 'keepMinutesDays' | 'keepHistoryDays' | 'keepDailyDays' | 'keepIncidentsDays'
>;

/**
 * Computes the retention limits from the settings. They are starts of days (UTC), so that results are removed once a
 * day and whole blocks at a time. Coarser data is kept at least as long as finer data: charts choose the finest that
 * reaches back far enough.
 */
export function retentionOf(settings: KeepSettings, now: EpochMs): Required<Retention> {
  const daysAgo = (days: number): EpochMs => Math.floor(now / DAY_MS - days) * DAY_MS;
  const resultsBefore = daysAgo(settings.keepResultsDays);
  const minutesBefore = Math.min(resultsBefore, daysAgo(settings.keepMinutesDays));
  const historyBefore = Math.min(minutesBefore, daysAgo(settings.keepHistoryDays));
  return {
    resultsBefore,
    failuresBefore: Math.min(resultsBefore, daysAgo(settings.keepFailuresDays)),
    minutesBefore,
    historyBefore,
    daysBefore: Math.min(historyBefore, daysAgo(settings.keepDailyDays)),
    incidentsBefore: daysAgo(settings.keepIncidentsDays),
    removedBefore: now - RESTORE_DAYS * DAY_MS,
  };
}

/** Before this time, there are only day rollups; -Infinity: days reach back no further than hours. */
export function hoursFromOf({ historyBefore, daysBefore }: Required<Retention>): EpochMs {
  return daysBefore < historyBefore ? rollupStart('hour', historyBefore) : -Infinity;
}

/** The limits of a retention, where those that it does not name follow from the others. */
export function completeRetention(retention: Retention): Required<Retention> {
  const { failuresBefore, historyBefore } = retention;
  const defaults = { minutesBefore: failuresBefore, daysBefore: historyBefore, incidentsBefore: historyBefore };
  return { ...defaults, ...retention };
}
