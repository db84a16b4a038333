import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Verdict } from '../../../contract/model/check.ts';
import { NO_CHECKS } from '../../../shared/recent-checks.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import type { FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { closeEndpointDialog, useEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { HostWindowProvider } from '../../live/host-window.tsx';
import { rememberOrder } from '../../navigation/list-order.ts';
import { getListState } from '../overview/list-state.ts';
import { chosenScale, shownCharts } from './sections/chart-choices.ts';
import { DetailView } from './detail-view.tsx';

beforeEach(() => {
  rememberOrder([]);
  location.hash = '#/endpoint/e1';
  shownCharts.set([]);
  chosenScale.set('linear');
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  closeEndpointDialog();
  vi.restoreAllMocks();
});

function DialogRequest() {
  const request = useEndpointDialog();
  return <output data-testid="dialog">{request === null ? '' : JSON.stringify(request)}</output>;
}

async function startOwnWindow() {
  const app = await renderApp(
    <HostWindowProvider fallback={null}>
      <DetailView id="e1" />
    </HostWindowProvider>,
    { endpoints: 6, features: ['windows'], ownWindow: true },
  );
  await screen.findByRole('heading', { level: 1 });
  return { ...app, press: (key: string) => fireEvent.keyDown(document.body, { key }) };
}

async function start(id = 'e1', options: FakeBridgeOptions = { endpoints: 6 }) {
  const app = await renderApp(
    <>
      <DetailView id={id} />
      <DialogRequest />
    </>,
    options,
  );
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  const asked = (channel: string) =>
    app.bridge.requests.filter((one) => one.channel === channel).map((one) => one.args);
  const table = () => screen.getByRole('table', { name: 'Recent checks' });
  const rows = () => within(table()).getAllByRole('row').slice(1);
  const details = () => screen.getByRole('region', { name: 'Details' });
  return { ...app, press, asked, rows, details };
}

test('goes to the next and the previous endpoint, in the order of the list', async () => {
  rememberOrder(['e3', 'e1', 'e0']);
  const { press } = await start();
  expect(screen.getByText('2 of 3')).toBeDefined();
  press('j');
  expect(location.hash).toBe('#/endpoint/e0');
  press('k');
  expect(location.hash).toBe('#/endpoint/e3');
  expect(getListState().active).toBe('e3');
  fireEvent.click(screen.getByRole('button', { name: 'Next endpoint' }));
  expect(location.hash).toBe('#/endpoint/e0');
});

test('an endpoint in its own window has no next endpoint', async () => {
  rememberOrder(['e3', 'e1', 'e0']);
  const { press } = await startOwnWindow();
  press('j');
  expect(location.hash).toBe('#/endpoint/e1');
  expect(screen.queryByRole('button', { name: 'Next endpoint' })).toBeNull();
});

test('shows the status of the endpoint, its chart, and the newest check in full', async () => {
  const { bridge, rows, details } = await start();
  const view = bridge.state().endpoints.get('e1')!;
  expect(screen.getByRole('heading', { level: 1 }).textContent).toContain(view.endpoint.config.name);
  expect(screen.getByRole('link', { name: /health/ }).getAttribute('href')).toBe(view.endpoint.target);
  expect(screen.getByRole('slider', { name: /Latency of .*, the last 5 minutes, live/ })).toBeDefined();
  expect(screen.getByText('99.991 %')).toBeDefined();
  expect(rows()).toHaveLength(view.recent.at.length > 50 ? 50 : view.recent.at.length);
  expect(within(details()).getByText('203.0.113.10:443')).toBeDefined();
});

test('shows how much of each time window was watched, if it was not all of it', async () => {
  const { bridge, settle } = await start();
  const share = { upMs: 240_000, downMs: 0, watchedMs: 240_000, incidents: 0, ratio: 1 };
  bridge.answer('uptime.get', () => (['24h', '7d', '30d'] as const).map((window) => ({ ...share, window })));
  act(() => bridge.check('e1', true));
  await settle();
  await settle();
  expect(screen.getAllByText('of 4 min watched')).toHaveLength(3);
  // The same data gives the same figure, whatever the list shows for the last 24 hours.
  expect(screen.getAllByText('100 %')).toHaveLength(3);
});

