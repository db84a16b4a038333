import { act, cleanup } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { CheckResult } from '../../../../contract/model/check.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { useChecks, type Checks } from './use-checks.ts';

afterEach(cleanup);

async function start() {
  const shown: { latest: Checks | null } = { latest: null };
  function Probe() {
    const value = useChecks('e1', 30_000);
    useEffect(() => {
      shown.latest = value;
    });
    return null;
  }
  return { shown, ...(await renderApp(<Probe />)) };
}

/** As many checks as requested, one per second, newest first, with details like those of the engine. */
function checksUntil(sample: CheckResult, newest: number, count: number): CheckResult[] {
  return Array.from({ length: count }, (_, index) => ({ ...sample, at: newest - index * 1000 }));
}

const timesOf = (checks: Checks | null) => checks?.list.map(({ at }) => at);

test('remembers after a reconnect that there are no older checks', async () => {
  const { shown, bridge, settle } = await start();
  expect(shown.latest).toMatchObject({ loaded: true, hasOlder: true });
  bridge.answer('checks.list', ({ limit }) => (limit === 50 ? (shown.latest?.list.slice(0, 50) as never) : []));
  await act(async () => shown.latest?.loadOlder());
  await settle();
  expect(shown.latest?.hasOlder).toBe(false);
  for (const connected of [false, true]) {
    await act(async () => bridge.setConnected(connected));
    await settle();
  }
  const reads = bridge.requests.filter(({ channel }) => channel === 'checks.list').length;
  expect(reads).toBe(3);
  expect(shown.latest).toMatchObject({ loaded: true, hasOlder: false });
});

test('ignores a page of older checks that comes after another list was asked for', async () => {
  const { shown, bridge, settle } = await start();
  const sample = shown.latest?.list[0] as CheckResult;
  const later = Promise.withResolvers<CheckResult[]>();
  bridge.answer('checks.list', () => later.promise);
  await act(async () => shown.latest?.loadOlder());
  const around = sample.at - 86_400_000;
  bridge.answer('checks.list', () => checksUntil(sample, around, 30));
  await act(async () => shown.latest?.showAround(around));
  await settle();
  expect(shown.latest).toMatchObject({ detached: true, loading: false });
  const before = timesOf(shown.latest);
  await act(async () => later.resolve(checksUntil(sample, sample.at - 3_600_000, 200)));
  await settle();
  expect(timesOf(shown.latest)).toEqual(before);
  expect(shown.latest?.hasOlder).toBe(false);
});

test('begins a new list after a reconnect when the newest page does not reach the old one', async () => {
  const { shown, bridge, settle } = await start();
  const sample = shown.latest?.list[0] as CheckResult;
  const newest = sample.at + 86_400_000;
  await act(async () => bridge.setConnected(false));
  await settle();
  const page = checksUntil(sample, newest, 50);
  bridge.answer('checks.list', () => page);
  await act(async () => bridge.setConnected(true));
  await settle();
  expect(timesOf(shown.latest)).toEqual(page.map(({ at }) => at));
  expect(shown.latest).toMatchObject({ loaded: true, hasOlder: true, detached: false });
});

test('keeps the list after a reconnect when the newest page reaches it', async () => {
  const { shown, bridge, settle } = await start();
  const known = shown.latest?.list ?? [];
  const sample = known[0] as CheckResult;
  await act(async () => bridge.setConnected(false));
  await settle();
  const missed = checksUntil(sample, sample.at + 20_000, 20);
  bridge.answer('checks.list', () => [...missed, ...(known.slice(0, 30) as CheckResult[])]);
  await act(async () => bridge.setConnected(true));
  await settle();
  expect(timesOf(shown.latest)).toEqual([...missed, ...known].map(({ at }) => at));
});

test('has no hole when checks come while a page of older ones is loading', async () => {
  const { shown, bridge, settle } = await start();
  const sample = shown.latest?.list[0] as CheckResult;
  const newest = sample.at + 86_400_000;
  const all = checksUntil(sample, newest, 600);
  const olderThan = (before: number) => all.filter(({ at }) => at < before).slice(0, 200);
  bridge.answer('checks.list', ({ before, limit }) => (before === undefined ? all.slice(0, limit) : olderThan(before)));
  for (const connected of [false, true]) {
    await act(async () => bridge.setConnected(connected));
    await settle();
  }
  const push = async (count: number) => {
    const state = bridge.state().endpoints.get('e1')?.state;
    const latest = shown.latest?.list[0]?.at ?? 0;
    await act(async () => {
      for (let n = 1; n <= count; n += 1) {
        bridge.push({
          type: 'checked',
          id: 'e1',
          state: { ...state, last: { ...sample, at: latest + n * 1000 } },
        } as never);
      }
    });
    await settle();
  };
  // The list is as long as pushes may make it.
  await push(150);
  expect(shown.latest?.list).toHaveLength(200);
  const page = Promise.withResolvers<void>();
  bridge.answer('checks.list', async ({ before = 0 }) => {
    await page.promise;
    return olderThan(before);
  });
  await act(async () => shown.latest?.loadOlder());
  await push(3);
  page.resolve();
  await settle();
  const times = timesOf(shown.latest) ?? [];
  expect(times).toHaveLength(403);
  expect(times).toEqual(Array.from({ length: 403 }, (_, index) => (times[0] ?? 0) - index * 1000));
});
