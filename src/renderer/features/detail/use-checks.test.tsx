import { act, cleanup } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, expect, test } from 'vitest';
import { renderApp } from '../../testing/render-app.tsx';
import { useChecks, type Checks } from './use-checks.ts';

afterEach(cleanup);

test('still knows after a reconnect that there are no older checks', async () => {
  const shown: { latest: Checks | null } = { latest: null };
  function Probe() {
    const value = useChecks('e1', 30_000);
    useEffect(() => {
      shown.latest = value;
    });
    return null;
  }
  const { bridge, settle } = await renderApp(<Probe />);
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
