import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { EndpointId, EpochMs, Ms } from '../../../../contract/model/units.ts';
import { spanOf, type TimeSpan, type TimeView } from '../../../../shared/time-view.ts';
import { useReducedMotion } from '../../../charts/frame/glide.tsx';
import type { ChartTime } from '../../../charts/frame/time-chart.tsx';
import { Viewport } from '../../../charts/frame/viewport.ts';
import { useCheckedAny, useConnected, useNow } from '../../../live/hooks.ts';
import { paced, type Paced } from '../../../live/paced.ts';
import { ownSteps, pathOf, rewritePath, useRoute } from '../../../navigation/route.ts';
import { FIRST_VIEW, isLive, moves, refreshMs } from './views.ts';

/** How often a moving chart is redrawn at least; well below the time by which it is drawn ahead (`LEAD_MS`). */
const REDRAW_MS: Ms = 10_000;
/** How often a live chart that does not move continuously is redrawn. */
const JUMP_MS: Ms = 2000;
const STILL_MS: Ms = 60_000;

export interface PageViewport {
  readonly viewport: Viewport;
  /** Whether there is a previous view. */
  readonly canGoBack: boolean;
}

/** Returns to the previous view of this page, if there is one. */
export function showPreviousView(): void {
  if (ownSteps() > 0) history.back();
}

/** The viewport of an endpoint's page. */
export function useViewport(id: EndpointId): PageViewport {
  const route = useRoute();
  const shown = route.name === 'endpoint' && route.id === id ? (route.view ?? FIRST_VIEW) : FIRST_VIEW;
  return useAddressedViewport(shown, (view) => pathOf({ name: 'endpoint', id, view }));
}

/**
 * The viewport of a page whose address contains the view, so that a link shows the same, and the browser's back button
 * returns to the previous view. @param shown the view in the address
 * @param pathFor the path of the page with another view
 */
export function useAddressedViewport(shown: TimeView, pathFor: (view: TimeView) => string): PageViewport {
  const [viewport] = useState(
    () =>
      new Viewport({
        view: shown,
        now: Date.now,
        nextFrame: (callback) => void requestAnimationFrame(callback),
      }),
  );
  useEffect(() => viewport.onChosen((view) => rewritePath(pathFor(view), 'push')));
  useEffect(() => viewport.show(shown), [viewport, shown]);
  const canGoBack = ownSteps() > 0;
  return useMemo(() => ({ viewport, canGoBack }), [viewport, canGoBack]);
}

/** How often a moving chart starts again from the present time because of checks, at most. */
const START_AGAIN_MS: Ms = 1000;

/**
 * The time of the last check in a live view. Every check of several endpoints would draw all lines at another place, so
 * in a moving chart it stays the same for a while: meanwhile, a check is drawn beyond the edge, and moves in.
 */
function useCheckedAt(ids: readonly EndpointId[], live: boolean, isMoving: boolean): EpochMs {
  const [checkedAt, setCheckedAt] = useState<EpochMs>(0);
  const notice = useRef<Paced | null>(null);
  useEffect(() => {
    const own = paced(isMoving ? START_AGAIN_MS : 0, () => setCheckedAt(Date.now()));
    notice.current = own;
    return own.cancel;
  }, [isMoving]);
  useCheckedAny(ids, () => {
    if (live) notice.current?.run();
  });
  return checkedAt;
}

/** The time that the charts of a page currently show. */
export interface PageTime extends ChartTime {
  readonly view: TimeView;
  /** The span of the view, which is requested. A gesture does not change it. */
  readonly settled: TimeSpan;
  readonly inGesture: boolean;
}

/** @param ids the endpoints that the page shows; a stable list */
export function usePageTime(ids: readonly EndpointId[], { viewport }: PageViewport): PageTime {
  const { view, since, gesture } = useSyncExternalStore(viewport.subscribe, viewport.getState);
  const connected = useConnected();
  const reducedMotion = useReducedMotion();
  const live = isLive(view);
  const isMoving = moves(view) && connected && !reducedMotion;
  const pace = view.type === 'fixed' ? STILL_MS : live ? (isMoving ? REDRAW_MS : JUMP_MS) : refreshMs(view);
  const tick = useNow(pace);
  const checkedAt = useCheckedAt(ids, live, isMoving);
  // The clock may start a little after the view, which must not cause another request. Without a connection nothing is
  // live, so the charts do not move.
  const current = tick - since < pace ? since : tick;
  const now = connected ? Math.max(current, checkedAt) : tick;
  const settled = useMemo(() => spanOf(view, now), [view, now]);
  const span = gesture ?? settled;
  return useMemo(
    () => ({
      viewport,
      view,
      span,
      settled,
      now,
      inGesture: gesture !== null,
      moves: isMoving && gesture === null,
      onBack: showPreviousView,
    }),
    [viewport, view, span, settled, now, gesture, isMoving],
  );
}
