import type { Distribution } from '../../../../contract/model/series.ts';
import type { EndpointId } from '../../../../contract/model/units.ts';
import { useRequest } from '../../../live/hooks.ts';
import { useViewAnswer } from './use-view-answer.ts';
import type { PageTime } from '../range/use-viewport.ts';

export interface DistributionOfView {
  /** The distribution of the view, or of the previous view until the new one arrives; null: not loaded yet. */
  readonly distribution: Distribution | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
}

/** The width of a column of the heat map, in pixels. */
const COLUMN = 7;

/** The distribution of the latencies in a page's view; requested only while it is shown. */
export function useDistribution(id: EndpointId, time: PageTime, width: number, shown: boolean): DistributionOfView {
  const request = useRequest();
  const { answer, trouble } = useViewAnswer({
    id,
    time,
    width,
    shown,
    load: ({ from, to }) => {
      const points = Math.min(400, Math.max(20, Math.round(width / COLUMN)));
      return request('distribution.get', { id, from: Math.max(0, Math.floor(from)), to: Math.ceil(to), points });
    },
  });
  return { distribution: answer, trouble };
}
