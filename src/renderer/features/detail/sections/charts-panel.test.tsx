import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Args } from '../../../../contract/channels/index.ts';
import type { ChartRow } from '../../../charts/data/rows.ts';
import { useEndpoint } from '../../../live/hooks.ts';
import { useRoute } from '../../../navigation/route.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { chosenScale, shownCharts } from './chart-choices.ts';
import { ChartsPanel } from './charts-panel.tsx';

const HOUR = 3_600_000;
/** The width of the plot in a chart that is 1,000 pixels wide. */
const [LEFT, WIDTH] = [56, 932];

beforeEach(() => {
  location.hash = '#/endpoint/e1';
  shownCharts.set([]);
  chosenScale.set('linear');
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 240));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Panel({ onChoose }: { readonly onChoose: (row: ChartRow) => void }) {
  const view = useEndpoint('e1');
  return view === undefined ? null : <ChartsPanel view={view} chosenAt={null} onChoose={onChoose} />;
}

async function start(hash = '#/endpoint/e1') {
  location.hash = hash;
  const onChoose = vi.fn<(row: ChartRow) => void>();
  const app = await renderApp(<Panel onChoose={onChoose} />, { endpoints: 6 });
  const asked = (channel: 'series.get' | 'distribution.get' | 'baseline.get') =>
    app.bridge.requests.filter((one) => one.channel === channel).map((one) => one.args as Args<'series.get'>);
  const chart = () => screen.getByRole('slider', { name: /^Latency/ });
  /** The view in the address. */
  const shown = () => new URLSearchParams(location.hash.split('?')[1]);
  const span = () => ({ from: Number(shown().get('from')), to: Number(shown().get('to')) });
  return { ...app, asked, chart, shown, span, onChoose };
}

const FROM = 1_764_450_000_000;
const FIXED = `#/endpoint/e1?from=${FROM}&to=${FROM + HOUR}`;
const at = (share: number) => ({ clientX: LEFT + share * WIDTH, clientY: 100, button: 0, pointerId: 1 });

/** At the middle of the plot. The wheel events of happy-dom have no pointer and no keys. */
function wheel(element: HTMLElement, init: { readonly deltaY: number; readonly shiftKey?: boolean }) {
  const event = new WheelEvent('wheel', { deltaY: init.deltaY, bubbles: true, cancelable: true });
  const { clientX } = at(0.5);
  const values = { clientX, shiftKey: init.shiftKey ?? false, ctrlKey: false };
  for (const [name, value] of Object.entries(values)) Object.defineProperty(event, name, { value });
  fireEvent(element, event);
}

test('a link shows its time range: charts request exactly that', async () => {
  const { asked } = await start(FIXED);
  expect(asked('series.get')[0]).toMatchObject({ from: FROM, to: FROM + HOUR, points: 500 });
  expect(screen.getByRole('button', { name: 'To now' })).toBeDefined();
});

test('requests the time around the view once, so that panning shows something at once', async () => {
  const { asked } = await start(FIXED);
  await waitFor(() => expect(asked('series.get')).toHaveLength(2));
  expect(asked('series.get')[1]).toMatchObject({ from: FROM - HOUR, to: FROM + 2 * HOUR, points: 1500 });
});

test('dragging over the plot zooms into that time, and a button goes back', async () => {
  const { asked, chart, span, settle } = await start(FIXED);
  fireEvent.pointerDown(chart(), at(0.25));
  fireEvent.pointerMove(chart(), at(0.4));
  fireEvent.pointerMove(chart(), at(0.75));
  fireEvent.pointerUp(chart(), at(0.75));
  await settle();
  expect(Math.abs(span().from - (FROM + HOUR / 4))).toBeLessThan(5000);
  expect(Math.abs(span().to - (FROM + (3 * HOUR) / 4))).toBeLessThan(5000);
  expect(asked('series.get').at(-1)).toMatchObject(span());
  const back = screen.getByRole<HTMLButtonElement>('button', { name: 'Previous range' });
  expect(back.disabled).toBe(false);
  fireEvent.click(back);
  await waitFor(() => expect(span()).toEqual({ from: FROM, to: FROM + HOUR }));
});

