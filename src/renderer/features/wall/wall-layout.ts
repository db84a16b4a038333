/** The layout of endpoints on the wall's screens. Pure. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { sourceOf } from '../../../shared/endpoint-id.ts';
import type { WallChoice } from '../../navigation/wall-choice.ts';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { compareNames } from '../overview/name-ranks.ts';

export interface Area {
  readonly width: number;
  readonly height: number;
}

export interface WallGrid {
  readonly columns: number;
  readonly rows: number;
  /** How many endpoints fit on a screen. */
  readonly perScreen: number;
}

/** The screen for which sizes are defined, in pixels. Sizes scale with the actual screen. */
const DESIGNED: Area = { width: 1920, height: 1080 };

/** The scale of everything relative to the designed screen. */
export function scaleOf({ width, height }: Area): number {
  return Math.max(0.55, Math.min(width / DESIGNED.width, height / DESIGNED.height));
}

interface Item {
  /** The smallest width that can be read from afar. */
  readonly width: number;
  readonly height: number;
  /** The largest width that still looks good. */
  readonly most: number;
  /** The best ratio of width to height. */
  readonly shape: number;
}

const TILE: Item = { width: 172, height: 68, most: 260, shape: 2.1 };
const ROW: Item = { width: 560, height: 44, most: 76, shape: 14 };
export const GAP = 8;

/**
 * The grid in which `count` items are as large as possible. If they would be too small, items have the minimum size,
 * and there are several screens.
 */
export function gridFor(count: number, area: Area, layout: WallChoice['layout'], scale: number): WallGrid {
  const item = layout === 'tiles' ? TILE : ROW;
  const least = { width: item.width * scale, height: item.height * scale };
  const fits = (length: number, size: number) => Math.max(1, Math.floor((length + GAP) / (size + GAP)));
  const most = { columns: fits(area.width, least.width), rows: fits(area.height, least.height) };
  if (count >= most.columns * most.rows) return { ...most, perScreen: most.columns * most.rows };
  let best: (WallGrid & { readonly score: number }) | undefined;
  for (let columns = 1; columns <= most.columns; columns += 1) {
    const rows = Math.max(1, Math.ceil(count / columns));
    if (rows > most.rows) continue;
    const width = (area.width - GAP * (columns - 1)) / columns;
    const height = Math.min(item.most * scale, (area.height - GAP * (rows - 1)) / rows);
    // The score is the possible text size: width or height beyond the best shape adds nothing.
    const score = Math.min(width / item.shape, height);
    if (best === undefined || score > best.score) best = { columns, rows, perScreen: columns * rows, score };
  }
  return best === undefined
    ? { ...most, perScreen: most.columns * most.rows }
    : { columns: best.columns, rows: best.rows, perScreen: best.perScreen };
}

/** The height of an item in a grid. */
export function itemHeight({ rows }: WallGrid, area: Area, layout: WallChoice['layout'], scale: number): number {
  const { most } = layout === 'tiles' ? TILE : ROW;
  return Math.floor(Math.min(most * scale, (area.height - GAP * (rows - 1)) / rows));
}

/** Sorts endpoints: the most urgent first, then the most recent change of status, then by name. */
export function worstFirst(views: readonly EndpointView[]): readonly EndpointView[] {
  return views.toSorted((a, b) => {
    const [one, other] = [STATUS_ORDER.indexOf(a.state.status), STATUS_ORDER.indexOf(b.state.status)];
    if (one !== other) return one - other;
    const failing = Number(b.state.failing > 0) - Number(a.state.failing > 0);
    if (failing !== 0) return failing;
    const isProblem = a.state.status === 'down' || a.state.status === 'degraded';
    if (isProblem && a.state.since !== b.state.since) return b.state.since - a.state.since;
    return compareNames(a.endpoint.config.name, b.endpoint.config.name);
  });
}

/** The endpoints that are shown at the same time. */
export interface Screen {
  readonly key: string;
  /** The group or the id of the source that it is of, as `scope` says; null: of all endpoints. */
  readonly group: string | null;
  readonly views: readonly EndpointView[];
  /** The number of the screen, from 1, among the screens of this group or source. */
  readonly page: number;
  readonly pages: number;
}

/** The screens of a wall, in order. Groups and sources with the most urgent endpoint come first. */
export function screensOf(
  views: readonly EndpointView[],
  { group, scope }: WallChoice,
  perScreen: (count: number) => number,
): readonly Screen[] {
  const sorted = worstFirst(
    group === undefined ? views : views.filter(({ endpoint }) => endpoint.config.group === group),
  );
  if (scope === 'all' || group !== undefined) return pagesOf(group ?? null, sorted, perScreen);
  // A map keeps the order of insertion, so groups are ordered by their first endpoint, which is the worst.
  const groups = Map.groupBy(sorted, ({ endpoint: { id, config } }) =>
    scope === 'sources' ? sourceOf(id) : config.group,
  );
  return [...groups].flatMap(([name, some]) => pagesOf(name, some, perScreen));
}

function pagesOf(
  group: string | null,
  views: readonly EndpointView[],
  perScreen: (count: number) => number,
): readonly Screen[] {
  const size = Math.max(1, perScreen(views.length));
  const pages = Math.ceil(views.length / size);
  return Array.from({ length: pages }, (_, index) => ({
    key: `${group ?? ''} ${index}`,
    group,
    views: views.slice(index * size, (index + 1) * size),
    page: index + 1,
    pages,
  }));
}
