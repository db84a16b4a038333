import { describe, expect, test, vi } from 'vitest';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Status } from '../../../contract/model/endpoint.ts';
import { fakeView } from '../../testing/fake-data.ts';
import { seededRandom } from '../../../shared/testing/seeded-random.ts';
import { orderEndpoints, type OrderOptions } from './list-order.ts';
import { rowsOf, summarizeGroups, createRowKeeper } from './list-rows.ts';
import { INITIAL_LIST_STATE } from './list-state.ts';
import { createNameRanks } from './name-ranks.ts';

interface Sample {
  readonly name: string;
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly status?: Status;
  readonly ms?: number | null;
  readonly since?: number;
  readonly uptime24h?: number | null;
}

function viewsOf(...samples: readonly Sample[]): ReadonlyMap<string, EndpointView> {
  return new Map(
    samples.map((sample, index) => {
      const { name, group = '', tags = [], status = 'up', ms = 10, since = 0, uptime24h = 1 } = sample;
      const view = fakeView(index, seededRandom(1), 0, 1);
      const endpoint = { ...view.endpoint, id: name, config: { ...view.endpoint.config, name, group, tags } };
      const last = view.state.last === null || ms === null ? null : { ...view.state.last, durationMs: ms };
      return [name, { ...view, endpoint, state: { ...view.state, status, last, since, uptime24h } }];
    }),
  );
}

function order(views: ReadonlyMap<string, EndpointView>, options: Partial<OrderOptions> = {}) {
  const ordered = orderEndpoints(views, { ...INITIAL_LIST_STATE, groupBy: null, ...options }, createNameRanks()(views));
  return { ...ordered, ids: ordered.sections.flatMap(({ ids }) => ids) };
}

describe('endpoints', () => {
  test('sorted by status: endpoints that need attention come first, then by name in natural order', () => {
    const views = viewsOf(
      { name: 'up 10' },
      { name: 'up 9' },
      { name: 'paused', status: 'paused' },
      { name: 'down', status: 'down' },
      { name: 'slow', status: 'degraded' },
    );
    expect(order(views).ids).toEqual(['down', 'slow', 'up 9', 'up 10', 'paused']);
    expect(order(views, { descending: true }).ids).toEqual(['paused', 'up 9', 'up 10', 'slow', 'down']);
  });

  test('sorted by latency: those without one are last in either direction', () => {
    const views = viewsOf({ name: 'a', ms: null }, { name: 'b', ms: 30 }, { name: 'c', ms: 5 });
    expect(order(views, { sort: 'latency' }).ids).toEqual(['c', 'b', 'a']);
    expect(order(views, { sort: 'latency', descending: true }).ids).toEqual(['b', 'c', 'a']);
  });

  test('sorted by since: the newest change comes first', () => {
    const views = viewsOf({ name: 'old', since: 1 }, { name: 'new', since: 9 }, { name: 'middle', since: 5 });
    expect(order(views, { sort: 'since' }).ids).toEqual(['new', 'middle', 'old']);
    expect(order(views, { sort: 'since', descending: true }).ids).toEqual(['old', 'middle', 'new']);
  });

  test('sorted by name: without case, in both directions', () => {
    const views = viewsOf({ name: 'b' }, { name: 'A' }, { name: 'c' });
    expect(order(views, { sort: 'name' }).ids).toEqual(['A', 'b', 'c']);
    expect(order(views, { sort: 'name', descending: true }).ids).toEqual(['c', 'b', 'A']);
  });
});

describe('filters', () => {
  const views = viewsOf(
    { name: 'Checkout', group: 'Shop', tags: ['prod'] },
    { name: 'Checkout staging', group: 'Shop', status: 'down' },
    { name: 'Postgres', group: 'Data', status: 'down' },
    { name: 'Alone' },
  );

  test('keep endpoints with every word, in name, target, group or tags', () => {
    expect(order(views, { text: 'SHOP checkout' }).ids).toEqual(['Checkout staging', 'Checkout']);
    expect(order(views, { text: 'prod' }).ids).toEqual(['Checkout']);
    expect(order(views, { text: 'nothing' }).ids).toEqual([]);
  });

  test('keep endpoints that match the terms', () => {
    expect(order(views, { text: 'tag:PROD' }).ids).toEqual(['Checkout']);
    expect(order(views, { text: 'status:down group:shop' }).ids).toEqual(['Checkout staging']);
    expect(order(views, { text: 'status:up' }).ids).toEqual(['Alone', 'Checkout']);
  });

  test('leave the counts of the chips to text and group, whatever status is chosen', () => {
    const shown = order(views, { group: 'Shop', statuses: new Set<Status>(['down']) });
    expect(shown.ids).toEqual(['Checkout staging']);
    expect(shown.counts).toMatchObject({ up: 1, down: 1 });
    expect(shown.groups).toEqual(['Data', 'Shop']);
  });

  test('show the endpoints without a group for the empty group', () =>
    expect(order(views, { group: '' }).ids).toEqual(['Alone']));
});

