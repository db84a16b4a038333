/** Finds the check that a point of a chart stands for. */
import type { EndpointId, EpochMs } from '../../../../contract/model/units.ts';
import type { ChartRow } from '../../../charts/data/rows.ts';
import type { LiveStore } from '../../../live/live-store.ts';

export type PointOfChecks = Pick<ChartRow, 'at' | 'width' | 'count' | 'down' | 'unknown'>;

/** The most checks that the engine lists at a time. */
const PAGE = 200;
/** The number of points to request when searching for a check within a point of many. */
const POINTS = 1000;

/**
 * Finds the time of the check to show for a point. Of many checks, it is the first that failed, which is the most
 * informative; without a failure, the newest.
 * @returns null: single checks of that time are no longer kept
 * @throws RequestFailed when the engine refuses a request
 */
export async function findCheck(
  request: LiveStore['request'],
  id: EndpointId,
  point: PointOfChecks,
): Promise<EpochMs | null> {
  if (point.width === 0) return point.at;
  const failed = point.down > 0;
  let [from, to] = [point.at, point.at + point.width - 1];
  let searches = failed && point.count + point.down + point.unknown > PAGE;
  // The failed check may be one of thousands: finer points narrow the search.
  while (searches && to - from >= 1000) {
    const { at, count, down, unknown, step } = await request('series.get', { id, from, to, points: POINTS });
    const index = down.findIndex((failures) => failures > 0);
    const start = at[index];
    if (start === undefined || (step > 0 && step > to - from)) break;
    if (step === 0) return start;
    [from, to] = [Math.max(from, start), Math.min(to, start + step - 1)];
    searches = (count[index] ?? 0) + (down[index] ?? 0) + (unknown[index] ?? 0) > PAGE;
  }
  const page = await request('checks.list', { id, before: to + 1, limit: PAGE });
  const within = page.filter(({ at }) => at >= from);
  const check = (failed ? within.findLast(({ verdict }) => verdict === 'down') : undefined) ?? within[0];
  return check?.at ?? null;
}