test('after dragging, no point is marked until the pointer moves', async () => {
  const { chart, settle } = await start(FIXED);
  const marked = () => document.querySelectorAll('[data-cursor] > circle').length;
  fireEvent.pointerMove(chart(), at(0.5));
  await settle();
  expect(marked()).toBeGreaterThan(0);
  fireEvent.pointerDown(chart(), at(0.25));
  fireEvent.pointerMove(chart(), at(0.75));
  fireEvent.pointerUp(chart(), at(0.75));
  await settle();
  expect(marked()).toBe(0);
  fireEvent.pointerMove(chart(), at(0.5));
  await settle();
  expect(marked()).toBeGreaterThan(0);
});

test('a click chooses a check and does not zoom', async () => {
  const { chart, span, onChoose } = await start(FIXED);
  fireEvent.pointerDown(chart(), at(0.5));
  fireEvent.pointerMove(chart(), at(0.501));
  fireEvent.pointerUp(chart(), at(0.501));
  fireEvent.click(chart(), at(0.501));
  expect(span()).toEqual({ from: FROM, to: FROM + HOUR });
  expect(onChoose).toHaveBeenCalledOnce();
  const [row] = onChoose.mock.calls[0] ?? [];
  expect(Math.abs((row?.x ?? 0) - (FROM + HOUR / 2))).toBeLessThan(HOUR / 100);
});

test('the wheel zooms at the pointer, and with Shift it pans; each gesture is one step back', async () => {
  const { chart, span, settle } = await start(FIXED);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let turn = 0; turn < 3; turn += 1) {
    wheel(chart(), { deltaY: -200 });
    await act(frame);
  }
  await waitFor(() => expect(span().to - span().from).toBeLessThan(HOUR / 2));
  const zoomed = span();
  expect(Math.abs((zoomed.from + zoomed.to) / 2 - (FROM + HOUR / 2))).toBeLessThan(5000);
  wheel(chart(), { deltaY: -WIDTH / 2, shiftKey: true });
  await waitFor(() => expect(span().from).toBeLessThan(zoomed.from));
  const length = zoomed.to - zoomed.from;
  expect(Math.abs(span().from - (zoomed.from - length / 2))).toBeLessThan(5);
  act(() => history.back());
  await waitFor(() => expect(span()).toEqual(zoomed));
  await settle();
});

test('keys zoom around the point and pan', async () => {
  const { chart, span } = await start(FIXED);
  chart().focus();
  fireEvent.keyDown(chart(), { key: 'ArrowLeft', shiftKey: true });
  expect(span()).toEqual({ from: FROM - HOUR / 5, to: FROM + (4 * HOUR) / 5 });
  fireEvent.keyDown(chart(), { key: '+' });
  expect(Math.round((span().to - span().from) / 1000)).toBe(2160);
});

