import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useEndpoint } from '../../../live/hooks.ts';
import { RequestFailed } from '../../../live/request-failed.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { shownCharts } from './chart-choices.ts';
import { ChartsPanel } from './charts-panel.tsx';
import { LOCAL_ZONE } from './local-zone.ts';

beforeEach(() => {
  location.hash = '#/endpoint/e1';
  localStorage.clear();
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(200);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 200));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Panel() {
  const view = useEndpoint('e1');
  return view === undefined ? null : <ChartsPanel view={view} chosenAt={null} onChoose={() => {}} />;
}

async function start(...charts: readonly string[]) {
  shownCharts.set(charts);
  const app = await renderApp(<Panel />, { endpoints: 2 });
  const asked = (channel: string) => app.bridge.requests.findLast((one) => one.channel === channel)?.args;
  return { ...app, asked };
}

test('the calendar asks for the days of the time zone of the person, and Enter shows a day in the charts', async () => {
  const { asked, settle } = await start('calendar');
  expect(asked('calendar.days')).toEqual({ id: 'e1', days: 371, timeZone: LOCAL_ZONE });
  const grid = screen.getByRole('slider', { name: /^Uptime of .* on each day of the last year$/u });
  await waitFor(() => expect(document.querySelectorAll('[data-cell]')).toHaveLength(371));
  expect(document.querySelectorAll('[data-cell="none"]').length).toBeGreaterThan(60);
  act(() => grid.focus());
  expect(grid.getAttribute('aria-valuetext')).toMatch(/: (100\u00a0%|95\.8\u00a0%) up, /u);
  // The same day of the week before.
  fireEvent.keyDown(grid, { key: 'ArrowUp' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  await settle();
  const shown = new URLSearchParams(location.hash.split('?')[1]);
  const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  expect(Number(shown.get('to')) - Number(shown.get('from'))).toBe(86_400_000);
  expect(today - Number(shown.get('from'))).toBeLessThanOrEqual(8 * 86_400_000);
  expect(
    screen.getByText(/^Uptime of .* over the last year: 99\.\d+ %\. [78] days had down time, most of it on/u),
  ).toBeDefined();
});

test('the hours of the week show latency or down time over some weeks', async () => {
  const { asked, settle } = await start('week');
  expect(asked('calendar.weekHours')).toEqual({ id: 'e1', weeks: 4, timeZone: LOCAL_ZONE });
  await waitFor(() => expect(document.querySelectorAll('[data-cell]')).toHaveLength(168));
  expect(
    screen.getByText('Slowest: Mon 09:00 – 10:00, median 300 ms. Fastest: Sun 00:00 – 01:00, median 40 ms.'),
  ).toBeDefined();
  const grid = screen.getByRole('slider', { name: /^Median latency of .* by hour of the week$/u });
  act(() => grid.focus());
  for (const key of ['ArrowDown', 'ArrowDown']) fireEvent.keyDown(grid, { key });
  expect(grid.getAttribute('aria-valuetext')).toMatch(/^Wed 00:00 – 01:00: median 80\u00a0ms, /u);
  fireEvent.click(screen.getByRole('radio', { name: 'Down time' }));
  fireEvent.click(screen.getByRole('radio', { name: '1 year' }));
  await settle();
  expect(asked('calendar.weekHours')).toMatchObject({ weeks: 52 });
  expect(screen.getByText('Most down time: Sat 03:00 – 04:00, 30 min.')).toBeDefined();
});

test('an error is shown, and the calendar can be requested again', async () => {
  shownCharts.set(['calendar']);
  const app = await renderApp(<Panel />, { endpoints: 2 });
  app.bridge.failNext('calendar.days', RequestFailed.because('endpointNotFound', { id: 'e1' }));
  act(() => app.bridge.push({ type: 'changed', what: 'incidentEvents' }));
  await app.settle();
  fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  await app.settle();
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull());
});
