import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Source } from '../../../contract/model/source.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
import { useRoute } from '../../navigation/route.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { WallView } from './wall-view.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1880);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(900);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Wall() {
  const route = useRoute();
  return route.name === 'wall' ? <WallView choice={route.choice} /> : <p>elsewhere</p>;
}

async function start(query = '', endpoints = 60, sources: readonly Source[] = []) {
  location.hash = `#/wall${query}`;
  const app = await renderApp(<Wall />, { endpoints, sources });
  const items = () =>
    within(screen.getByRole('list', { name: 'Endpoints' }))
      .getAllByRole('listitem')
      .map((item) => item.dataset['status'] ?? '');
  const press = (key: string) => fireEvent.keyDown(document.body, { key });
  return { ...app, items, press };
}

const RANKS = ['down', 'degraded', 'unknown', 'pending', 'maintenance', 'up', 'paused'];

test('shows all endpoints, the worst first, with counts and the open incidents', async () => {
  const { items, bridge } = await start();
  expect(items()).toHaveLength(60);
  const ranks = items().map((status) => RANKS.indexOf(status));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  const down = items().filter((status) => status === 'down').length;
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(`${down} down`);
  const open = bridge.state().incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const incidents = screen.getByRole('region', { name: 'Open incidents' });
  expect(within(incidents).getAllByRole('listitem')).toHaveLength(Math.min(8, open.length));
});

test('on a small screen, the list of incidents says how many it leaves out', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
  const { bridge } = await start('', 120);
  const open = bridge.state().incidents.filter(({ resolvedAt }) => resolvedAt === null).length;
  expect(open).toBeGreaterThan(4);
  const incidents = screen.getByRole('region', { name: 'Open incidents' });
  expect(within(incidents).getAllByRole('listitem')).toHaveLength(3);
  expect(within(incidents).getByText(`and ${open - 3} more`)).toBeDefined();
});

test('rows name the group of each endpoint only where they are of several groups', async () => {
  const { bridge, press } = await start('?layout=rows', 20);
  const [view] = bridge.state().endpoints.values();
  const group = view?.endpoint.config.group ?? '';
  expect(group).not.toBe('');
  expect(screen.getAllByText(group).length).toBeGreaterThan(1);
  press('g');
  await waitFor(() => expect(location.hash).toBe('#/wall?scope=groups&layout=rows'));
  const list = screen.getByRole('list', { name: 'Endpoints' });
  const named = document.querySelector('strong')?.textContent ?? '';
  expect(named).not.toBe('');
  expect(within(list).queryAllByText(named)).toEqual([]);
});

test('the wall of a group counts only its own open incidents', async () => {
  const { bridge } = await start();
  const { endpoints, incidents } = bridge.state();
  const groupOf = (id: string) => endpoints.get(id)?.endpoint.config.group ?? '';
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null).map(({ endpointId }) => groupOf(endpointId));
  const [group = ''] = open;
  const own = open.filter((one) => one === group).length;
  expect(own).toBeLessThan(open.length);
  location.hash = `#/wall?group=${encodeURIComponent(group)}`;
  const counts = screen.getByRole('list', { name: 'Counts' });
  await waitFor(() =>
    expect(
      within(counts)
        .getByText(/^open incidents?$/u)
        .closest('li')?.textContent,
    ).toMatch(new RegExp(`^${own}open`, 'u')),
  );
});

test('more endpoints than fit are several screens, which follow each other until the rotation is paused', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300);
  const { items, press } = await start('?seconds=5', 120);
  const where = () => document.querySelector('[data-screens]')?.textContent;
  const [, pages = '0'] = /1 of (\d+)/u.exec(where() ?? '') ?? [];
  expect(Number(pages)).toBeGreaterThan(1);
  expect(Number(pages)).toBeLessThanOrEqual(5);
  expect(items()[0]).toBe('down');
  await act(() => vi.advanceTimersByTimeAsync(5100));
  expect(where()).toBe(`2 of ${pages}`);
  press(' ');
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  expect(where()).toBe(`2 of ${pages}, paused`);
  press('ArrowRight');
  expect(where()).toBe(`3 of ${pages}, paused`);
  press('ArrowLeft');
  press('ArrowLeft');
  press('ArrowLeft');
  expect(where()).toBe(`${pages} of ${pages}, paused`);
});

test('groups follow each other, and the address has what was chosen', async () => {
  const { press, items, bridge } = await start();
  press('g');
  await waitFor(() => expect(location.hash).toBe('#/wall?scope=groups'));
  const groups = new Set([...bridge.state().endpoints.values()].map(({ endpoint }) => endpoint.config.group));
  expect(document.querySelector('[data-screens]')?.textContent).toBe(`1 of ${groups.size}`);
  expect(items().length).toBeLessThan(60);
  press('t');
  await waitFor(() => expect(location.hash).toBe('#/wall?scope=groups&layout=rows'));
});

test('sources follow each other, and it says how many are not connected', async () => {
  const { press, items, bridge, settle } = await start('?scope=groups&seconds=3600', 2, [
    fakeSource('b1', { name: 'Berlin' }),
  ]);
  const [view] = bridge.state().endpoints.values();
  const [local] = bridge.state().sources;
  if (view === undefined || local === undefined) throw new TypeError('There must be an endpoint and a source');
  act(() => bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...view.endpoint, id: 'b1~far' } } }));
  const connection = {
    state: 'reconnecting',
    since: 0,
    lastContact: 0,
    problem: null,
    version: null,
    scope: null,
  } as const;
  act(() => bridge.push({ type: 'sources', sources: [local, fakeSource('b1', { name: 'Berlin', connection })] }));
  press('g');
  await settle();
  await waitFor(() => expect(location.hash).toBe('#/wall?scope=sources&seconds=3600'));
  const counts = screen.getByRole('list', { name: 'Counts' });
  expect(within(counts).getByTitle('Berlin').textContent).toBe('1source not connected');
  // Unknown endpoints are worse than those that are up.
  await screen.findByText('Berlin', { selector: 'strong' });
  expect(items()).toEqual(['unknown']);
  expect(screen.getByRole('list', { name: 'Endpoints' }).textContent).toContain('Not connected');
  press('ArrowRight');
  await screen.findByText('This Lookout', { selector: 'strong' });
  press('g');
  await waitFor(() => expect(location.hash).toBe('#/wall?seconds=3600'));
});

test('a status that changes is shown and read aloud, and a check that changes nothing is not', async () => {
  const { bridge, settle } = await start('', 6);
  const said = () => document.querySelector('output')?.textContent;
  const before = said();
  const up = [...bridge.state().endpoints.values()].find(({ state }) => state.status === 'up');
  if (up === undefined) throw new TypeError('The fake engine has an endpoint that is up');
  act(() => bridge.check(up.endpoint.id, false));
  await settle();
  expect(said()).toBe(before);
  const state = { ...up.state, status: 'down' as const, since: Date.now() };
  act(() => bridge.push({ type: 'endpoint', view: { ...up, state } }));
  await settle();
  await waitFor(() => expect(said()).not.toBe(before));
});

test('without a connection it says so', async () => {
  const { bridge, settle } = await start('', 3);
  act(() => bridge.setConnected(false));
  await settle();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Not connected');
});

test('a group without endpoints says so, and Esc leads to the overview', async () => {
  const { press } = await start('?group=Nowhere', 3);
  expect(screen.getByText('No endpoints in this group')).toBeDefined();
  press('Escape');
  await waitFor(() => expect(location.hash).toBe('#/'));
});
