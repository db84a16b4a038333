import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Args } from '../../../contract/channels/index.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { useRoute } from '../../navigation/route.ts';
import { INITIAL_LIST_STATE, setListState } from '../overview/list-state.ts';
import { OverviewView } from '../overview/overview-view.tsx';
import { chosenCompareAxes, chosenCompareScale } from './compare-scale.ts';
import { CompareView } from './compare-view.tsx';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = 1_764_450_000_000;
const TIME = `from=${FROM}&to=${FROM + HOUR}`;

/** Every element is on the screen. */
class EverythingVisible implements Pick<IntersectionObserver, 'observe' | 'disconnect'> {
  readonly #callback: IntersectionObserverCallback;
  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
  }
  observe(): void {
    this.#callback([{ isIntersecting: true } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  disconnect(): void {}
}

beforeEach(() => {
  setListState(INITIAL_LIST_STATE);
  chosenCompareScale.set('linear');
  chosenCompareAxes.set('same');
  vi.stubGlobal('IntersectionObserver', EverythingVisible);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 240));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Compare() {
  const route = useRoute();
  return route.name === 'compare' ? <CompareView comparison={route.comparison} /> : null;
}

async function start(query: string, endpoints = 12) {
  location.hash = `#/compare?${query}`;
  const app = await renderApp(<Compare />, { endpoints });
  await screen.findByRole('heading', { level: 1, name: /^Compare/u });
  await app.settle();
  const asked = () =>
    app.bridge.requests.filter(({ channel }) => channel === 'series.get').map((one) => one.args as Args<'series.get'>);
  const nameOf = (id: string) => app.bridge.state().endpoints.get(id)?.endpoint.config.name ?? '';
  const lines = () => [...document.querySelectorAll('[data-line]')].map((line) => line.getAttribute('data-line'));
  return { ...app, asked, nameOf, lines };
}

const query = () => location.hash.split('?')[1] ?? '';

test('a link shows its endpoints over its time as lines of one chart, with the figures of each', async () => {
  const { asked, nameOf, lines } = await start(`ids=e1,e2,e3&${TIME}`);
  await waitFor(() => expect(new Set(lines())).toEqual(new Set(['e1', 'e2', 'e3'])));
  for (const id of ['e1', 'e2', 'e3']) {
    expect(asked()).toContainEqual(expect.objectContaining({ id, from: FROM, to: FROM + HOUR }));
    const row = screen.getByRole('link', { name: nameOf(id) }).closest('tr')?.textContent ?? '';
    for (const figure of ['171\u00a0ms', '320\u00a0ms', '610\u00a0ms', '640\u00a0ms', '8 of 908'])
      expect(row).toContain(figure);
  }
  expect(screen.getAllByRole('slider').map((one) => one.getAttribute('aria-label')?.split(' ')[0])).toEqual([
    'Latency',
    'States',
  ]);
  const summary = document.querySelector('section[aria-label="Latency"] > p')?.textContent ?? '';
  expect(summary).toMatch(/^Latency, .*: .*median 171.*median 171.*median 171.*\.$/u);
});

test('a gesture moves all lines, and the address contains the endpoints and the new time', async () => {
  const { asked, settle } = await start(`ids=e1,e2&${TIME}`);
  const chart = screen.getByRole('slider', { name: /^Latency/u });
  fireEvent.keyDown(chart, { key: '+' });
  await settle();
  await waitFor(() => expect(query()).toMatch(/^ids=e1,e2&from=\d+&to=\d+$/u));
  const shown = new URLSearchParams(query());
  const [from, to] = [Number(shown.get('from')), Number(shown.get('to'))];
  expect(to - from).toBe(0.6 * HOUR);
  await waitFor(() => {
    for (const id of ['e1', 'e2']) expect(asked()).toContainEqual(expect.objectContaining({ id, from, to }));
  });
  fireEvent.keyDown(document.body, { key: 'Backspace' });
  await waitFor(() => expect(query()).toBe(`ids=e1,e2&${TIME}`));
});

