/**
 * The recent checks of an endpoint in buckets of equal time, each as long as its interval. So the bar and the trend are
 * true to time: a retry takes no extra room, and time without checks is a gap. Pure.
 */
import type { Verdict } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';

export interface Bucket {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The worst of its checks; null: there was none in that time. */
  readonly verdict: Verdict | null;
  /** The range of its checks among the recent checks: from `first` to `end`, `end` not included. */
  readonly first: number;
  readonly end: number;
  /** The mean of its successful checks without those that were disturbed; null: there was none. */
  readonly durationMs: Ms | null;
  /** At least one check succeeded, but all successful ones were measured while Lookout was busy. */
  readonly disturbed: boolean;
}

/** From the best to the worst. `unknown` comes first, because any check that could be judged is more informative. */
const BADNESS: readonly Verdict[] = ['unknown', 'up', 'degraded', 'down'];

/**
 * The newest bucket ends with the interval of the last check. The borders are half an interval away from the slots of the
 * schedule, so a check that is a little late stays in its bucket.
 * @param interval the endpoint's interval, more than 0
 * @returns the last `RECENT_CHECKS` buckets, oldest first; none without checks
 */
export function bucketsOf(recent: RecentChecks, interval: Ms): readonly Bucket[] {
  const newest = recent.at.at(-1);
  if (newest === undefined) return [];
  const start = slotPhase(recent.at, interval) - interval / 2;
  const numberOf = (at: EpochMs) => Math.floor((at - start) / interval);
  const lastNumber = numberOf(newest);
  const buckets: Bucket[] = [];
  let end = recent.at.length;
  for (let number = lastNumber; number > lastNumber - RECENT_CHECKS; number--) {
    let first = end;
    // After the clock was set back, checks are out of order: they count in the bucket of their neighbor.
    while (first > 0 && numberOf(recent.at[first - 1] ?? 0) >= number) first--;
    const from = start + number * interval;
    buckets.push({ from, to: from + interval, first, end, ...sumUp(recent, first, end) });
    end = first;
  }
  return buckets.reverse();
}

type Sum = Pick<Bucket, 'verdict' | 'durationMs' | 'disturbed'>;

function sumUp(recent: RecentChecks, first: number, end: number): Sum {
  let worst = -1;
  let sum = 0;
  let count = 0;
  let disturbed = false;
  for (let index = first; index < end; index++) {
    const verdict = recent.verdict[index];
    if (verdict === undefined) continue;
    worst = Math.max(worst, BADNESS.indexOf(verdict));
    if (verdict !== 'up' && verdict !== 'degraded') continue;
    if (isDisturbed(recent, index)) {
      disturbed = true;
    } else {
      sum += recent.durationMs[index] ?? 0;
      count++;
    }
  }
  return {
    verdict: BADNESS[worst] ?? null,
    durationMs: count === 0 ? null : sum / count,
    disturbed: disturbed && count === 0,
  };
}

/** Whether the check at an index of the columns was measured while Lookout was busy. */
export function isDisturbed({ at, disturbed }: RecentChecks, index: number): boolean {
  return disturbed.length > 0 && disturbed.includes(at[index] ?? 0);
}

/**
 * The time within the interval at which most checks start, in milliseconds: the circular mean, because intervals
 * repeat. Retries and manual checks are few and hardly move it.
 */
function slotPhase(at: readonly EpochMs[], interval: Ms): Ms {
  let x = 0;
  let y = 0;
  for (const time of at) {
    const angle = ((time % interval) / interval) * 2 * Math.PI;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  return (Math.atan2(y, x) / (2 * Math.PI)) * interval;
}
