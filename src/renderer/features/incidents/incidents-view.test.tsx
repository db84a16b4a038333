import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { startOfDay } from './incident-filter.ts';
import { incidentFilter, NO_FILTER } from './incident-filters.tsx';
import { IncidentsView } from './incidents-view.tsx';
import { mergeIncidents } from './merge-incidents.ts';

// At noon, because just after midnight an incident that began an hour ago belongs to the day before.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 2, 4, 12) }));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  incidentFilter.set(NO_FILTER);
});

const items = () => screen.queryAllByRole('listitem');

const days = () => screen.queryAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

test('open ones come first, then days; each with its cause, a link to the endpoint, and its evidence', async () => {
  const { bridge } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const { incidents, endpoints } = bridge.state();
  expect(items()).toHaveLength(incidents.length);
  const open = incidents.filter((one) => one.resolvedAt === null);
  expect(open.length).toBeGreaterThan(0);
  const texts = items().map((item) => item.textContent);
  expect(texts.slice(0, open.length).every((text) => text?.startsWith('Open'))).toBe(true);
  expect(texts.slice(open.length).every((text) => text?.startsWith('Ended'))).toBe(true);

  const [first] = open;
  const { name } = endpoints.get(first!.endpointId)!.endpoint.config;
  expect(screen.getByRole('link', { name }).getAttribute('href')).toBe(`#/endpoint/${first!.endpointId}`);
  const item = items().find((one) => one.textContent?.includes(name))!;
  expect(within(item).getByText(fakeTexts.failure(first!.cause, 'http'))).toBeDefined();
  fireEvent.click(within(item).getByRole('button', { name: 'Evidence' }));
  expect(within(item).getByText(first!.cause.code)).toBeDefined();
});

test('is filtered by the name of the endpoint', async () => {
  const { bridge } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const { incidents, endpoints } = bridge.state();
  const { name } = endpoints.get(incidents[0]!.endpointId)!.endpoint.config;
  const filter = screen.getByRole('searchbox', { name: 'Filter by endpoint' });
  fireEvent.change(filter, { target: { value: name.toUpperCase() } });
  expect(items()).toHaveLength(1);
  fireEvent.change(filter, { target: { value: 'no such endpoint' } });
  expect(items()).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(items()).toHaveLength(incidents.length);
});

test('an incident that is pushed appears, and moves down when it is over', async () => {
  const { bridge, settle } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const open = bridge.state().incidents.find((one) => one.resolvedAt === null);
  act(() => bridge.push({ type: 'incident', incident: { ...open!, id: 'new', startedAt: Date.now() } }));
  await settle();
  const before = items().filter((item) => item.textContent?.startsWith('Open')).length;
  act(() =>
    bridge.push({ type: 'incident', incident: { ...open!, id: 'new', startedAt: Date.now(), resolvedAt: Date.now() } }),
  );
  await settle();
  expect(items().filter((item) => item.textContent?.startsWith('Open'))).toHaveLength(before - 1);
});

test('says that there are no incidents, or why they could not be loaded', async () => {
  const { bridge, settle } = await renderApp(<IncidentsView />, { endpoints: 0 });
  expect(screen.getByText('No incidents')).toBeDefined();
  bridge.failNext('incidents.list', RequestFailed.because('stopping'));
  act(() => bridge.setConnected(false));
  await settle();
  act(() => bridge.setConnected(true));
  await settle();
  expect(screen.getByRole('alert').textContent).toBe('Lookout is stopping.');
});

test('mergeIncidents: newer data about the same incident wins', async () => {
  const { bridge } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const open = bridge.state().incidents.find((one) => one.resolvedAt === null);
  const merged = mergeIncidents([open!], [{ ...open!, failures: 99 }]);
  expect(merged.map((one) => one.failures)).toEqual([99]);
});

/** An engine with an incident that ended on each of the last days, at noon, and one that is open. */
async function startWithDays(count: number) {
  const app = await renderApp(<IncidentsView />, { endpoints: 5 });
  const { bridge } = app;
  const known = bridge.state().incidents.find((one) => one.resolvedAt === null)!;
  act(() => {
    for (let day = 1; day <= count; day += 1) {
      const noon = new Date(startOfDay(Date.now(), -day));
      noon.setHours(12);
      const startedAt = noon.getTime();
      bridge.push({
        type: 'incident',
        incident: { ...known, id: `day ${day}`, startedAt, resolvedAt: startedAt + day * 60_000 },
      });
    }
  });
  await app.settle();
  return app;
}

