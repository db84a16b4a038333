/** Shows all endpoints on a wall-mounted screen: dark, large, and the worst first. */
import { LayoutGrid, ListTree, Maximize, Pause, Play, Rows3, SkipBack, SkipForward, X } from 'lucide-react';
import { memo, useMemo, type CSSProperties } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Status } from '../../../contract/model/endpoint.ts';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { STATUS_LOOK } from '../../components/status.tsx';
import { useSize } from '../../charts/frame/use-size.ts';
import { formatAge, formatLatency, formatPercent } from '../../format.ts';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useNow, useSources, useTexts } from '../../live/hooks.ts';
import { useRemoteSource, useShownEndpoints } from '../../live/sources.ts';
import { countStatuses } from '../../live/overall.ts';
import { pathOf, rewritePath } from '../../navigation/route.ts';
import type { WallChoice, WallScope } from '../../navigation/wall-choice.ts';
import { useIdle } from './use-idle.ts';
import { useRotation, type Rotation } from './use-rotation.ts';
import { leaveWall, toggleFullScreen, useWallKeys } from './use-wall-keys.ts';
import { gridFor, GAP, itemHeight, scaleOf, screensOf, type Screen } from './wall-layout.ts';
import { WallHeader } from './wall-header.tsx';
import { useOpenIncidents, WallIncidents } from './wall-incidents.tsx';
import { WallItem } from './wall-item.tsx';
import css from './wall.module.css';

const MINUTE_MS = 60_000;
/** Up to this width, the incidents are above the tiles (wall.module.css). */
const NARROW = 900;

export function WallView({ choice }: { readonly choice: WallChoice }) {
  const all = useShownEndpoints();
  const views = useMemo(() => [...all.values()], [all]);
  const [frame, size] = useSize<HTMLDivElement>();
  const [body, area] = useSize<HTMLUListElement>();
  const scale = scaleOf(size);
  const screens = useMemo(
    () =>
      area.width === 0 || area.height === 0
        ? []
        : screensOf(views, choice, (count) => gridFor(count, area, choice.layout, scale).perScreen),
    [views, choice, area, scale],
  );
  const keys = useMemo(() => screens.map(({ key }) => key), [screens]);
  const rotation = useRotation(keys, choice.seconds);
  const change = (patch: Partial<WallChoice>) =>
    rewritePath(pathOf({ name: 'wall', choice: { ...choice, ...patch } }), 'replace');
  const nextScope = scopeAfter(choice.scope, useSources().length > 1);
  const actions = {
    ...rotation,
    toggleLayout: () => change({ layout: choice.layout === 'tiles' ? 'rows' : 'tiles' }),
    nextScope: () => {
      rotation.restart();
      change({ scope: nextScope });
    },
  };
  useWallKeys(actions);
  const idle = useIdle();
  const screen = screens[rotation.index];
  const shown = useMemo(
    () => (choice.group === undefined ? views : views.filter(({ endpoint }) => endpoint.config.group === choice.group)),
    [views, choice.group],
  );
  const ofGroup = choice.group !== undefined || choice.scope === 'groups';
  const counts = countStatuses(shown);
  const open = useOpenIncidents(shown);
  const style = { '--wall': `${scale}px` } as CSSProperties;
  return (
    <div ref={frame} className={css.wall} style={style} data-idle={idle}>
      <WallHeader
        choice={choice}
        counts={counts}
        open={open.length}
        screen={screen}
        screens={screens.length}
        rotation={rotation}
      />
      <div className={css.content}>
        <ul ref={body} className={css.items} style={gridStyle(screen, area, choice, scale)} aria-label="Endpoints">
          {screen?.views.map((view) => (
            <Item key={view.endpoint.id} view={view} layout={choice.layout} ofGroup={ofGroup} />
          ))}
        </ul>
        <WallIncidents open={open} most={size.width <= NARROW ? 3 : 8} />
      </div>
      {shown.length === 0 ? (
        <div className={css.none}>
          <EmptyState
            icon={LayoutGrid}
            title={choice.group === undefined ? 'No endpoints' : 'No endpoints in this group'}
          >
            <p>Press Esc to return to the overview.</p>
          </EmptyState>
        </div>
      ) : null}
      <Controls choice={choice} nextScope={nextScope} several={screens.length > 1} actions={actions} />
    </div>
  );
}

