import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from '../add/endpoint-dialog.tsx';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { INITIAL_LIST_STATE, getListState, setListState } from './list-state.ts';
import { OverviewView } from './overview-view.tsx';

/** A toast's text is there twice for a moment: seen, and read out. */
const findToast = (text: string | RegExp) => screen.findAllByText(text);

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  location.hash = '#/';
  setListState({ ...INITIAL_LIST_STATE, sort: 'name', grouped: false });
  // happy-dom lays nothing out; the list asks how tall it is to know how many rows to show.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  closeEndpointDialog();
  vi.restoreAllMocks();
});

async function start(options: FakeBridgeOptions = { endpoints: 6 }) {
  const app = await renderApp(
    <>
      <OverviewView />
      <EndpointDialog />
    </>,
    options,
  );
  const press = (key: string, more: KeyboardEventInit = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
  const order = () => [...document.querySelectorAll<HTMLElement>('[data-id]')].map((row) => row.dataset['id'] ?? '');
  const asked = (channel: string) => app.bridge.requests.findLast((one) => one.channel === channel)?.args;
  return { ...app, press, order, asked };
}

const activeId = () => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.dataset['id'];
};
const selectedIds = () => [...getListState().selection.ids].sort();

test('moves, opens and comes back by keyboard', async () => {
  const { press, order } = await start();
  const [first, second, third] = order();
  press('j');
  expect(activeId()).toBe(first);
  press('ArrowDown');
  press('j');
  expect(activeId()).toBe(third);
  press('k');
  expect(activeId()).toBe(second);
  press('End');
  expect(activeId()).toBe(order().at(-1));
  press('Home');
  press('Enter');
  expect(location.hash).toBe(`#/endpoint/${first}`);
});

test('selects by keyboard, and pauses, checks and deletes what is selected', async () => {
  const { press, order, asked, settle } = await start();
  press('j');
  press(' ');
  press('ArrowDown', { shiftKey: true });
  press('ArrowDown', { shiftKey: true });
  expect(selectedIds()).toEqual(order().slice(0, 3).sort());
  expect(screen.getByRole('toolbar')).toHaveProperty('textContent', expect.stringContaining('3 of 6 selected'));
  press('c');
  expect(asked('endpoints.checkNow')).toEqual({ ids: [...getListState().selection.ids] });
  press('p');
  await settle();
  expect(asked('endpoints.pause')).toEqual({ ids: [...getListState().selection.ids] });
  press('p');
  await settle();
  expect(asked('endpoints.resume')).toEqual({ ids: [...getListState().selection.ids] });
  press('Escape');
  expect(selectedIds()).toEqual([]);
  press('a', { ctrlKey: true });
  expect(selectedIds()).toHaveLength(6);
});

test('deletes without asking, and brings it back with its history', async () => {
  const { press, order, bridge, settle } = await start({ endpoints: 5 });
  const [first = ''] = order();
  const before = bridge.state().endpoints.get(first);
  press('j');
  press('Delete');
  await settle();
  expect(order()).not.toContain(first);
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await settle();
  expect(order()).toContain(first);
  expect(bridge.state().endpoints.get(first)).toEqual(before);
});

test('does not delete what comes from lookout.yaml, and says why', async () => {
  const { bridge, press, settle, asked } = await start({ endpoints: 6 });
  // e5 comes from the file.
  expect(bridge.state().endpoints.get('e5')?.endpoint.source).toBe('file');
  act(() => setListState({ active: 'e5' }));
  press('Delete');
  await settle();
  await findToast(/comes from lookout.yaml/);
  expect(asked('endpoints.remove')).toBeUndefined();
});

test('selects with the mouse: by checkbox, with Ctrl, and a range with Shift', async () => {
  const { order } = await start();
  const [first, second, , fourth] = order();
  const row = (id: string | undefined) => document.querySelector<HTMLElement>(`[data-id="${id}"]`)!;
  fireEvent.click(within(row(first)).getByRole('checkbox'));
  expect(selectedIds()).toEqual([first]);
  expect(row(first).getAttribute('aria-selected')).toBe('true');
  fireEvent.click(row(second), { ctrlKey: true });
  fireEvent.click(row(fourth), { shiftKey: true });
  expect(selectedIds()).toHaveLength(4);
  expect(location.hash).toBe('#/');
  fireEvent.click(row(fourth));
  expect(location.hash).toBe(`#/endpoint/${fourth}`);
});

