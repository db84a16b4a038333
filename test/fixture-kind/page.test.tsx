/**
 * The other half of `engine.test.ts`: the real page on the real engine with a kind that neither knows. The form, its errors
 * and the page of an endpoint follow from the descriptor alone.
 */
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { checkKinds } from '../../src/engine/check/registry.ts';
import type { Bridge } from '../../src/contract/channels/bridge.ts';
import { App } from '../../src/renderer/app.tsx';
import { LiveStoreContext } from '../../src/renderer/live/hooks.ts';
import { createLiveStore, type LiveStore } from '../../src/renderer/live/live-store.ts';
import { closeEndpointDialog, openEndpointDialog } from '../../src/renderer/navigation/open-endpoint-dialog.ts';
import { startWatch, type Watch } from '../hostile/watch.ts';
import { startGauge, tide, type Gauge } from './tide.ts';

configure({ asyncUtilTimeout: 60_000 });

let gauge: Gauge;
let watch: Watch;
let store: LiveStore;

beforeEach(async () => {
  location.hash = '#/';
  // happy-dom lays nothing out, and without a width there is no chart.
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 400));
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  gauge = await startGauge(3.2);
  watch = await startWatch({ kinds: [...checkKinds, tide] });
  store = createLiveStore(bridgeTo(watch));
  render(
    <LiveStoreContext value={store}>
      <App />
    </LiveStoreContext>,
  );
});

afterEach(async () => {
  act(closeEndpointDialog);
  cleanup();
  store.dispose();
  vi.restoreAllMocks();
  await watch.engine.dispose();
  await gauge.dispose();
});

/** As over a process boundary: answers, pushes and refusals are JSON. */
function bridgeTo({ engine }: Watch): Bridge {
  return {
    request: async (channel, args) => {
      const answer = await engine.request(channel as 'app.snapshot', args as never).catch((error: unknown) => {
        throw JSON.parse(JSON.stringify(error));
      });
      return JSON.parse(JSON.stringify(answer));
    },
    onPush: (listener) => engine.onPush((push) => listener(JSON.parse(JSON.stringify(push)))),
    onConnection(listener) {
      listener(true);
      return () => undefined;
    },
    onNavigate: () => () => undefined,
  };
}

const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('has a form, shows what is wrong at its field, and is tried and added', async () => {
  await screen.findByRole('navigation', { name: 'Views' });
  act(() => openEndpointDialog({ mode: 'add', form: true }));
  fireEvent.click(await screen.findByLabelText('Kind'));
  const search = await screen.findByPlaceholderText(/^Find a kind/u);
  fireEvent.change(search, { target: { value: 'tid' } });
  fireEvent.keyDown(search, { key: 'Enter' });
  await screen.findByText('Asks a tide gauge whether the water is deep enough for a ship.');
  type(/^Gauge name/u, 'Harbour');
  type(/^Gauge port/u, String(gauge.port));
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  const problem = await screen.findByText('Gauge name must be the name of a gauge, such as harbour-1.');
  const field = screen.getByLabelText(/^Gauge name/u);
  expect(field.getAttribute('aria-describedby')).toContain(problem.id);
  await waitFor(() => expect(document.activeElement).toBe(field));

  type(/^Gauge name/u, 'harbour-1');
  type('Draught', '4');
  fireEvent.click(screen.getByRole('button', { name: 'Try it' }));
  await screen.findByText('The water is at 3.2 m, 0.8 m below what the ship needs.');
  type('Draught', '3');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const { endpoints } = await watch.engine.request('app.snapshot', {});
  expect(endpoints.map(({ endpoint }) => endpoint.config)).toMatchObject([{ kind: 'tide', draught: 3 }]);
});

it('has a page with its phases, metric, details and failures', async () => {
  const { id } = await watch.add({
    kind: 'tide',
    name: 'Harbour',
    gauge: 'harbour-1',
    port: gauge.port,
    interval: 500,
    retries: 0,
  });
  location.hash = `#/endpoint/${id}`;
  const check = await screen.findByRole('region', { name: 'Details' });
  const fact = async (name: string) => (await within(check).findByText(name)).closest('div');
  expect((await fact('Water level'))?.textContent).toContain('3.2');
  expect((await fact('Lighthouse keeper'))?.textContent).toContain('Ada Byron');
  // 27 bytes, as the page writes bytes.
  expect((await fact('Signal heard'))?.textContent).toMatch(/27\sB$/u);
  const phases = within(check).getByLabelText('Phases of the check');
  const bar = (label: string) =>
    within(phases).getByText(label).closest('div')?.querySelector<HTMLElement>('[style*=background]');
  expect(bar('Hailing')?.style.background).toBe('var(--phase-connect)');
  expect(bar('Sounding')?.style.background).toBe('var(--phase-other)');

  fireEvent.click(screen.getByRole('button', { name: 'Phases' }));
  fireEvent.click(screen.getByRole('button', { name: 'Water level' }));
  const section = async (name: string) => screen.findByRole('region', { name });
  expect(within(await section('Phases')).getByText('Sounding')).toBeDefined();
  const level = await section('Water level');
  await waitFor(() => expect(level.textContent).toMatch(/Median3\.2.*Highest3\.2/u));

  gauge.level = 1.5;
  await within(check).findByText('The water is at 1.5 m, 0.5 m below what the ship needs.');
  // A failed check measures too, and its value is pushed to the chart.
  await waitFor(() => expect(within(level).getByRole('slider').getAttribute('aria-valuetext')).toMatch(/1\.5/u));
  const table = screen.getByRole('table', { name: 'Recent checks' });
  expect(within(table).getAllByText(/The water is at 1\.5 m/u).length).toBeGreaterThan(0);
});
