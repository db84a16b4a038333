import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { FIRST_WALL } from '../../navigation/wall-choice.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { GAP, gridFor, itemHeight, scaleOf, screensOf, worstFirst } from './wall-layout.ts';

const views = (count: number) => [
  ...createFakeEngine({ endpoints: count }, () => {})
    .state()
    .endpoints.values(),
];
const STATUS_RANK = ['down', 'degraded', 'unknown', 'pending', 'maintenance', 'up', 'paused'];

test('few endpoints are large, and many are as small as is readable from a distance', () => {
  const area = { width: 1880, height: 900 };
  expect(gridFor(4, area, 'tiles', 1)).toEqual({ columns: 2, rows: 2, perScreen: 4 });
  const many = gridFor(500, area, 'tiles', 1);
  expect(many.perScreen).toBe(many.columns * many.rows);
  expect((area.width - GAP * (many.columns - 1)) / many.columns).toBeGreaterThanOrEqual(172);
  expect(itemHeight(many, area, 'tiles', 1)).toBeGreaterThanOrEqual(68);
  // Five screens or fewer.
  expect(Math.ceil(500 / many.perScreen)).toBeLessThanOrEqual(5);
});

test('items always fit, on any screen', () => {
  const sizes = fc.record({ width: fc.integer({ min: 300, max: 4000 }), height: fc.integer({ min: 200, max: 2200 }) });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 3000 }), fc.constantFrom('tiles', 'rows'), (area, count, layout) => {
      const scale = scaleOf(area);
      const grid = gridFor(count, area, layout, scale);
      const height = itemHeight(grid, area, layout, scale);
      expect(grid.rows * height + (grid.rows - 1) * GAP).toBeLessThanOrEqual(area.height);
      expect(grid.perScreen).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('a larger screen has larger items', () => {
  expect(scaleOf({ width: 2560, height: 1440 })).toBeCloseTo(4 / 3);
  expect(scaleOf({ width: 400, height: 300 })).toBe(0.55);
});

test('the worst comes first, and endpoints that are equally bad are in the order of their names', () => {
  const sorted = worstFirst(views(60));
  const ranks = sorted.map(({ state }) => STATUS_RANK.indexOf(state.status));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  const names = sorted
    .filter(({ state }) => state.status === 'up' && state.failing === 0)
    .map(({ endpoint }) => endpoint.config.name);
  expect(names).toEqual(
    names.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' })),
  );
});

test('every endpoint is on exactly one screen', () => {
  const all = views(130);
  const ids = (some: readonly EndpointView[]) => some.map(({ endpoint }) => endpoint.id);
  for (const scope of ['all', 'groups'] as const) {
    const screens = screensOf(all, { ...FIRST_WALL, scope }, () => 40);
    const shown = screens.flatMap((screen) => ids(screen.views));
    expect([shown.length, new Set(shown).size]).toEqual([130, 130]);
    expect(new Set(screens.map(({ key }) => key)).size).toBe(screens.length);
  }
  expect(screensOf(all, FIRST_WALL, () => 40).map(({ page, pages }) => `${page}/${pages}`)).toEqual([
    '1/4',
    '2/4',
    '3/4',
    '4/4',
  ]);
});

test('of groups, the one with the worst endpoint comes first', () => {
  const all = views(60);
  const [worst] = worstFirst(all);
  const [first] = screensOf(all, { ...FIRST_WALL, scope: 'groups' }, () => 1000);
  expect(first?.group).toBe(worst?.endpoint.config.group);
  const only = screensOf(all, { ...FIRST_WALL, group: first?.group ?? '' }, () => 1000);
  expect(only).toHaveLength(1);
  expect(only[0]?.views.every(({ endpoint }) => endpoint.config.group === first?.group)).toBe(true);
});

test('without endpoints there is no screen', () => {
  expect(screensOf([], FIRST_WALL, () => 40)).toEqual([]);
});
