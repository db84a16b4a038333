import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderApp } from '../testing/render-app.tsx';
import { onTick } from './clock.ts';
import { useNow } from './hooks.ts';

const START = 1_700_000_000_000;
const PACE_MS = 20;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Clock() {
  return <output>{useNow(PACE_MS) - START}</output>;
}

/** Waits until the clocks of this pace have ticked. */
async function tick(): Promise<void> {
  await act(async () => {
    await new Promise<void>((resolve) => {
      const end = onTick(PACE_MS, () => {
        end();
        resolve();
      });
    });
  });
}

test('follows the time, stops at the last contact while there is no connection, and then follows it again', async () => {
  const { bridge, settle } = await renderApp(<Clock />, { endpoints: 1 });
  const shown = () => Number(screen.getByRole('status').textContent);
  vi.setSystemTime(START + 1000);
  await tick();
  expect(shown()).toBe(1000);
  act(() => bridge.check('e0'));
  await settle();
  vi.setSystemTime(START + 2000);
  act(() => bridge.setConnected(false));
  vi.setSystemTime(START + 3000);
  await settle();
  await tick();
  // The check was the last contact.
  expect(shown()).toBe(1000);
  act(() => bridge.setConnected(true));
  await settle();
  await tick();
  expect(shown()).toBe(3000);
});
