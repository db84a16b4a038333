import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeTexts } from '../../../testing/fake-kinds.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { DetailView } from '../detail-view.tsx';

beforeEach(() => {
  location.hash = '#/endpoint/e1';
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The page of an endpoint, and `failures` failed checks on top of its good ones. */
async function start(failures = 0) {
  const app = await renderApp(<DetailView id="e1" />, { endpoints: 6 });
  for (let n = 0; n < failures; n += 1) {
    vi.setSystemTime(Date.now() + 1000);
    act(() => app.bridge.check('e1', true));
    await app.settle();
  }
  const table = () => screen.getByRole('table', { name: 'Recent checks' });
  const rows = () => within(table()).getAllByRole('row').slice(1);
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  const slider = () => screen.getByRole('slider', { name: /^Latency of/ });
  return { ...app, rows, press, slider };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('failures in a row are one row with their count, time and reason, which opens and closes', async () => {
  const { rows, bridge, settle, press } = await start(4);
  const { failure } = bridge.state().endpoints.get('e1')!.state.last!;
  const [run] = rows();
  expect(run!.textContent).toMatch(/4 failed checks/);
  expect(run!.textContent).toContain(fakeTexts.failure(failure!, 'http'));
  // A row of a table must not have `aria-expanded`, so its text says it.
  expect(run!.hasAttribute('aria-expanded')).toBe(false);
  expect(run!.textContent).toContain('collapsed');
  // The newest check is shown beside the table, and is in the run.
  expect(run!.getAttribute('aria-current')).toBe('true');
  const closed = rows().length;
  fireEvent.click(run!);
  expect(rows()).toHaveLength(closed + 4);
  expect(rows()[0]!.textContent).toContain('expanded');
  expect(rows()[1]!.getAttribute('aria-current')).toBe('true');

  vi.setSystemTime(Date.now() + 1000);
  act(() => bridge.check('e1', true));
  await settle();
  expect(rows()).toHaveLength(closed + 5);
  expect(rows()[0]!.textContent).toMatch(/5 failed checks/);
  rows()[0]!.focus();
  press('ArrowLeft');
  expect(rows()).toHaveLength(closed);
  press('ArrowRight');
  expect(rows()).toHaveLength(closed + 5);
  press('ArrowDown');
  expect(document.activeElement).toBe(rows()[1]);
});

test('a check that is chosen in the chart is shown in the table: its run opens, and its row comes into view', async () => {
  const { rows, slider } = await start(4);
  const seen: string[] = [];
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(function (this: HTMLElement) {
    seen.push(this.dataset['at'] ?? '');
  });
  // A moving chart takes up new checks once a second, so it may have only some of the failed ones yet.
  await waitFor(() => {
    const last = Number(slider().getAttribute('max'));
    fireEvent.change(slider(), { target: { value: String(last - 2) } });
    expect(slider().getAttribute('aria-valuetext')).toContain('failed');
  });
  fireEvent.keyDown(slider(), { key: 'Enter' });
  await waitFor(() => expect(seen).toHaveLength(1));
  const chosen = rows().find((row) => row.getAttribute('aria-current') === 'true');
  expect(chosen?.dataset['at']).toBe(seen[0]);
  expect(chosen?.textContent).not.toMatch(/failed checks/);
  // The other way round, the chart marks the check of the row.
  expect(document.querySelector('[data-chosen]')?.getAttribute('data-chosen')).toBe(seen[0]);
  fireEvent.click(rows().at(-1)!);
  expect(document.querySelector('[data-chosen]')?.getAttribute('data-chosen')).not.toBe(seen[0]);
});

test('a check beyond the loaded rows is shown with the checks around it, until the latest are requested again', async () => {
  const { bridge, rows, slider, settle } = await start();
  fireEvent.click(screen.getByRole('radio', { name: '7 d' }));
  await settle();
  const newestPage = await bridge.request('checks.list', { id: 'e1', limit: 50 });
  bridge.answer('checks.list', ({ before = Infinity }) =>
    before < Date.now() - 86_400_000
      ? Array.from({ length: 30 }, (_, index) => ({ ...newestPage[0]!, at: before - 1 - index * 1000 }))
      : newestPage,
  );
  fireEvent.change(slider(), { target: { value: '200' } });
  fireEvent.keyDown(slider(), { key: 'Enter' });
  await settle();
  await settle();
  expect(screen.getByText('Older checks')).toBeDefined();
  const newest = () => rows()[0]?.dataset['at'];
  const before = newest();
  act(() => bridge.check('e1'));
  await settle();
  expect(newest()).toBe(before);
  fireEvent.click(screen.getByRole('button', { name: 'Show the latest' }));
  await settle();
  expect(screen.queryByText('Older checks')).toBeNull();
  expect(Number(newest())).toBeGreaterThan(Date.now() - 86_400_000);
});