test('a ghost asks for the same hour of the day before, and is drawn behind each line', async () => {
  const { asked, settle } = await start(`ids=e1,e2&${TIME}`);
  fireEvent.click(screen.getByRole('radio', { name: 'Yesterday' }));
  await settle();
  expect(query()).toContain('ghost=yesterday');
  const yesterday = asked().filter(({ to }) => to < FROM);
  expect(new Set(yesterday.map(({ id }) => id))).toEqual(new Set(['e1', 'e2']));
  for (const { from, to } of yesterday.slice(0, 2)) {
    // An hour more or less where the clock was changed between the days.
    expect(Math.abs(from - (FROM - DAY))).toBeLessThanOrEqual(HOUR + 60_000);
    expect(to - from).toBeGreaterThanOrEqual(HOUR);
  }
  await waitFor(() => {
    const ghosts = [...document.querySelectorAll('[data-ghost]')].map((path) => path.getAttribute('d') ?? '');
    expect(ghosts).toHaveLength(2);
    for (const path of ghosts) expect(path.length).toBeGreaterThan(100);
  });
});

test('relative values are shares of the median of each endpoint', async () => {
  await start(`ids=e1,e2&value=relative&${TIME}`);
  const chart = await screen.findByRole('slider', { name: /^Latency relative to the median/u });
  await waitFor(() => expect(chart.getAttribute('aria-valuetext')).toMatch(/\d+\u00a0%.*\d+\u00a0%/u));
});

