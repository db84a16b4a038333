import { useEffect, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { Distribution } from '../../../contract/model/series.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { useConnected, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useAsker } from './use-asker.ts';
import type { PageTime } from './use-viewport.ts';
import { askKey } from './views.ts';

export interface DistributionOfView {
  /** The distribution of the view, or of the previous view until the new one arrives; null: not loaded yet. */
  readonly distribution: Distribution | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
}

/** The width of a column of the heat map, in pixels. */
const COLUMN = 7;
const RETRY_MS: Ms = 10_000;
/** How often a live view is requested. */
const LIVE_MS: Ms = 5000;
const SLOTS = ['view'] as const;

/** The distribution of the latencies in a page's view; requested only while it is shown. */
export function useDistribution(id: EndpointId, time: PageTime, width: number, shown: boolean): DistributionOfView {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [answered, setAnswered] = useState<{ readonly id: EndpointId; readonly distribution: Distribution } | null>(
    null,
  );
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const { settled, inGesture, view } = time;
  const enabled = connected && shown && width > 0;
  const ask = useAsker(SLOTS, enabled, async ({ from, to }: { from: number; to: number }, signal) => {
    try {
      const points = Math.min(400, Math.max(20, Math.round(width / COLUMN)));
      const range = { from: Math.max(0, Math.floor(from)), to: Math.ceil(to) };
      const distribution = await request('distribution.get', { id, ...range, points });
      if (signal.aborted) return;
      setAnswered({ id, distribution });
      setRefused(null);
    } catch (error) {
      if (signal.aborted) return;
      setRefused(toRequestFailure(error));
      return RETRY_MS;
    }
    return undefined;
  });
  // A live view changes with each check.
  const key = askKey(view, settled, LIVE_MS);
  useEffect(() => {
    if (enabled && !inGesture) ask('view', settled);
    // The key changes when the view has to be requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, enabled, inGesture, key, width]);
  return {
    distribution: answered?.id === id ? answered.distribution : null,
    trouble: refused === null ? null : texts.refusal(refused),
  };
}
