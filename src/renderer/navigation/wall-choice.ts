/** The state of the wall, as a query of its address. Pure. */

/** `groups`: one group after the other; `sources`: the endpoints of one Lookout after the other. */
export type WallScope = 'all' | 'groups' | 'sources';
export type WallLayout = 'tiles' | 'rows';

export interface WallChoice {
  /** Only the endpoints of a group; absent: all. */
  readonly group?: string;
  readonly scope: WallScope;
  readonly layout: WallLayout;
  /** How long each screen is shown, in seconds. */
  readonly seconds: number;
}

const SCOPES: readonly WallScope[] = ['all', 'groups', 'sources'];
export const FIRST_WALL: WallChoice = { scope: 'all', layout: 'tiles', seconds: 15 };
const [LEAST_SECONDS, MOST_SECONDS] = [3, 3600];

/** The query of a choice, such as `scope=groups&seconds=30`; without default values. */
export function writeWall({ group, scope, layout, seconds }: WallChoice): string {
  return [
    ...(group === undefined ? [] : [`group=${encodeURIComponent(group)}`]),
    ...(scope === FIRST_WALL.scope ? [] : [`scope=${scope}`]),
    ...(layout === FIRST_WALL.layout ? [] : [`layout=${layout}`]),
    ...(seconds === FIRST_WALL.seconds ? [] : [`seconds=${seconds}`]),
  ].join('&');
}

/** The inverse of `writeWall`. Invalid parts get their default. */
export function readWall(query: string): WallChoice {
  const params = new URLSearchParams(query);
  const group = params.get('group');
  const seconds = Number(params.get('seconds') ?? '');
  const isSeconds = Number.isInteger(seconds) && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
  return {
    ...(group === null ? {} : { group }),
    scope: SCOPES.find((scope) => scope === params.get('scope')) ?? FIRST_WALL.scope,
    layout: params.get('layout') === 'rows' ? 'rows' : 'tiles',
    seconds: isSeconds ? seconds : FIRST_WALL.seconds,
  };
}
