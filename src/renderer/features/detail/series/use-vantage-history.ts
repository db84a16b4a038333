import type { VantageHistory } from '../../../../contract/model/vantage.ts';
import type { EndpointId } from '../../../../contract/model/units.ts';
import { useRequest } from '../../../live/hooks.ts';
import { useViewAnswer } from './use-view-answer.ts';
import type { PageTime } from '../range/use-viewport.ts';
import { MOST_POINTS, pointsFor } from '../range/views.ts';

export interface VantagesOfView {
  /** The histories of the view, or of the previous view until the new ones arrive; null: not loaded yet. */
  readonly histories: readonly VantageHistory[] | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
}

/** The results of each vantage point over a page's view and the same time before it. */
export function useVantageHistory(id: EndpointId, time: PageTime, width: number): VantagesOfView {
  const request = useRequest();
  const { answer, trouble } = useViewAnswer({
    id,
    time,
    width,
    shown: true,
    load: ({ from, to }) => {
      const points = Math.min(MOST_POINTS, 2 * pointsFor(time.view, width));
      const range = { from: Math.max(0, Math.floor(from - (to - from))), to: Math.ceil(to) };
      return request('vantages.history', { id, ...range, points });
    },
  });
  return { histories: answer, trouble };
}
