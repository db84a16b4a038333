/** Shows all endpoints on a wall-mounted screen: dark, large, and the worst first. */
import { LayoutGrid, ListTree, Maximize, Pause, Play, Rows3, SkipBack, SkipForward, X } from 'lucide-react';
import { memo, useMemo, type CSSProperties } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Status } from '../../../contract/model/endpoint.ts';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { useSize } from '../../charts/use-size.ts';
import { formatAge, formatCount, formatLatency, formatPercent, formatShortTime } from '../../format.ts';
import { useConnected, useNow, useTexts } from '../../live/hooks.ts';
import { useShownEndpoints } from '../../live/sources.ts';
import { countStatuses, overall, type StatusCounts } from '../../live/overall.ts';
import { pathOf, rewritePath } from '../../navigation/route.ts';
import type { WallChoice } from '../../navigation/wall-choice.ts';
import { useIdle } from './use-idle.ts';
import { useRotation, type Rotation } from './use-rotation.ts';
import { leaveWall, toggleFullScreen, useWallKeys } from './use-wall-keys.ts';
import { gridFor, GAP, itemHeight, scaleOf, screensOf, type Screen } from './wall-layout.ts';
import { useOpenIncidents, WallIncidents } from './wall-incidents.tsx';
import { WallItem } from './wall-item.tsx';
import css from './wall.module.css';

const MINUTE_MS = 60_000;

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
  const rotation = useRotation(screens.length, choice.seconds);
  const change = (patch: Partial<WallChoice>) =>
    rewritePath(pathOf({ name: 'wall', choice: { ...choice, ...patch } }), 'replace');
  const actions = {
    ...rotation,
    toggleLayout: () => change({ layout: choice.layout === 'tiles' ? 'rows' : 'tiles' }),
    toggleScope: () => change({ scope: choice.scope === 'all' ? 'groups' : 'all' }),
  };
  useWallKeys(actions);
  const idle = useIdle();
  const screen = screens[rotation.index];
  const shown = useMemo(
    () => (choice.group === undefined ? views : views.filter(({ endpoint }) => endpoint.config.group === choice.group)),
    [views, choice.group],
  );
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
            <Item key={view.endpoint.id} view={view} layout={choice.layout} />
          ))}
        </ul>
        <WallIncidents open={open} />
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
      <Controls choice={choice} several={screens.length > 1} actions={actions} />
    </div>
  );
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
}

/** Rendered only when its endpoint changes: a wall may have hundreds. */
const Item = memo(function Item({ view, layout }: ItemProps) {
  const texts = useTexts();
  // Only ages are written, in minutes.
  const now = useNow(MINUTE_MS / 6);
  const { endpoint, state } = view;
  const { status, last, since, uptime24h } = state;
  const age = formatAge(now - since);
  const cause = last?.failure === null || last === null ? null : texts.cause(last.failure.code);
  const latency = last === null ? '–' : formatLatency(last.durationMs);
  const facts: Readonly<Record<Status, string>> = {
    up: state.failing > 0 ? (cause ?? 'Retrying') : latency,
    degraded: latency,
    down: cause === null ? age : `${age} · ${cause}`,
    unknown: cause ?? STATUS_LOOK.unknown.word,
    pending: STATUS_LOOK.pending.word,
    paused: STATUS_LOOK.paused.word,
    maintenance: STATUS_LOOK.maintenance.word,
  };
  return (
    <WallItem
      id={endpoint.id}
      name={endpoint.config.name}
      group={endpoint.config.group}
      status={status}
      failing={state.failing > 0}
      fact={facts[status]}
      uptime={uptime24h === null ? '–' : formatPercent(uptime24h)}
      layout={layout}
    />
  );
});

interface WallHeaderProps {
  readonly choice: WallChoice;
  readonly counts: StatusCounts;
  /** The number of open incidents. */
  readonly open: number;
  readonly screen: Screen | undefined;
  readonly screens: number;
  readonly rotation: Rotation;
}

function WallHeader({ choice, counts, open, screen, screens, rotation }: WallHeaderProps) {
  const connected = useConnected();
  const now = useNow(1000);
  const { status, text } = overall(counts);
  const group = screen?.group ?? choice.group ?? null;
  return (
    <header className={css.header}>
      <h1 className={css.title} data-status={connected ? status : 'unknown'}>
        {connected ? text : 'Not connected'}
      </h1>
      {/* Read aloud only when it changes. */}
      <output className="sr-only">{connected ? text : 'Not connected'}</output>
      <ul className={css.counts} aria-label="Counts">
        {STATUS_ORDER.filter((one) => counts[one] > 0).map((one) => {
          const { icon: Icon, word, color } = STATUS_LOOK[one];
          return (
            <li key={one} title={word}>
              <Icon style={{ color }} aria-hidden />
              {formatCount(counts[one])}
              <span className={css.word}>{word.toLowerCase()}</span>
            </li>
          );
        })}
        {open === 0 ? null : (
          <li className={css.open}>
            {formatCount(open)}
            <span className={css.word}>{open === 1 ? 'open incident' : 'open incidents'}</span>
          </li>
        )}
      </ul>
      <div className={css.where}>
        {group === null ? null : <strong title={group}>{group === '' ? 'No group' : group}</strong>}
        {screens < 2 ? null : (
          <span data-screens>
            {rotation.index + 1} of {screens}
            {rotation.paused ? ', paused' : ''}
          </span>
        )}
        <time className={css.clock}>{formatShortTime(now)}</time>
      </div>
    </header>
  );
}

interface ControlsProps {
  readonly choice: WallChoice;
  readonly several: boolean;
  readonly actions: Rotation & { readonly toggleLayout: () => void; readonly toggleScope: () => void };
}

/** The controls, visible while the pointer moves or while one of them has the focus. */
function Controls({ choice, several, actions }: ControlsProps) {
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
        <IconButton
          label={choice.scope === 'all' ? 'One group after the other' : 'All endpoints together'}
          icon={ListTree}
          shortcut="G"
          onClick={actions.toggleScope}
        />
      ) : null}
      <IconButton label="Full screen" icon={Maximize} shortcut="F" onClick={toggleFullScreen} />
      <IconButton label="Close" icon={X} shortcut="Esc" onClick={leaveWall} />
    </div>
  );
}
