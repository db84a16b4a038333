import type { Baseline } from '../../../contract/model/baseline.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { useAnswer } from '../../live/use-answer.ts';

const HOUR = 3_600_000;
/** The engine answers no more than the last hours of a range. */
const LONGEST = 35 * 24 * HOUR;

/**
 * The usual latency of an endpoint over a view and around it, so that panning shows something at once.
 * @param wanted while false, nothing is asked for
 * @returns null: not wanted, or not there yet
 */
export function useBaseline(id: EndpointId, { from, to }: TimeSpan, wanted: boolean): Baseline | null {
  const around = Math.min(to - from, Math.max(0, (LONGEST - (to - from)) / 2));
  // Whole hours, so that a chart that follows the time asks once an hour.
  const range = {
    from: Math.max(0, Math.floor((from - around) / HOUR) * HOUR),
    to: Math.ceil((to + around) / HOUR) * HOUR,
  };
  const { answer } = useAnswer('baseline.get', wanted ? { id, ...range } : null, null);
  return wanted ? answer : null;
}