test('a typed range is shown, and an invalid one says what is accepted', async () => {
  const { shown, settle } = await start();
  const input = () => screen.getByLabelText<HTMLInputElement>('Range as text');
  fireEvent.change(input(), { target: { value: 'the other day' } });
  fireEvent.keyDown(input(), { key: 'Enter' });
  expect(screen.getByRole('alert').textContent).toContain('"the other day" is not a time range. Accepted:');
  expect(input().getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(input(), { target: { value: 'last 36 h' } });
  expect(screen.queryByRole('alert')).toBeNull();
  fireEvent.keyDown(input(), { key: 'Enter' });
  await settle();
  expect(shown().get('last')).toBe(String(36 * HOUR));
  expect(input().value).toMatch(/^Last 1\sd 12\sh$/);
  fireEvent.keyDown(input(), { key: 'Escape' });
  expect(location.hash).toContain('/endpoint/e1');
});

test('“To now” keeps the length of the view and follows the time', async () => {
  const { shown } = await start(FIXED);
  fireEvent.click(screen.getByRole('button', { name: 'To now' }));
  expect(shown().get('last')).toBe(String(HOUR));
  expect(screen.queryByRole('button', { name: 'To now' })).toBeNull();
});

test('the usual range is requested and drawn when it is switched on, and the choice is remembered', async () => {
  const { asked, settle } = await start(FIXED);
  expect(asked('baseline.get')).toEqual([]);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Usual range' }));
  await settle();
  expect(asked('baseline.get')).toHaveLength(1);
  expect(asked('baseline.get')[0]).toMatchObject({ id: 'e1', from: FROM - HOUR, to: FROM + 2 * HOUR });
  expect(document.querySelectorAll('[data-usual] path')).toHaveLength(2);
  expect(localStorage.getItem('lookout.charts.usual')).toBe('true');
  fireEvent.click(screen.getByRole('checkbox', { name: 'Usual range' }));
  await settle();
  expect(document.querySelector('[data-usual]')).toBeNull();
});

test('other changes in the range are requested on demand, with links to the other endpoints', async () => {
  const { bridge, settle } = await start(FIXED);
  const asked = () => bridge.requests.filter(({ channel }) => channel === 'shifts.list').map(({ args }) => args);
  expect(asked()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'What else changed?' }));
  await settle();
  expect(asked()).toEqual([{ from: FROM, to: FROM + HOUR }]);
  const section = within(screen.getByRole('region', { name: 'What else changed' }));
  expect(section.getByText(/^Compared with the 4\sh before\. 1 of 6 endpoints had too few checks\.$/)).toBeDefined();
  const rows = section.getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringMatching(/Failed checks0\s%45\.0\s%↑$/),
    expect.stringMatching(/\(this endpoint\)Latency54\sms139\sms2\.6\s×$/),
    expect.stringMatching(/Phase Wait20\sms105\sms5\.3\s×$/),
  ]);
  expect(section.getByRole('link').getAttribute('href')).toBe(`#/endpoint/e2?from=${FROM}&to=${FROM + HOUR}`);
  fireEvent.click(section.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('region', { name: 'What else changed' })).toBeNull();
});

test('distributions are requested only while a chart shows them', async () => {
  const { asked, settle } = await start(FIXED);
  expect(asked('distribution.get')).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Heat map' }));
  await settle();
  expect(asked('distribution.get')).toHaveLength(1);
  expect(asked('distribution.get')[0]).toMatchObject({ from: FROM, to: FROM + HOUR });
  expect(document.querySelectorAll('[data-heat]').length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole('button', { name: 'Histogram' }));
  await settle();
  expect(asked('distribution.get')).toHaveLength(1);
  const histogram = screen.getByRole('slider', { name: /^Histogram/ });
  fireEvent.change(histogram, { target: { value: '2' } });
  expect(histogram.getAttribute('aria-valuetext')).toMatch(/^146–161\sms: .* checks, 50\.0\s%$/);
});

test('each chart describes in a sentence what it shows', async () => {
  await start(FIXED);
  const section = within(screen.getByRole('region', { name: 'Latency' }));
  expect(
    section.getByText(/: median 171\sms, 95th percentile 320\sms, highest 640\sms\. 8 of 908 checks failed\.$/),
  ).toBeDefined();
});

