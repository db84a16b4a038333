import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { IncidentsView } from './incidents-view.tsx';
import { mergeIncidents } from './merge-incidents.ts';

vi.setConfig({ testTimeout: 60_000 });
afterEach(cleanup);

const items = () => screen.queryAllByRole('listitem');

test('open ones stand first, each with its cause, a link to the endpoint, and its evidence', async () => {
  const { bridge } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const { incidents, endpoints } = bridge.state();
  expect(items()).toHaveLength(incidents.length);
  const open = incidents.filter((one) => one.resolvedAt === null);
  expect(open.length).toBeGreaterThan(0);
  const texts = items().map((item) => item.textContent);
  expect(texts.slice(0, open.length).every((text) => text?.startsWith('Open'))).toBe(true);
  expect(texts.slice(open.length).every((text) => text?.startsWith('Over'))).toBe(true);

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
  expect(screen.getByText('Nothing found')).toBeDefined();
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

test('without any it says so; when it cannot ask it says why', async () => {
  const { bridge, settle } = await renderApp(<IncidentsView />, { endpoints: 0 });
  expect(screen.getByText('No incidents')).toBeDefined();
  bridge.failNext('incidents.list', RequestFailed.because('stopping'));
  act(() => bridge.setConnected(false));
  await settle();
  act(() => bridge.setConnected(true));
  await settle();
  expect(screen.getByRole('alert').textContent).toBe('Lookout is stopping.');
});

test('mergeIncidents: newer news of the same incident wins', async () => {
  const { bridge } = await renderApp(<IncidentsView />, { endpoints: 30 });
  const open = bridge.state().incidents.find((one) => one.resolvedAt === null);
  const merged = mergeIncidents([open!], [{ ...open!, failures: 99 }]);
  expect(merged.map((one) => one.failures)).toEqual([99]);
});