test('filters by text and status, and keeps both while another view is shown', async () => {
  const { press, order } = await start({ endpoints: 20 });
  press('/');
  const filter = screen.getByRole('searchbox');
  expect(document.activeElement).toBe(filter);
  fireEvent.change(filter, { target: { value: 'checkout' } });
  const shown = order();
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(20);
  // A letter typed into the filter is no command.
  press('n');
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.keyDown(filter, { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: /^Down/ }));
  expect(order()).toEqual(['e4']);
  cleanup();
  await start({ endpoints: 20 });
  expect(screen.getByRole('button', { name: /^Down/ }).getAttribute('aria-pressed')).toBe('true');
});

test('says so when nothing matches, and clears the filters', async () => {
  const { order } = await start();
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zzz' } });
  await screen.findByText('Nothing matches');
  fireEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
  expect(order()).toHaveLength(6);
});

test('folds and unfolds groups by keyboard', async () => {
  const { press, order } = await start({ endpoints: 12 });
  act(() => setListState({ grouped: true }));
  const all = order().length;
  press('Home');
  press('ArrowLeft');
  expect(order().length).toBeLessThan(all);
  press('ArrowRight');
  expect(order()).toHaveLength(all);
});

test('keeps only the rows in sight in the page', async () => {
  const { order } = await start({ endpoints: 2000 });
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('2001');
  expect(order().length).toBeGreaterThan(10);
  expect(order().length).toBeLessThan(60);
});

test('renders a row when its endpoint was checked', async () => {
  const { bridge, settle, order } = await start({ endpoints: 3 });
  const [first = ''] = order();
  bridge.check(first, true);
  await settle();
  const row = document.querySelector<HTMLElement>(`[data-id="${first}"]`)!;
  expect(row.textContent).toContain('retrying after a failure');
  expect(row.textContent).toContain(bridge.state().endpoints.get(first)?.state.last?.failure?.message);
});

test('shows the check that the pointer is on, with its failure', async () => {
  const { order, bridge } = await start({ endpoints: 5 });
  // e4 is down: its newest checks failed.
  const bar = document.querySelector(`[data-id="e4"] svg[height="18"]`)!.parentElement!;
  expect(order()).toContain('e4');
  vi.spyOn(bar, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 50, 240, 30));
  const sentence = bridge.state().endpoints.get('e4')!.recent.failure.at(-1)!;
  const times = () => screen.queryAllByText(sentence).length;
  const before = times();
  fireEvent.mouseMove(bar, { clientX: 339, clientY: 60 });
  expect(times()).toBe(before + 1);
  fireEvent.mouseMove(bar, { clientX: 335, clientY: 60 });
  expect(times()).toBe(before + 1);
  fireEvent.mouseLeave(bar);
  expect(times()).toBe(before);
});

test('opens the dialog by n, and its keys are not the list’s', async () => {
  const { press } = await start();
  press('n');
  const box = await screen.findByLabelText(/one a line/);
  fireEvent.keyDown(box, { key: 'j' });
  expect(getListState().active).toBeNull();
});

test('an empty list asks what to watch', async () => {
  const { bridge } = await start({ endpoints: 0 });
  fireEvent.change(screen.getByLabelText(/one a line/), { target: { value: 'example.org' } });
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(bridge.state().ids).toHaveLength(1));
});

test('pauses for an hour from the menu of a row, which then says when it goes on', async () => {
  const { order, asked, settle } = await start();
  const [id = ''] = order();
  const row = () => document.querySelector<HTMLElement>(`[data-id="${id}"]`);
  const before = Date.now();
  fireEvent.contextMenu(row()?.firstElementChild ?? document.body);
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Pause for 1 hour' }));
  await settle();
  const { ids, until } = asked('endpoints.pause') as { ids: string[]; until: number };
  expect(ids).toEqual([id]);
  expect(until).toBeGreaterThanOrEqual(before + 3_600_000);
  expect(row()?.textContent).toMatch(/in (59\smin|1\sh)/);
});
