import type { Baseline } from '../../../../contract/model/baseline.ts';
import type { EndpointId } from '../../../../contract/model/units.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { useAnswer } from '../../../live/use-answer.ts';

const HOUR = 3_600_000;
/** The longest range in milliseconds: the engine answers only for the last hours of a longer one. */
const LONGEST = 35 * 24 * HOUR;

/**
 * The usual latency of an endpoint over a view and around it, so that panning shows something at once.
 * @param wanted while false, nothing is requested @returns null: not wanted, or not loaded yet
 */
export function useBaseline(id: EndpointId, { from, to }: TimeSpan, wanted: boolean): Baseline | null {
  const around = Math.min(to - from, Math.max(0, (LONGEST - (to - from)) / 2));
  // Whole hours, so that a live chart sends one request per hour.
  const range = {
    from: Math.max(0, Math.floor((from - around) / HOUR) * HOUR),
    to: Math.ceil((to + around) / HOUR) * HOUR,
  };
  const { answer } = useAnswer('baseline.get', wanted ? { id, ...range } : null, null);
  return wanted ? answer : null;
}
