import { describe, expect, test, vi } from 'vitest';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Status } from '../../../contract/model/endpoint.ts';
import { fakeView, seededRandom } from '../../testing/fake-data.ts';
import { createNameRanks, createRowKeeper, listRows, type ListOptions } from './list-model.ts';
import { INITIAL_LIST_STATE } from './list-state.ts';

interface Sample {
  readonly name: string;
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly status?: Status;
  readonly ms?: number | null;
}

function viewsOf(...samples: readonly Sample[]): ReadonlyMap<string, EndpointView> {
  return new Map(
    samples.map(({ name, group = '', tags = [], status = 'up', ms = 10 }, index) => {
      const view = fakeView(index, seededRandom(1), 0, 1);
      const endpoint = { ...view.endpoint, id: name, config: { ...view.endpoint.config, name, group, tags } };
      const last = view.state.last === null || ms === null ? null : { ...view.state.last, durationMs: ms };
      return [name, { ...view, endpoint, state: { ...view.state, status, last } }];
    }),
  );
}

function list(views: ReadonlyMap<string, EndpointView>, options: Partial<ListOptions> = {}) {
  return listRows(views, { ...INITIAL_LIST_STATE, grouped: false, ...options }, createNameRanks()(views));
}

describe('order', () => {
  test('by status begins with what needs a person, and then goes by name as people read it', () => {
    const views = viewsOf(
      { name: 'up 10' },
      { name: 'up 9' },
      { name: 'paused', status: 'paused' },
      { name: 'down', status: 'down' },
      { name: 'slow', status: 'degraded' },
    );
    expect(list(views).ids).toEqual(['down', 'slow', 'up 9', 'up 10', 'paused']);
    expect(list(views, { descending: true }).ids).toEqual(['paused', 'up 9', 'up 10', 'slow', 'down']);
  });

  test('by latency has what has none at the end, whichever way round', () => {
    const views = viewsOf({ name: 'a', ms: null }, { name: 'b', ms: 30 }, { name: 'c', ms: 5 });
    expect(list(views, { sort: 'latency' }).ids).toEqual(['c', 'b', 'a']);
    expect(list(views, { sort: 'latency', descending: true }).ids).toEqual(['b', 'c', 'a']);
  });

  test('by name ignores case and turns round', () => {
    const views = viewsOf({ name: 'b' }, { name: 'A' }, { name: 'c' });
    expect(list(views, { sort: 'name' }).ids).toEqual(['A', 'b', 'c']);
    expect(list(views, { sort: 'name', descending: true }).ids).toEqual(['c', 'b', 'A']);
  });
});

test('rows have labels when any endpoint has a tag, or stands without the header of its group', () => {
  const bare = viewsOf({ name: 'a' });
  const tagged = viewsOf({ name: 'a' }, { name: 'b', tags: ['prod'] });
  const inGroup = viewsOf({ name: 'a', group: 'Shop' });
  const labelled = (views: typeof bare, grouped: boolean) => list(views, { grouped, text: 'a' }).labelled;
  expect([labelled(bare, true), labelled(bare, false)]).toEqual([false, false]);
  expect([labelled(tagged, true), labelled(tagged, false)]).toEqual([true, true]);
  expect([labelled(inGroup, true), labelled(inGroup, false)]).toEqual([false, true]);
});

describe('filters', () => {
  const views = viewsOf(
    { name: 'Checkout', group: 'Shop', tags: ['prod'] },
    { name: 'Checkout staging', group: 'Shop', status: 'down' },
    { name: 'Postgres', group: 'Data', status: 'down' },
    { name: 'Alone' },
  );

  test('every word must be found, in name, target, group or tags', () => {
    expect(list(views, { text: 'SHOP checkout' }).ids).toEqual(['Checkout staging', 'Checkout']);
    expect(list(views, { text: 'prod' }).ids).toEqual(['Checkout']);
    expect(list(views, { text: 'nothing' }).ids).toEqual([]);
  });

  test('chips count what text and group leave, whatever status is chosen', () => {
    const shown = list(views, { group: 'Shop', statuses: new Set<Status>(['down']) });
    expect(shown.ids).toEqual(['Checkout staging']);
    expect(shown.counts).toMatchObject({ up: 1, down: 1 });
    expect(shown.groups).toEqual(['Data', 'Shop']);
  });

  test('the empty group is those in none', () => expect(list(views, { group: '' }).ids).toEqual(['Alone']));
});

describe('groups', () => {
  const views = viewsOf(
    { name: 'b', group: 'Shop' },
    { name: 'a', group: 'Shop', status: 'down' },
    { name: 'c', group: 'Data' },
    { name: 'd' },
  );
  const keys = (options: Partial<ListOptions>) => list(views, options).rows.map((row) => row.key);

  test('stand under headers, those in none at the end', () => {
    expect(keys({ grouped: true })).toEqual(['group Data', 'c', 'group Shop', 'a', 'b', 'group ', 'd']);
  });

  test('hide their rows when collapsed, but still count and select them', () => {
    const shown = list(views, { grouped: true, collapsed: new Set(['Shop']) });
    expect(shown.rows.map((row) => row.key)).toEqual(['group Data', 'c', 'group Shop', 'group ', 'd']);
    expect(shown.ids).toEqual(['c', 'a', 'b', 'd']);
    expect(shown.rows[2]).toMatchObject({ collapsed: true, counts: { up: 1, down: 1 } });
  });

  test('have no headers when there are none', () => {
    expect(list(viewsOf({ name: 'a' }), { grouped: true }).rows.map((row) => row.type)).toEqual(['endpoint']);
  });
});

test('rows that show the same stay the same', () => {
  const keep = createRowKeeper();
  const samples = [{ name: 'a', group: 'G' }, { name: 'b' }] as const;
  const before = keep(list(viewsOf(...samples), { grouped: true })).rows;
  expect(keep(list(viewsOf(...samples), { grouped: true })).rows).toBe(before);
  const down = viewsOf({ ...samples[0], status: 'down' }, samples[1]);
  const after = keep(list(down, { grouped: true })).rows;
  expect(after).not.toBe(before);
  expect(after[0]).toMatchObject({ counts: { down: 1 } });
  expect(keep(list(down, { grouped: true, collapsed: new Set(['G']) })).rows).toHaveLength(3);
  expect(keep(list(down, { grouped: false })).rows).toHaveLength(2);
});

test('names are ranked anew only after an endpoint came, went or was edited', () => {
  const compare = vi.spyOn(Intl.Collator.prototype, 'compare', 'get');
  const ranks = createNameRanks();
  const views = viewsOf({ name: 'a' }, { name: 'b' }, { name: 'c' });
  ranks(views);
  const first = compare.mock.calls.length;
  expect(first).toBeGreaterThan(0);
  const checked = new Map([...views].map(([id, view]) => [id, { ...view, state: { ...view.state, failing: 1 } }]));
  ranks(checked);
  expect(compare.mock.calls.length).toBe(first);
  const a = views.get('a')!;
  const renamed = { ...a.endpoint, config: { ...a.endpoint.config, name: 'z' } };
  const rankOf = ranks(new Map(views).set('a', { ...a, endpoint: renamed }));
  expect(compare.mock.calls.length).toBeGreaterThan(first);
  expect(rankOf(renamed)).toBe(2);
  compare.mockRestore();
});
