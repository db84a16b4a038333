import { act, cleanup } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../../live/request-failed.ts';
import { renderApp } from '../../../testing/render-app.tsx';

import { useSeries, type SeriesOfView } from './use-series.ts';
import { usePageTime, useViewport } from '../range/use-viewport.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const IDS = ['e1'];

async function start() {
  const shown: { latest: SeriesOfView | null } = { latest: null };
  function Probe() {
    const time = usePageTime(IDS, useViewport('e1'));
    const value = useSeries('e1', time, 1000, 30_000);
    useEffect(() => {
      shown.latest = value;
    });
    return null;
  }
  const app = await renderApp(<Probe />);
  const times = () => shown.latest?.rows?.map(({ at }) => at) ?? [];
  const asked = () => app.bridge.requests.filter(({ channel }) => channel === 'series.get').length;
  return { ...app, shown, times, asked };
}

test('keeps a check that was pushed while an answer without it was on its way', async () => {
  const { bridge, settle, times, asked, shown } = await start();
  const before = times();
  const summary = shown.latest?.summary;
  if (summary === null || summary === undefined) throw new TypeError('Expected a summary');
  const old = await bridge.request('series.get', { id: 'e1', from: Date.now() - 300_000, to: Date.now(), points: 500 });
  const answers: (() => void)[] = [];
  const request = bridge.request.bind(bridge);
  vi.spyOn(bridge, 'request').mockImplementation(async (channel, args) => {
    const answer = await request(channel, args);
    if (channel !== 'series.get') return answer;
    await new Promise<void>((resolve) => void answers.push(resolve));
    // Each check is a point.
    return { ...old, step: 0 };
  });
  const asks = asked();
  for (const connected of [false, true]) {
    await act(async () => bridge.setConnected(connected));
    await settle();
  }
  expect(asked()).toBe(asks + 1);
  await act(async () => bridge.check('e1'));
  await settle();
  const pushed = bridge.state().endpoints.get('e1')?.state.last?.at ?? 0;
  expect(before).not.toContain(pushed);
  await act(async () => {
    for (const answer of answers) answer();
  });
  await settle();
  expect(times()).toContain(pushed);
});

test('asks again ten seconds after it was refused', async () => {
  const { bridge, settle, asked, shown } = await start();
  bridge.failNext('series.get', new RequestFailed({ code: 'unavailable', reason: 'stopping', issues: [] }));
  for (const connected of [false, true]) {
    await act(async () => bridge.setConnected(connected));
    await settle();
  }
  expect(shown.latest?.trouble).not.toBe(null);
  const asks = asked();
  await act(() => vi.advanceTimersByTimeAsync(9_000));
  expect(asked()).toBe(asks);
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  // On a busy machine, the time around the view may have been requested, too.
  expect(asked()).toBeGreaterThan(asks);
  expect(shown.latest?.trouble).toBe(null);
});