describe('groups', () => {
  const views = viewsOf(
    { name: 'b', group: 'Shop' },
    { name: 'a', group: 'Shop', status: 'down' },
    { name: 'c', group: 'Data' },
    { name: 'd' },
    { name: 'e', group: 'Mail', status: 'pending' },
    { name: 'f', group: 'Web', status: 'degraded' },
  );
  const groups = (options: Partial<OrderOptions>) =>
    order(views, { groupBy: 'group', ...options }).sections.map(({ group }) => group);

  test('with the worst status come first, the others by name', () => {
    expect(groups({})).toEqual(['Shop', 'Web', 'Data', 'Mail', '']);
    expect(groups({ descending: true })).toEqual(['Data', 'Mail', '', 'Web', 'Shop']);
  });

  test('are in the order of their names for other sort orders, endpoints without a group last', () => {
    expect(groups({ sort: 'latency' })).toEqual(['Data', 'Mail', 'Shop', 'Web', '']);
    expect(groups({ sort: 'name', descending: true })).toEqual(['Web', 'Shop', 'Mail', 'Data', '']);
  });

  test('do not change places when an endpoint without trouble changes its status', () => {
    const paused = new Map(views).set('c', {
      ...views.get('c')!,
      state: { ...views.get('c')!.state, status: 'paused' },
    });
    const before = groups({});
    expect(order(paused, { groupBy: 'group' }).sections.map(({ group }) => group)).toEqual(before);
  });

  test('have rows under their headers, except when collapsed', () => {
    const { sections } = order(views, { groupBy: 'group' });
    const keys = rowsOf(sections, 'group', new Set(['group Shop'])).map((row) => row.key);
    expect(keys).toEqual(['group Shop', 'group Web', 'f', 'group Data', 'c', 'group Mail', 'e', 'group ', 'd']);
    expect(sections[0]?.ids).toEqual(['a', 'b']);
  });

  test('have no headers when no endpoint is in a group', () => {
    const { sections } = order(viewsOf({ name: 'a' }), { groupBy: 'group' });
    expect(rowsOf(sections, 'group', new Set()).map((row) => row.type)).toEqual(['endpoint']);
  });

  test('show how many endpoints have which status, and their mean uptime', () => {
    const some = viewsOf(
      { name: 'a', group: 'Shop', uptime24h: 0.5 },
      { name: 'b', group: 'Shop', status: 'down', uptime24h: 1 },
      { name: 'c', group: 'Shop', status: 'pending', uptime24h: null },
      { name: 'd', group: 'New', status: 'pending', uptime24h: null },
    );
    const summaries = summarizeGroups(order(some, { groupBy: 'group' }).sections, some);
    expect(summaries.get('Shop')).toMatchObject({ counts: { up: 1, down: 1, pending: 1 }, uptime24h: 0.75 });
    expect(summaries.get('New')?.uptime24h).toBeNull();
  });
});

test('rows that show the same keep their identity', () => {
  const keep = createRowKeeper();
  const views = viewsOf({ name: 'a', group: 'G' }, { name: 'b' });
  const rows = (options: Partial<OrderOptions>, collapsed: readonly string[] = []) =>
    keep(rowsOf(order(views, options).sections, 'group', new Set(collapsed)));
  const before = rows({ groupBy: 'group' });
  expect(rows({ groupBy: 'group' })).toBe(before);
  expect(rows({ groupBy: 'group' }, ['group G'])).toHaveLength(3);
  expect(rows({ groupBy: null })).toHaveLength(2);
});

test('names are ranked again only after an endpoint was added, removed or edited', () => {
  const sort = vi.spyOn(Array.prototype, 'sort');
  const ranks = createNameRanks();
  const views = viewsOf({ name: 'a' }, { name: 'b' }, { name: 'c' });
  ranks(views);
  expect(sort).toHaveBeenCalledTimes(1);
  const checked = new Map([...views].map(([id, view]) => [id, { ...view, state: { ...view.state, failing: 1 } }]));
  ranks(checked);
  expect(sort).toHaveBeenCalledTimes(1);
  const a = views.get('a')!;
  const renamed = { ...a.endpoint, config: { ...a.endpoint.config, name: 'z' } };
  const rankOf = ranks(new Map(views).set('a', { ...a, endpoint: renamed }));
  expect(sort).toHaveBeenCalledTimes(2);
  expect(rankOf(renamed)).toBe(2);
  sort.mockRestore();
});
