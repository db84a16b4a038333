import { expect, test } from 'vitest';
import { NO_CAPABILITIES } from '../../../contract/model/source.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
import { paletteActions, type PaletteHands } from './actions.ts';

test('the commands for all leave out endpoints of sources that are away or do not allow it', () => {
  const reader = fakeSource('reader', { capabilities: { ...NO_CAPABILITIES, checkNow: true } });
  const away = fakeSource('away', { capabilities: NO_CAPABILITIES });
  const { settings, host, sources, endpoints } = createFakeEngine(
    { endpoints: 1, sources: [reader, away] },
    () => {},
  ).state();
  const [own] = [...endpoints.values()].map(({ endpoint }) => endpoint);
  if (own === undefined) throw new TypeError('There must be an endpoint');
  const all = [own, { ...own, id: 'reader~1' }, { ...own, id: 'away~1' }];
  const calls: unknown[] = [];
  const hands = {
    check: (ids: readonly string[]) => calls.push(['check', ...ids]),
    pause: (ids: readonly string[]) => calls.push(['pause', ...ids]),
  } as unknown as PaletteHands;
  const state = { settings, host, sources, main: true, current: null, route: { name: 'overview' } as const };
  const actions = paletteActions({ ...state, endpoints: all, selected: all }, hands);
  for (const id of ['check-all', 'pause-all']) actions.find((action) => action.id === id)?.run();
  expect(calls).toEqual([
    ['check', own.id, 'reader~1'],
    ['pause', own.id],
  ]);
  // One of the selected endpoints cannot be paused.
  expect(actions.some(({ id }) => id === 'selected-pause')).toBe(false);
  expect(
    paletteActions({ ...state, endpoints: all, selected: [own] }, hands).some(({ id }) => id === 'selected-pause'),
  ).toBe(true);
});