test('a new check is added on top, is followed, and moves the chart', async () => {
  const { bridge, rows, settle, details } = await start();
  const before = rows().length;
  act(() => bridge.check('e1', true));
  await settle();
  expect(rows()).toHaveLength(before + 1);
  const { failure } = bridge.state().endpoints.get('e1')!.state.last!;
  expect(rows()[0]!.textContent).toContain(fakeTexts.failure(failure!, 'http'));
  expect(rows()[0]!.getAttribute('aria-current')).toBe('true');
  await waitFor(() => expect(within(details()).getByText(failure!.code)).toBeDefined());
  expect(document.querySelectorAll('[data-failed]').length).toBeGreaterThan(0);
});

test('a chosen check stays chosen when newer ones come, until the latest is asked for', async () => {
  const { bridge, rows, settle } = await start();
  fireEvent.click(rows()[2]!);
  const time = rows()[2]!.querySelector('time')!.dateTime;
  act(() => bridge.check('e1'));
  await settle();
  const chosen = () => rows().find((row) => row.getAttribute('aria-current') === 'true')!;
  expect(chosen().querySelector('time')!.dateTime).toBe(time);
  fireEvent.click(screen.getByRole('button', { name: 'To the latest' }));
  expect(chosen()).toBe(rows()[0]);
});

test('arrow keys move through the checks', async () => {
  const { rows, press } = await start();
  rows()[0]!.focus();
  press('ArrowDown');
  press('ArrowDown');
  expect(document.activeElement).toBe(rows()[2]);
  expect(rows()[2]!.getAttribute('aria-current')).toBe('true');
  press('Home');
  expect(document.activeElement).toBe(rows()[0]);
});

test('the chart reads out each of its points, and Enter selects the check of one', async () => {
  const { asked } = await start();
  const slider = screen.getByRole('slider', { name: /^Latency/ });
  const last = Number(slider.getAttribute('max'));
  const spoken = slider.getAttribute('aria-valuetext');
  fireEvent.change(slider, { target: { value: String(last - 3) } });
  expect(slider.getAttribute('aria-valuetext')).not.toBe(spoken);
  expect(slider.getAttribute('aria-valuetext')).toMatch(/ms/);
  const before = asked('checks.list').length;
  fireEvent.keyDown(slider, { key: 'Enter' });
  await waitFor(() => expect(asked('checks.list').length).toBe(before + 1));
});

test('another range is requested with about one point per two pixels', async () => {
  const { asked, settle } = await start();
  fireEvent.click(screen.getByRole('radio', { name: '24 h' }));
  await settle();
  const ranges = asked('series.get') as { from: number; to: number; points: number }[];
  expect(ranges.map(({ from, to, points }) => ({ ms: to - from, points }))).toContainEqual({
    ms: 86_400_000,
    points: 500,
  });
  expect(location.hash).toBe('#/endpoint/e1?last=86400000');
  fireEvent.click(screen.getByRole('button', { name: 'Phases' }));
  expect(screen.getByRole('slider', { name: /^Phases of .* 24 hours/ })).toBeDefined();
  expect(within(screen.getByRole('list', { name: 'Phases' })).getByText('TLS')).toBeDefined();
});