test('the arrow keys read out all lines at a point, and Enter opens the check of the highest one', async () => {
  const { nameOf, settle, bridge } = await start(`ids=e1,e2&${TIME}`);
  const [check] = await bridge.request('checks.list', { id: 'e1', limit: 1 });
  if (check === undefined) throw new TypeError('The fake engine has a check');
  bridge.answer('checks.list', ({ before = 0 }) => [{ ...check, at: before - 1000 }]);
  const chart = screen.getByRole('slider', { name: /^Latency/u });
  await waitFor(() => expect(chart.getAttribute('aria-disabled')).toBe('false'));
  act(() => chart.focus());
  const text = chart.getAttribute('aria-valuetext') ?? '';
  for (const id of ['e1', 'e2']) expect(text).toContain(nameOf(id));
  fireEvent.keyDown(chart, { key: 'Enter' });
  await settle();
  await waitFor(() => expect(location.hash).toMatch(/^#\/endpoint\/e[12]\?from=\d+&to=\d+&at=\d+$/u));
});

test('Esc returns to the list', async () => {
  await start('ids=e1');
  fireEvent.keyDown(document.body, { key: 'Escape' });
  await waitFor(() => expect(location.hash).toBe('#/'));
});

test('the states of each endpoint are a row under the same time, and Enter opens the worst one where it began', async () => {
  const { settle, nameOf } = await start(`ids=e1,e2&${TIME}`);
  const chart = await screen.findByRole('slider', { name: /^States of 2 endpoints/u });
  await waitFor(() =>
    expect(document.querySelectorAll('[data-timeline="e2"] [data-state="history.down"]')).toHaveLength(1),
  );
  const texts = () => chart.getAttribute('aria-valuetext') ?? '';
  act(() => chart.focus());
  for (let step = 0; step < 12 && !texts().includes('Down'); step += 1) {
    fireEvent.change(chart, { target: { value: `${step}` } });
  }
  expect(texts()).toContain(`${nameOf('e1')} Down`);
  fireEvent.keyDown(chart, { key: 'Enter' });
  await settle();
  const at = Number(/^#\/endpoint\/e[12]\?.*&at=(\d+)$/u.exec(location.hash)?.[1]);
  // The fake engine's outage begins here.
  const asked = { from: FROM - HOUR, to: FROM + 2 * HOUR };
  expect(at).toBe(Math.round(asked.from + (asked.to - asked.from) * 0.6));
});

test('endpoints can be added and taken out', async () => {
  const { nameOf, settle } = await start(`ids=e1,e2&${TIME}`);
  fireEvent.click(screen.getByRole('button', { name: `Remove ${nameOf('e1')} from the comparison` }));
  await settle();
  expect(query()).toBe(`ids=e2&${TIME}`);
  fireEvent.click(screen.getByRole('button', { name: 'Add endpoint' }));
  const input = await screen.findByPlaceholderText('Find an endpoint');
  fireEvent.change(input, { target: { value: nameOf('e4') } });
  const [first] = await screen.findAllByRole('option');
  expect(first?.textContent).toContain(nameOf('e4'));
  fireEvent.keyDown(input, { key: 'Enter' });
  await settle();
  expect(query()).toBe(`ids=e2,e4&${TIME}`);
});

test('more endpoints than fit into one chart are small charts with one axis', async () => {
  const { settle } = await start(`ids=e0,e1,e2,e3,e4,e5,e6,e7,e8&${TIME}`);
  await waitFor(() => expect(screen.getAllByRole('slider', { name: /^Latency/u })).toHaveLength(9));
  expect(screen.getByText('One chart shows up to 8 endpoints')).toBeDefined();
  const ticks = () =>
    [...document.querySelectorAll('.recharts-surface')].map((axis) => axis.textContent).filter((text) => text !== '');
  await waitFor(() => expect(new Set(ticks()).size).toBe(1));
  expect(ticks()).toHaveLength(9);
  fireEvent.click(screen.getByRole('radio', { name: 'Own axes' }));
  await settle();
  expect(screen.getAllByRole('slider', { name: /^Latency/u })).toHaveLength(9);
});

test('a small chart can be copied as data and as a sentence, and read as a table', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { nameOf } = await start(`ids=e0,e1,e2,e3,e4,e5,e6,e7,e8&ghost=yesterday&${TIME}`);
  const chart = within((await screen.findByRole('link', { name: nameOf('e1') })).closest('li') ?? document.body);
  await chart.findByRole('slider', { name: /^Latency/u });
  await waitFor(() => expect(chart.getByText(/median 171/u)).toBeDefined());
  const choose = async (name: string) => {
    fireEvent.keyDown(chart.getByRole('button', { name: `Copy, save or list: Latency of ${nameOf('e1')}` }), {
      key: 'Enter',
    });
    fireEvent.click(await screen.findByRole('menuitem', { name }));
  };
  await choose('Copy summary');
  await waitFor(() => expect(writeText).toHaveBeenLastCalledWith(chart.getByText(/median 171/u).textContent));
  await choose('Copy as CSV');
  await waitFor(() =>
    expect(writeText.mock.lastCall?.[0]).toMatch(/^time,[a-z0-9_]+_ms,[a-z0-9_]+_yesterday_ms\r\n\d{4}-/u),
  );
  await choose('Show as table');
  const dialog = within(await screen.findByRole('dialog', { name: `Latency of ${nameOf('e1')}` }));
  expect(dialog.getAllByRole('row').length).toBeGreaterThan(10);
});

test('a group shows all of its endpoints by name', async () => {
  const app = await start(`ids=e0&${TIME}`);
  const views = [...app.bridge.state().endpoints.values()];
  const group = views.find(({ endpoint }) => endpoint.config.group !== '')?.endpoint.config.group ?? '';
  const names = views
    .filter(({ endpoint }) => endpoint.config.group === group)
    .map((view) => view.endpoint.config.name);
  act(() => {
    location.hash = `#/compare?group=${encodeURIComponent(group)}&${TIME}`;
  });
  await screen.findByRole('heading', { level: 1, name: `Compare ${group}` });
  await app.settle();
  await waitFor(() => expect(screen.getAllByRole('slider', { name: /^Latency/u })).toHaveLength(names.length));
  const shown = [...document.querySelectorAll('li a')];
  expect(shown.map((link) => link.textContent).toSorted()).toEqual(names.toSorted());
});

test('the chart shows why the engine refused, and can try again', async () => {
  location.hash = `#/compare?ids=e1,e2&${TIME}`;
  const app = await renderApp(<Compare />, { endpoints: 3 });
  app.bridge.failNext('series.get', RequestFailed.because('endpointNotFound', { id: 'e1' }));
  app.bridge.answer('series.get', () => {
    throw RequestFailed.because('endpointNotFound', { id: 'e1' });
  });
  fireEvent.click(await screen.findByRole('radio', { name: '1 h' }));
  await app.settle();
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeDefined();
});

test('a link without endpoints, or only to deleted ones, says what to do', async () => {
  const { settle } = await start('');
  expect(screen.getByText('No endpoints to compare')).toBeDefined();
  act(() => {
    location.hash = '#/compare?ids=gone,e1';
  });
  await settle();
  expect(screen.getByText(/^1 endpoint of this link is not on the list/u)).toBeDefined();
  act(() => {
    location.hash = '#/compare?group=Nowhere';
  });
  await settle();
  expect(screen.getByText('No endpoints in this group')).toBeDefined();
});

test('the selection of the list is compared', async () => {
  location.hash = '#/';
  setListState({ selection: { ids: new Set(['e1', 'e3']), anchor: null } });
  const { settle } = await renderApp(<OverviewView />, { endpoints: 5 });
  fireEvent.click(within(screen.getByRole('toolbar', { name: 'Selected endpoints' })).getByText('Compare'));
  await settle();
  expect(location.hash).toBe('#/compare?ids=e1,e3');
});
