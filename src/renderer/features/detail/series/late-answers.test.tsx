import { act, cleanup } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../../../../contract/channels/index.ts';
import { usePageTime, useViewport } from '../range/use-viewport.ts';
import { useStatusHistory } from './use-status-history.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { useEndpoint } from '../../../live/hooks.ts';
import { useAnswer } from '../../../live/use-answer.ts';

afterEach(cleanup);

const IDS = ['e1'];

/** The requests on a channel, which the test answers. */
function held<C extends 'spans.get' | 'annotations.list'>() {
  const waiting: ((answer: Answer<C>) => void)[] = [];
  return { waiting, answer: () => new Promise<Answer<C>>((resolve) => void waiting.push(resolve)) };
}

test('the outage of an endpoint is shown where answers take longer than the time between two checks', async () => {
  const shown: unknown[] = [];
  function Probe() {
    const time = usePageTime(IDS, useViewport('e1'));
    const state = useEndpoint('e1')?.state;
    if (state === undefined) throw new TypeError('Expected the endpoint');
    const history = useStatusHistory('e1', state, time, 1000);
    useEffect(() => void shown.push(history?.incidents.length ?? null), [history]);
    return null;
  }
  const { bridge, settle } = await renderApp(<Probe />);
  const first = await bridge.request('spans.get', { id: 'e1', from: 0, to: Date.now(), points: 100 });
  const { waiting, answer } = held<'spans.get'>();
  bridge.answer('spans.get', answer);
  // Each failed check changes the history, so each is a request.
  for (let check = 0; check < 6; check++) {
    act(() => bridge.check('e1', true));
    await settle();
  }
  expect(waiting.length).toBeGreaterThan(2);
  const incident = { from: 1, to: null } as Answer<'spans.get'>['incidents'][number];
  const withIncidents = (count: number) => ({ ...first, incidents: Array.from({ length: count }, () => incident) });
  const before = shown.length;
  await act(async () => waiting[0]?.(withIncidents(7)));
  await settle();
  expect(shown.slice(before)).toEqual([7]);
  // An older answer never replaces a newer one.
  await act(async () => waiting[2]?.(withIncidents(9)));
  await settle();
  await act(async () => waiting[1]?.(withIncidents(8)));
  await settle();
  expect(shown.slice(before)).toEqual([7, 9]);
});

test('an answer counts that comes after the question was asked again, but not after another question', async () => {
  const { waiting, answer } = held<'annotations.list'>();
  const shown: number[] = [];
  let ask = (_version: number, _from: number): void => {};
  function Probe() {
    const [{ version, from }, set] = useState({ version: 0, from: 1 });
    useEffect(() => {
      ask = (nextVersion, nextFrom) => set({ version: nextVersion, from: nextFrom });
    }, []);
    const found = useAnswer('annotations.list', { from, to: 2 }, null, version).answer;
    useEffect(() => {
      if (found !== null) shown.push(found.length);
    }, [found]);
    return null;
  }
  const app = await renderApp(<Probe />);
  app.bridge.answer('annotations.list', answer);
  expect(shown).toHaveLength(1);
  for (const version of [1, 2]) {
    act(() => ask(version, 1));
    await app.settle();
  }
  await act(async () => waiting[0]?.([]));
  await app.settle();
  expect(shown).toHaveLength(2);
  act(() => ask(2, 0));
  await app.settle();
  await act(async () => waiting[1]?.([]));
  await app.settle();
  expect(shown).toHaveLength(2);
  await act(async () => waiting[2]?.([]));
  await app.settle();
  expect(shown).toHaveLength(3);
});