test('a refused series shows the reason, and can be requested again', async () => {
  const { bridge, settle, asked } = await start();
  // Time around the view may be refused without a message.
  await waitFor(() => expect(asked('series.get')).toHaveLength(2));
  bridge.failNext('series.get', RequestFailed.because('notOpen'));
  fireEvent.click(screen.getByRole('radio', { name: '7 d' }));
  await settle();
  expect(screen.getByRole('alert').textContent).toContain('Lookout is starting or stopping.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await settle();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('Backspace returns to the range before', async () => {
  const { press, settle } = await start();
  fireEvent.click(screen.getByRole('radio', { name: '24 h' }));
  await settle();
  expect(location.hash).toContain('last=86400000');
  press('Backspace');
  await waitFor(() => expect(location.hash).toBe('#/endpoint/e1'));
});

test('the keys edit, pause, check, delete with undo, and go back', async () => {
  const { bridge, press, settle } = await start();
  press('e');
  expect(screen.getByTestId('dialog').textContent).toBe('{"mode":"edit","id":"e1"}');
  press('p');
  await settle();
  expect(bridge.state().endpoints.get('e1')!.endpoint.paused).toBe(true);
  press('p');
  await settle();
  const checks = bridge.state().endpoints.get('e1')!.recent.at.at(-1);
  press('c');
  await settle();
  expect(bridge.state().endpoints.get('e1')!.recent.at.at(-1)).not.toBe(checks);
  press('Delete');
  await settle();
  expect(location.hash).toBe('#/');
  expect(bridge.state().endpoints.has('e1')).toBe(false);
  expect(screen.getByText('Endpoint not found')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(bridge.state().endpoints.has('e1')).toBe(true);
  location.hash = '#/endpoint/e1';
  press('Escape');
  expect(location.hash).toBe('#/');
});

test('keys do nothing else while text is typed', async () => {
  const { bridge } = await start();
  const input = document.createElement('input');
  document.body.append(input);
  input.focus();
  fireEvent.keyDown(input, { key: 'Delete' });
  fireEvent.keyDown(input, { key: 'e' });
  expect(bridge.state().endpoints.has('e1')).toBe(true);
  expect(screen.getByTestId('dialog').textContent).toBe('');
  input.remove();
});

test('the certificate, the incidents with their evidence, and the config are shown beside the checks', async () => {
  const { bridge } = await start('e4');
  const choose = (name: RegExp) => {
    const tab = screen.getByRole('tab', { name });
    fireEvent.mouseDown(tab, { button: 0 });
    fireEvent.click(tab);
  };
  choose(/Incidents 1/);
  const incident = bridge.state().incidents.find((one) => one.endpointId === 'e4')!;
  expect(incident.resolvedAt).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Evidence' }));
  expect(screen.getAllByText(incident.cause.raw!).length).toBeGreaterThan(0);
  choose(/Certificate/);
  expect(screen.getByText('example.org, *.example.org')).toBeDefined();
  expect(screen.getByText(/days left/)).toBeDefined();
  choose(/Config/);
  expect(screen.getByText('HTTP(S)')).toBeDefined();
});

test('an endpoint of lookout.yaml cannot be edited here', async () => {
  const { bridge } = await start('e5');
  expect(bridge.state().endpoints.get('e5')!.endpoint.source).toBe('file');
  expect(screen.getByRole('button', { name: 'Edit' }).hasAttribute('disabled')).toBe(true);
});

test('an endpoint without any check has a page, and gets its first check on it', async () => {
  const { bridge, rows, settle } = await start('e99');
  const known = bridge.state().endpoints.get('e1')!;
  act(() =>
    bridge.push({
      type: 'endpoint',
      view: {
        endpoint: { ...known.endpoint, id: 'e99' },
        state: { ...known.state, status: 'pending', last: null, uptime24h: null },
        recent: NO_CHECKS,
      },
    }),
  );
  await settle();
  await settle();
  expect(screen.getAllByText('No check has ended yet.').length).toBeGreaterThan(0);
  act(() => bridge.check('e99'));
  await settle();
  expect(rows()).toHaveLength(1);
});

test('a pause with an end says when it ends', async () => {
  const { bridge, settle } = await start();
  const view = bridge.state().endpoints.get('e1')!;
  const paused = { ...view.endpoint, paused: true, pausedUntil: Date.now() + 3 * 3_600_000 + 60_000 };
  act(() =>
    bridge.push({
      type: 'endpoint',
      view: { ...view, endpoint: paused, state: { ...view.state, status: 'paused', nextAt: null } },
    }),
  );
  await settle();
  expect(screen.getByText('resumes in 3 h')).toBeDefined();
});

test('the last latency is that of a successful check, and only that is marked as disturbed', async () => {
  const { bridge, settle } = await start();
  const latency = () => screen.getByText('Last latency').nextElementSibling;
  const show = async (verdict: Verdict) => {
    const view = bridge.state().endpoints.get('e1')!;
    const last = { ...view.state.last!, verdict, durationMs: 87, disturbed: true };
    act(() => bridge.push({ type: 'endpoint', view: { ...view, state: { ...view.state, last } } }));
    await settle();
    return [latency()?.textContent, latency()?.querySelector('svg') !== null];
  };
  expect(await show('unknown')).toEqual(['–', false]);
  expect(await show('down')).toEqual(['failed', false]);
  expect(await show('degraded')).toEqual([expect.stringMatching(/87\sms$/), true]);
});

test('a point whose single checks are no longer kept says so', async () => {
  const { settle } = await start();
  act(() => {
    location.hash = '#/endpoint/e1?from=1764450000000&to=1764453600000';
  });
  await settle();
  const chart = screen.getByRole('slider', { name: /^Latency/ });
  act(() => chart.focus());
  fireEvent.keyDown(chart, { key: 'Enter' });
  await settle();
  expect(await screen.findByText('No single checks of this time')).toBeDefined();
});