test('the status is read aloud when it changes, not with each check', async () => {
  const { bridge, settle } = await start();
  const { name } = bridge.state().endpoints.get('e1')?.endpoint.config ?? { name: '' };
  const output = () => screen.getByText(new RegExp(`^${name}: `, 'u'));
  const before = output();
  expect(before.textContent).toBe(`${name}: Up`);
  act(() => bridge.check('e1'));
  await settle();
  expect(output()).toBe(before);
  expect(before.textContent).toBe(`${name}: Up`);
  const view = bridge.state().endpoints.get('e1');
  if (view === undefined) throw new Error('Expected the endpoint e1');
  act(() => bridge.push({ type: 'endpoint', view: { ...view, state: { ...view.state, status: 'down' } } }));
  await settle();
  expect(before.textContent).toBe(`${name}: Down`);
});

async function openMenu(name: RegExp) {
  const button = screen.getByRole('button', { name });
  fireEvent.keyDown(button, { key: 'Enter' });
  await screen.findByRole('menu');
}

test('each chart can be read as a table, and copied as data', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await start(FIXED);
  await openMenu(/^Copy, save or list: Latency of/);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Copy as CSV' }));
  await waitFor(() => expect(writeText).toHaveBeenCalledOnce());
  const [header, first] = (writeText.mock.calls[0]?.[0] ?? '').split('\r\n');
  expect(header).toContain('time,until,min_ms,p5_ms');
  expect(first).toContain(`${new Date(FROM).toISOString()},`);
  await openMenu(/^Copy, save or list: Latency of/);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Show as table' }));
  const table = within(await screen.findByRole('dialog', { name: /^Latency of/ })).getByRole('table');
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent),
  ).toContain('Median');
});

test('the sentence that describes a chart can be copied', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  writeText.mockClear();
  await start(FIXED);
  await openMenu(/^Copy, save or list: Latency of/);
  fireEvent.click(screen.getByRole('menuitem', { name: 'Copy summary' }));
  await waitFor(() => expect(writeText).toHaveBeenCalledOnce());
  const summary = document.querySelector('section[aria-label="Latency"] > p')?.textContent ?? '';
  expect(summary).toMatch(/^Latency of /u);
  expect(writeText.mock.calls[0]?.[0]).toBe(summary);
});

test('the value axis can be logarithmic or end at the 99th percentile, and stays so', async () => {
  await start(FIXED);
  fireEvent.click(screen.getByRole('radio', { name: 'Log' }));
  expect(localStorage.getItem('lookout.charts.scale')).toBe('"log"');
  fireEvent.click(screen.getByRole('radio', { name: 'Clipped' }));
  expect(localStorage.getItem('lookout.charts.scale')).toBe('"clipped"');
});

/** The charts of the endpoint in the address. */
function Routed() {
  const route = useRoute();
  const view = useEndpoint(route.name === 'endpoint' ? route.id : '');
  return view === undefined ? null : <ChartsPanel view={view} chosenAt={null} onChoose={() => {}} />;
}

test('changes that checks found are marked on the chart, and read out with the point at that time', async () => {
  location.hash = '#/';
  const { bridge, settle } = await renderApp(<Routed />, { endpoints: 30 });
  const at = FROM + HOUR / 2;
  bridge.answer('changes.list', ({ before = Infinity }) =>
    [{ at, name: 'names', before: ['a'], after: ['b'] }].filter((change) => change.at < before),
  );
  const views = [...bridge.state().endpoints.values()];
  const id = views.find(({ endpoint }) => endpoint.config.kind === 'tcp')?.endpoint.id ?? '';
  act(() => {
    location.hash = `#/endpoint/${id}?from=${FROM}&to=${FROM + HOUR}`;
  });
  await settle();
  const marks = () =>
    [...document.querySelectorAll('[data-annotation="change"] title')].map((title) => title.textContent);
  await waitFor(() => expect(marks()).toEqual(['Names changed: a → b']));
  const chart = screen.getByRole('slider', { name: /^Latency/u });
  fireEvent.pointerMove(chart, { clientX: LEFT + WIDTH / 2, clientY: 100, pointerId: 1 });
  await waitFor(() => expect(chart.getAttribute('aria-valuetext')).toContain('Names changed: a → b'));
});
