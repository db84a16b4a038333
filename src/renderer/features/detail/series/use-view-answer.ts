import { useEffect, useState } from 'react';
import type { RequestFailure } from '../../../../contract/errors.ts';
import type { EndpointId, Ms } from '../../../../contract/model/units.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { useConnected, useTexts } from '../../../live/hooks.ts';
import { toRequestFailure } from '../../../live/request-failed.ts';
import { useAsker } from './use-asker.ts';
import type { PageTime } from '../range/use-viewport.ts';
import { askKey } from '../range/views.ts';

export interface ViewAnswer<A> {
  /** The answer about the view, or about the previous view until the new one arrives; null: not loaded yet. */
  readonly answer: A | null;
  /** Why the last request was refused; null when it was answered. */
  readonly trouble: string | null;
}

export interface ViewRequest<A> {
  readonly id: EndpointId;
  readonly time: PageTime;
  /** The width of the chart in pixels. Nothing is requested as long as it is 0. */
  readonly width: number;
  /** False: nothing is requested. */
  readonly shown: boolean;
  /** Requests the answer about a span. */
  readonly load: (span: TimeSpan) => Promise<A>;
}

const RETRY_MS: Ms = 10_000;
/** How often a live view is requested. */
const LIVE_MS: Ms = 5000;
const SLOTS = ['view'] as const;

/** An answer about a page's view of an endpoint. Gestures send no requests until they end. */
export function useViewAnswer<A>({ id, time, width, shown, load }: ViewRequest<A>): ViewAnswer<A> {
  const texts = useTexts();
  const connected = useConnected();
  const [answered, setAnswered] = useState<{ readonly id: EndpointId; readonly answer: A } | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const { settled, inGesture, view } = time;
  const enabled = connected && shown && width > 0;
  const ask = useAsker(SLOTS, enabled, async (span: TimeSpan, signal) => {
    try {
      const answer = await load(span);
      if (signal.aborted) return;
      setAnswered({ id, answer });
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
    // The key changes when the view has to be requested again.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, id, enabled, inGesture, key, width]);
  return {
    answer: answered?.id === id ? answered.answer : null,
    trouble: refused === null ? null : texts.refusal(refused),
  };
}