test('groups by the day on which they began, with how many there were and how long they lasted', async () => {
  await startWithDays(3);
  const [open, yesterday, ...older] = days().filter((text) => !text?.startsWith('Today'));
  expect(open).toMatch(/^Open1 incident$/);
  expect(yesterday).toMatch(/^Yesterday1 incident, down for 1\smin$/);
  expect(older.map((text) => text?.replace(/^.*incident/, 'incident'))).toEqual([
    'incident, down for 2\u00a0min',
    'incident, down for 3\u00a0min',
  ]);
});

test('the engine is asked for a status and a period, and pushes follow the filter too', async () => {
  const { bridge, settle } = await startWithDays(40);
  const asked = () => bridge.requests.findLast(({ channel }) => channel === 'incidents.list')!.args;
  fireEvent.click(screen.getByRole('radio', { name: 'Open' }));
  await settle();
  expect(asked()).toMatchObject({ open: true });
  expect(items()).toHaveLength(1);
  const known = bridge.state().incidents.find((one) => one.resolvedAt === null)!;
  act(() => bridge.push({ type: 'incident', incident: { ...known, resolvedAt: Date.now() } }));
  await settle();
  expect(items()).toHaveLength(0);
  expect(screen.getByText('No matching incidents')).toBeDefined();

  fireEvent.click(screen.getByRole('radio', { name: 'Ended' }));
  act(() => incidentFilter.set({ ...incidentFilter.get(), period: { name: '7d' } }));
  await settle();
  expect(asked()).toMatchObject({ open: false, endedAfter: startOfDay(Date.now(), -6) });
  expect(days().filter((text) => !/^(Today|Yesterday)/.test(text ?? ''))).toHaveLength(5);
});

test('between two days, both are included, and each may be left out', async () => {
  const { bridge, settle } = await startWithDays(10);
  act(() => incidentFilter.set({ ...NO_FILTER, period: { name: 'between', first: '', last: '' } }));
  const type = (label: string, daysAgo: number) => {
    const date = new Date(startOfDay(Date.now(), -daysAgo));
    const two = (part: number) => String(part).padStart(2, '0');
    const value = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  };
  type('Last day', 3);
  await settle();
  expect(bridge.requests.findLast(({ channel }) => channel === 'incidents.list')!.args).toMatchObject({
    before: startOfDay(Date.now(), -2),
  });
  expect(days()).toHaveLength(8);
  type('First day', 5);
  await settle();
  expect(days()).toHaveLength(3);
});

test('loaded incidents disappear when their endpoint is deleted', async () => {
  const { bridge, settle } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const open = bridge.state().incidents.find((one) => one.resolvedAt === null)!;
  const before = items().length;
  const gone = bridge.state().incidents.filter(({ endpointId }) => endpointId === open.endpointId).length;
  act(() => bridge.push({ type: 'removed', id: open.endpointId }));
  await settle();
  expect(items()).toHaveLength(before - gone);
  expect(screen.queryByText('Deleted endpoint')).toBeNull();
});

test('the oldest day has no total while there may be more incidents of that day', async () => {
  const { bridge, settle } = await renderApp(<IncidentsView />, { endpoints: 5 });
  const known = bridge.state().incidents.find((one) => one.resolvedAt === null)!;
  const noon = new Date(startOfDay(Date.now(), -3));
  noon.setHours(12);
  const page = Array.from({ length: 100 }, (_, index) => {
    const startedAt = noon.getTime() - index * 1000;
    return { ...known, id: `ended ${index}`, startedAt, resolvedAt: startedAt + 500 };
  });
  bridge.answer('incidents.list', ({ before }) => (before === undefined ? page : []));
  act(() => incidentFilter.set({ ...NO_FILTER, status: 'ended' }));
  await settle();
  expect(days().at(-1)).toMatch(/100\+ incidents$/);
  fireEvent.click(screen.getByRole('button', { name: 'Load older' }));
  await settle();
  expect(days().at(-1)).toMatch(/100 incidents, down for/);
});
