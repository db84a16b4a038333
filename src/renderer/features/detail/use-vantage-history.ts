import { useEffect, useState } from 'react';
import type { VantageHistory } from '../../../contract/model/vantage.ts';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import { useConnected, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useAsker } from './use-asker.ts';
import type { PageTime } from './use-viewport.ts';
import { askKey, MOST_POINTS, pointsFor } from './views.ts';

export interface VantagesOfView {
  /** Of the view, or of the one before it until it is there; null: not there yet. */
  readonly histories: readonly VantageHistory[] | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
}

const RETRY_MS: Ms = 10_000;
/** A live view is asked for again this often. */
const LIVE_MS: Ms = 5000;
const SLOTS = ['view'] as const;

/** What each vantage point found over a page's view and around it; asked for only where there are vantage points. */
export function useVantageHistory(id: EndpointId, time: PageTime, width: number, shown: boolean): VantagesOfView {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [answered, setAnswered] = useState<{
    readonly id: EndpointId;
    readonly histories: readonly VantageHistory[];
  } | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const { settled, inGesture, view } = time;
  const enabled = connected && shown && width > 0;
  const ask = useAsker(SLOTS, enabled, async ({ from, to }: { from: number; to: number }, signal) => {
    try {
      const points = Math.min(MOST_POINTS, 2 * pointsFor(view, width));
      const range = { from: Math.max(0, Math.floor(from - (to - from))), to: Math.ceil(to) };
      const histories = await request('vantages.history', { id, ...range, points });
      if (signal.aborted) return;
      setAnswered({ id, histories });
      setRefused(null);
    } catch (error) {
      if (signal.aborted) return;
      setRefused(toRequestFailure(error));
      return RETRY_MS;
    }
    return undefined;
  });
  const key = askKey(view, settled, LIVE_MS);
  useEffect(() => {
    if (enabled && !inGesture) ask('view', settled);
    // The key says when the view needs to be asked for again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, enabled, inGesture, key, width]);
  return {
    histories: answered?.id === id ? answered.histories : null,
    trouble: refused === null ? null : texts.refusal(refused),
  };
}