/** The scope that the key `g` chooses. */
function scopeAfter(scope: WallScope, hasSources: boolean): WallScope {
  if (scope === 'all') return 'groups';
  return scope === 'groups' && hasSources ? 'sources' : 'all';
}

function gridStyle(
  screen: Screen | undefined,
  area: { readonly width: number; readonly height: number },
  { layout }: WallChoice,
  scale: number,
): CSSProperties {
  if (screen === undefined) return {};
  // All screens of a group have items of the same size.
  const count = screen.pages === 1 ? screen.views.length : Infinity;
  const grid = gridFor(count, area, layout, scale);
  const height = itemHeight(grid, area, layout, scale);
  return {
    gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
    gridAutoRows: `${height}px`,
    gap: GAP,
    '--item': `${height}px`,
  } as CSSProperties;
}

interface ItemProps {
  readonly view: EndpointView;
  readonly layout: WallChoice['layout'];
  /** All endpoints on the screen are of one group, which the header names. */
  readonly ofGroup: boolean;
}

/** Rendered only when its endpoint changes: a wall may have hundreds. */
const Item = memo(function Item({ view, layout, ofGroup }: ItemProps) {
  const texts = useTexts();
  // Only ages are written, in minutes.
  const now = useNow(MINUTE_MS / 6);
  const { endpoint, state } = view;
  const { status, last, since, uptime24h } = state;
  const isAway = staleSince(useRemoteSource(endpoint.id)) !== null;
  const age = formatAge(now - since);
  const cause = last?.failure === null || last === null ? null : texts.cause(last.failure.code);
  const latency = last === null ? '–' : formatLatency(last.durationMs);
  const facts: Readonly<Record<Status, string>> = {
    up: state.failing > 0 ? (cause ?? 'Retrying') : latency,
    degraded: latency,
    down: cause === null ? age : `${age} · ${cause}`,
    unknown: isAway ? 'Not connected' : (cause ?? STATUS_LOOK.unknown.word),
    pending: STATUS_LOOK.pending.word,
    paused: STATUS_LOOK.paused.word,
    maintenance: STATUS_LOOK.maintenance.word,
  };
  return (
    <WallItem
      id={endpoint.id}
      name={endpoint.config.name}
      group={ofGroup ? null : endpoint.config.group}
      status={status}
      failing={state.failing > 0 && !isAway}
      fact={facts[status]}
      uptime={uptime24h === null ? '–' : formatPercent(uptime24h)}
      layout={layout}
    />
  );
});

interface ControlsProps {
  readonly choice: WallChoice;
  readonly nextScope: WallScope;
  readonly several: boolean;
  readonly actions: Rotation & { readonly toggleLayout: () => void; readonly nextScope: () => void };
}

const SCOPE_LABELS: Readonly<Record<WallScope, string>> = {
  all: 'All endpoints together',
  groups: 'One group after the other',
  sources: 'One source after the other',
};

/** The controls, visible while the pointer moves or while one of them has the focus. */
function Controls({ choice, nextScope, several, actions }: ControlsProps) {
  const tiles = choice.layout === 'tiles';
  return (
    <div className={css.controls} role="toolbar" aria-label="Wall">
      {several ? (
        <>
          <IconButton label="Previous screen" icon={SkipBack} shortcut="←" onClick={() => actions.go(-1)} />
          <IconButton
            label={actions.paused ? 'Resume rotation' : 'Pause rotation'}
            icon={actions.paused ? Play : Pause}
            shortcut="Space"
            onClick={actions.togglePause}
          />
          <IconButton label="Next screen" icon={SkipForward} shortcut="→" onClick={() => actions.go(1)} />
        </>
      ) : null}
      <IconButton
        label={tiles ? 'Show as rows' : 'Show as tiles'}
        icon={tiles ? Rows3 : LayoutGrid}
        shortcut="T"
        onClick={actions.toggleLayout}
      />
      {choice.group === undefined ? (
        <IconButton label={SCOPE_LABELS[nextScope]} icon={ListTree} shortcut="G" onClick={actions.nextScope} />
      ) : null}
      <IconButton label="Full screen" icon={Maximize} shortcut="F" onClick={toggleFullScreen} />
      <IconButton label="Close" icon={X} shortcut="Esc" onClick={leaveWall} />
    </div>
  );
}
