/** Navigation from one endpoint to the next, in the order in which the overview last showed them. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo } from 'react';
import type { TimeView } from '../../../shared/time-view.ts';
import { IconButton } from '../../components/button.tsx';
import { formatCount } from '../../format.ts';
import { useEndpointIds } from '../../live/hooks.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { neighboursOf, type Neighbours } from '../../navigation/list-order.ts';
import { navigate, parseRoute, pathOf } from '../../navigation/route.ts';
import { setListState } from '../overview/list-state.ts';
import css from './neighbours.module.css';

const NONE: Neighbours = { previous: null, next: null, position: 0, count: 0 };

/** None in a window that shows a single endpoint. */
export function useNeighbours(id: string): Neighbours {
  const ids = useEndpointIds();
  const { main } = useHostWindow();
  return useMemo(() => {
    const existing = new Set(ids);
    return main ? neighboursOf(id, (one) => existing.has(one), ids) : NONE;
  }, [id, ids, main]);
}

/** Opens an endpoint over the same time, and makes its row the active one, so that "back" returns to it. */
export function openNeighbour(id: string | null): void {
  if (id === null) return;
  setListState({ active: id });
  const { view } = shownTime();
  navigate(pathOf({ name: 'endpoint', id, ...(view === undefined ? {} : { view }) }));
}

function shownTime(): { readonly view?: TimeView } {
  const route = parseRoute(location.hash);
  return route.name === 'endpoint' ? route : {};
}

export function NeighbourButtons({ neighbours }: { readonly neighbours: Neighbours }) {
  const { previous, next, position, count } = neighbours;
  if (count < 2) return null;
  return (
    <span className={css.neighbours}>
      <IconButton
        label="Previous endpoint"
        icon={ChevronUp}
        shortcut="K"
        size="sm"
        disabled={previous === null}
        onClick={() => openNeighbour(previous)}
      />
      <IconButton
        label="Next endpoint"
        icon={ChevronDown}
        shortcut="J"
        size="sm"
        disabled={next === null}
        onClick={() => openNeighbour(next)}
      />
      {position === 0 ? null : (
        <span className={css.position}>
          {formatCount(position)} of {formatCount(count)}
        </span>
      )}
    </span>
  );
}
