import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../app.tsx';
import { INITIAL_LIST_STATE, setListState } from '../features/overview/list-state.ts';
import { formatMoment } from '../format.ts';
import { renderApp } from '../testing/render-app.tsx';

const START = Date.parse('2026-11-29T14:02:11Z');

beforeEach(() => {
  location.hash = '#/';
  setListState(INITIAL_LIST_STATE);
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const rowText = (id: string) => document.querySelector(`[data-id="${id}"]`)?.textContent ?? '';
const view = () => document.querySelector('main > div:last-child');

test('without a connection, nothing looks live, and the banner shows since when', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  const { bridge, settle } = await renderApp(<App />, { endpoints: 4 });
  act(() => bridge.check('e1'));
  await settle();
  expect(rowText('e1')).toMatch(/in \d+\u00a0s/);
  expect(document.title).toMatch(/up|down/);
  expect(view()?.hasAttribute('data-stale')).toBe(false);

  vi.setSystemTime(START + 5000);
  act(() => bridge.setConnected(false));
  vi.setSystemTime(START + 36_000_000);
  await settle();
  expect(screen.getByText(new RegExp(`Last contact ${formatMoment(START)}`))).toBeDefined();
  expect(rowText('e1')).not.toMatch(/in \d+|now/);
  // At the last contact, the status had lasted an hour. The ten hours since then are unknown.
  expect(rowText('e1')).toContain('1\u00a0h');
  expect(view()?.hasAttribute('data-stale')).toBe(true);
  expect(document.title).toBe('Not connected – Lookout');
  expect(screen.getByRole('complementary').textContent).toContain('Not connected');

  act(() => bridge.setConnected(true));
  await settle();
  await waitFor(() => expect(screen.queryByText(/Last contact/)).toBeNull());
  expect(document.title).toMatch(/up|down/);
  expect(view()?.hasAttribute('data-stale')).toBe(false);
});
