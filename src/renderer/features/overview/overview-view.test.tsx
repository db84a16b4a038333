import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import type { FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from '../add/endpoint-dialog.tsx';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { forgetUndo } from '../../components/undo.ts';
import { release } from './list-hold.ts';
import { INITIAL_LIST_STATE, getListState, setListState } from './list-state.ts';
import { OverviewView } from './overview-view.tsx';

/** A toast's text is there twice for a moment: seen, and read out. */
const findToast = (text: string | RegExp) => screen.findAllByText(text);

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  location.hash = '#/';
  release();
  forgetUndo();
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

const rowOf = (id: string | undefined): HTMLElement => {
  const row = document.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (row === null) throw new Error(`Expected a row of ${id}, got none`);
  return row;
};
const nameOf = (id: string | undefined) => within(rowOf(id)).getByRole('link').textContent;
const activeId = () => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.dataset['id'];
};
const selectedIds = () => [...getListState().selection.ids].sort();

test('moves between rows and opens them by keyboard', async () => {
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

test('keys act on the selected rows, not on the active one', async () => {
  const { press, order, asked, settle } = await start();
  const [first, second, third] = order();
  const firstName = nameOf(first);
  act(() => setListState({ selection: { ids: new Set([first ?? '']), anchor: null }, active: third ?? null }));
  press('c');
  expect(asked('endpoints.checkNow')).toEqual({ ids: [first] });
  press('e');
  await screen.findByRole('dialog', { name: /^Edit/ });
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe(firstName);
  act(() => closeEndpointDialog());
  act(() => setListState({ selection: { ids: new Set([first ?? '', second ?? '']), anchor: null } }));
  press('e');
  await settle();
  expect(screen.queryByRole('dialog')).toBeNull();
  await findToast('Select one endpoint to edit');
});

test('says how many of the selected rows the filter hides', async () => {
  const { press } = await start();
  press('a', { ctrlKey: true });
  act(() => setListState({ text: 'checkout' }));
  expect(screen.getByRole('toolbar').textContent).toMatch(/6 of 6 selected\d hidden by the filter/);
});

test('deletes without a question, and undo restores the history', async () => {
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
  expect(selectedIds()).toEqual([]);
  expect(bridge.state().endpoints.get(first)).toEqual(before);
});

test('undo restores what can be restored, and says how many could not', async () => {
  const { press, bridge, settle } = await start({ endpoints: 3 });
  const before = bridge.state().endpoints;
  press('a', { ctrlKey: true });
  press('Delete');
  await settle();
  const [, , third] = [...before.values()];
  bridge.answer('endpoints.restore', () => (third === undefined ? [] : [third.endpoint]));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await settle();
  expect(await findToast('2 of 3 endpoints could not be restored')).not.toEqual([]);
});

test('after a row is deleted, the arrows go to its neighbours', async () => {
  const { press, order, settle } = await start({ endpoints: 5 });
  const [first, second, third, fourth] = order();
  for (const key of ['j', 'j', 'j', 'Delete']) press(key);
  await settle();
  expect(order()).not.toContain(third);
  press('ArrowDown');
  expect(activeId()).toBe(fourth);
  press('k');
  press('Delete');
  await settle();
  expect(order()).not.toContain(second);
  press('ArrowUp');
  expect(activeId()).toBe(first);
});

test('a held key moves, but repeats no command', async () => {
  const { press, order, settle, bridge } = await start();
  press('j');
  press('j', { repeat: true });
  expect(activeId()).toBe(order()[1]);
  press('p');
  await settle();
  press('p', { repeat: true });
  await settle();
  const toggles = bridge.requests.filter(({ channel }) => /^endpoints\.(pause|resume)$/.test(channel));
  expect(toggles).toHaveLength(1);
});

test('keys work while no endpoint matches the filter', async () => {
  const { press } = await start();
  act(() => setListState({ text: 'matches nothing' }));
  expect(screen.getByText('No matches')).toBeDefined();
  press('ArrowDown');
  press('/');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  act(() => screen.getByRole('searchbox').blur());
  press('Escape');
  expect(screen.queryByText('No matches')).toBeNull();
  act(() => setListState({ text: 'matches nothing' }));
  press('n');
  expect(await screen.findByRole('dialog')).toBeDefined();
});

test('a restored endpoint is not selected, also when the list was empty', async () => {
  const { press, settle, bridge } = await start({ endpoints: 2 });
  press('a', { ctrlKey: true });
  press('Delete');
  await settle();
  expect(bridge.state().endpoints.size).toBe(0);
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await settle();
  expect(bridge.state().endpoints.size).toBe(2);
  expect(selectedIds()).toEqual([]);
});

test('does not delete endpoints of lookout.yaml, and says why', async () => {
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

test('focuses the list after filtering, and Escape clears the text, then the chips', async () => {
  const { press, order } = await start({ endpoints: 20 });
  const grid = screen.getByRole('grid');
  press('/');
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'checkout' } });
  press('Enter');
  expect(document.activeElement).toBe(grid);
  expect(activeId()).toBe(order()[0]);
  fireEvent.click(screen.getByRole('button', { name: /^Up \d/ }));
  press('Escape');
  expect(getListState()).toMatchObject({ text: '', statuses: new Set(['up']) });
  press('Escape');
  expect(getListState().statuses).toEqual(new Set());
  fireEvent.click(screen.getByRole('button', { name: /^Up \d/ }));
  press('/');
  press('Escape');
  expect(getListState().statuses).toEqual(new Set());
  press('Escape');
  expect(document.activeElement).toBe(grid);
});

test('a click on a tag filters by it, and a second click no longer does', async () => {
  const { order } = await start({ endpoints: 12 });
  const all = order();
  // Every third endpoint has the tag.
  fireEvent.click(within(rowOf('e3')).getByRole('button', { name: 'prod' }));
  expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('tag:"prod"');
  expect([...order()].sort()).toEqual(['e0', 'e3', 'e6', 'e9']);
  fireEvent.click(within(rowOf('e3')).getByRole('button', { name: 'prod' }));
  expect(order()).toEqual(all);
  expect(location.hash).toBe('#/');
});

test('says so when nothing matches, and clears the filters', async () => {
  const { order } = await start();
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zzz' } });
  await screen.findByText('No matches');
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(order()).toHaveLength(6);
});

test('collapses and expands groups by keyboard', async () => {
  const { press, order } = await start({ endpoints: 12 });
  act(() => setListState({ grouped: true }));
  const all = order().length;
  press('Home');
  press('ArrowLeft');
  expect(order().length).toBeLessThan(all);
  press('ArrowRight');
  expect(order()).toHaveLength(all);
});

test('holds the order while the pointer is on the list, and reorders on demand', async () => {
  const { bridge, settle, order } = await start({ endpoints: 5 });
  act(() => setListState({ sort: 'status', grouped: false }));
  const before = order();
  const last = before.at(-1) ?? '';
  const fail = async () => {
    for (let n = 0; n < 3; n++) bridge.check(last, true);
    await settle();
  };
  const point = (x: number) => fireEvent.pointerMove(screen.getByRole('grid'), { clientX: x, clientY: 100 });
  point(10);
  point(20);
  await fail();
  expect(bridge.state().endpoints.get(last)?.state.status).toBe('down');
  expect(order()).toEqual(before);
  // Deleted endpoints go, and new ones come, at the end.
  await bridge.request('endpoints.create', { endpoints: [{ kind: 'http', url: 'https://aaa.example.org/' }] });
  await bridge.request('endpoints.remove', { ids: [before[1] ?? ''] });
  await settle();
  expect(order()).toEqual([...before.filter((id) => id !== before[1]), 'e5']);
  fireEvent.click(screen.getByRole('button', { name: /^\d changes?: reorder$/ }));
  expect(screen.queryByRole('button', { name: /reorder/ })).toBeNull();
  expect([before[0], last]).toContain(order()[0]);
  expect(order().indexOf(last)).toBeLessThan(2);
});

test('reorders when the pointer leaves, and when a key is used', async () => {
  const { bridge, settle, order, press } = await start({ endpoints: 3 });
  act(() => setListState({ sort: 'status', grouped: false }));
  const grid = screen.getByRole('grid');
  const hold = () => {
    fireEvent.pointerMove(grid, { clientX: 1, clientY: 1 });
    fireEvent.pointerMove(grid, { clientX: 2, clientY: 2 });
  };
  const downFirst = async (id: string) => {
    for (const other of order()) for (let n = 0; n < 3; n++) bridge.check(other, other === id);
    await settle();
  };
  await downFirst('e0');
  expect(order()[0]).toBe('e0');
  hold();
  await downFirst('e1');
  expect(order()[0]).toBe('e0');
  fireEvent.pointerOut(grid, { relatedTarget: document.body });
  expect(order()[0]).toBe('e1');
  hold();
  await downFirst('e2');
  expect(order()[0]).toBe('e1');
  press('j');
  expect(order()[0]).toBe('e2');
  // A list that moves under a resting pointer is not held for it.
  fireEvent.pointerMove(grid, { clientX: 2, clientY: 2 });
  await downFirst('e0');
  expect(order()[0]).toBe('e0');
});

test('holds the order while a menu is open, which names its endpoint', async () => {
  const { bridge, settle, order, press } = await start({ endpoints: 3 });
  act(() => setListState({ sort: 'status', grouped: false }));
  const [first, second] = order();
  fireEvent.contextMenu(rowOf(second));
  const menu = await screen.findByRole('menu', { name: nameOf(second) ?? '' });
  expect(within(menu).getByText(nameOf(second) ?? '')).toBeDefined();
  for (let n = 0; n < 3; n++) bridge.check(second ?? '', true);
  await settle();
  expect(order()[0]).toBe(first);
  // What the menu offers stays as well.
  await bridge.request('endpoints.pause', { ids: [second ?? ''] });
  await settle();
  expect(within(menu).getByRole('menuitem', { name: /^Pause p/ })).toBeDefined();
  fireEvent.keyDown(menu, { key: 'Escape' });
  await settle();
  expect(screen.queryByRole('menu')).toBeNull();
  press('Home');
  expect(order()).not.toEqual([]);
});

test('the menu of a selected row acts on all selected rows, and on each by its own state', async () => {
  const { order, asked, bridge, settle } = await start({ endpoints: 4 });
  const [first = '', second = '', third = ''] = order();
  await bridge.request('endpoints.pause', { ids: [first] });
  await settle();
  act(() => setListState({ selection: { ids: new Set([first, second]), anchor: null } }));
  fireEvent.contextMenu(rowOf(first));
  const menu = await screen.findByRole('menu', { name: '2 selected endpoints' });
  fireEvent.click(within(menu).getByRole('menuitem', { name: /^Pause 1$/ }));
  await settle();
  expect(asked('endpoints.pause')).toEqual({ ids: [second] });
  // A row that is not selected is acted on alone.
  fireEvent.contextMenu(rowOf(third));
  fireEvent.click(
    within(await screen.findByRole('menu', { name: nameOf(third) ?? '' })).getByRole('menuitem', {
      name: /^Check now/,
    }),
  );
  await settle();
  expect(asked('endpoints.checkNow')).toEqual({ ids: [third] });
});

test('a group header shows the uptime and has actions for the whole group', async () => {
  const { bridge, settle, asked, press } = await start({ endpoints: 40 });
  act(() => setListState({ grouped: true, sort: 'name' }));
  const [header] = document.querySelectorAll<HTMLElement>('[data-group]');
  const group = header?.dataset['group'] ?? '';
  const members = [...bridge.state().endpoints.values()].filter(({ endpoint }) => endpoint.config.group === group);
  const running = members.filter(({ endpoint }) => !endpoint.paused).map(({ endpoint }) => endpoint.id);
  expect(members.length).toBeGreaterThan(2);
  expect(header?.textContent).toMatch(/[\d.]+\u00a0%/);
  fireEvent.click(within(header ?? document.body).getByRole('button', { name: `Actions for group ${group}` }));
  const menu = await screen.findByRole('menu', { name: `${group}: ${members.length} endpoints` });
  fireEvent.click(within(menu).getByRole('menuitem', { name: /^Check now/ }));
  await settle();
  expect(new Set((asked('endpoints.checkNow') as { ids: string[] }).ids)).toEqual(new Set(running));
  press('Home');
  press('p');
  await settle();
  expect(new Set((asked('endpoints.pause') as { ids: string[] }).ids)).toEqual(new Set(running));
  // No key deletes a whole group.
  press('Delete');
  await settle();
  expect(asked('endpoints.remove')).toBeUndefined();
  expect(bridge.state().endpoints.size).toBe(40);
});

test('compact rows are as tall as the layout of the list expects', async () => {
  const { bridge, settle } = await start({ endpoints: 8 });
  const height = () => screen.getByRole('grid').querySelector<HTMLElement>('[role="presentation"]')?.style.height;
  expect(height()).toBe(`${8 * 46}px`);
  act(() => bridge.push({ type: 'settings', settings: { ...bridge.state().settings, density: 'compact' } }));
  await settle();
  expect(height()).toBe(`${8 * 30}px`);
});

test('renders only visible rows', async () => {
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
  const { failure } = bridge.state().endpoints.get(first)!.state.last!;
  expect(row.textContent).toContain(fakeTexts.failure(failure!, 'http'));
});

test('a degraded endpoint says which condition does not hold, in its row and under the pointer', async () => {
  const { bridge, settle } = await start({ endpoints: 1 });
  const view = bridge.state().endpoints.get('e0')!;
  const warning = { code: 'condition.failed', params: { condition: '[SIZE] (9) < 5', reason: null, more: 0 } };
  const last = { ...view.state.last!, at: Date.now(), verdict: 'degraded' as const, failure: null, warning };
  bridge.push({ type: 'checked', id: 'e0', state: { ...view.state, status: 'degraded', last } });
  await settle();
  expect(rowOf('e0').textContent).toContain('[SIZE] (9) < 5: the condition does not hold.');
  expect(bridge.state().endpoints.get('e0')!.recent.failure.at(-1)).toEqual(warning);
});

test('shows the check under the pointer, with its failure', async () => {
  const { order, bridge } = await start({ endpoints: 5 });
  // e4 is down: its newest checks failed.
  const bar = document.querySelector(`[data-id="e4"] svg[height="18"]`)!.parentElement!;
  expect(order()).toContain('e4');
  vi.spyOn(bar, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 50, 240, 30));
  const sentence = fakeTexts.failure(bridge.state().endpoints.get('e4')!.recent.failure.at(-1)!, 'http');
  const times = () => screen.queryAllByText(sentence).length;
  const before = times();
  fireEvent.mouseMove(bar, { clientX: 339, clientY: 60 });
  expect(times()).toBe(before + 1);
  fireEvent.mouseMove(bar, { clientX: 335, clientY: 60 });
  expect(times()).toBe(before + 1);
  fireEvent.mouseLeave(bar);
  expect(times()).toBe(before);
});

test('opens the dialog with n, and keys in the dialog do not move the list', async () => {
  const { press } = await start();
  press('n');
  const box = await screen.findByLabelText(/one per line/);
  fireEvent.keyDown(box, { key: 'j' });
  expect(getListState().active).toBeNull();
});

test('an empty list shows the paste box', async () => {
  const { bridge } = await start({ endpoints: 0 });
  fireEvent.change(screen.getByLabelText(/one per line/), { target: { value: 'example.org' } });
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(bridge.state().ids).toHaveLength(1));
});

test('shows lines of the first paste that are not understood in the dialog', async () => {
  const { bridge } = await start({ endpoints: 0 });
  fireEvent.change(screen.getByLabelText(/one per line/), { target: { value: 'example.org\nnot a target' } });
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Add endpoints' });
  expect(within(dialog).getByLabelText<HTMLTextAreaElement>(/one per line/).value).toBe('not a target');
  expect(bridge.state().ids).toHaveLength(1);
});

test('pauses for an hour from the menu of a row, which then shows when the pause ends', async () => {
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

test('offers a demo while there are no endpoints, marks it, and removes it with one click', async () => {
  const { bridge, settle, order } = await start({ endpoints: 0 });
  fireEvent.click(screen.getByRole('button', { name: 'Try the demo' }));
  await settle();
  expect(order()).toHaveLength(4);
  for (const id of order()) expect(within(rowOf(id)).getByText('Demo', { selector: 'span' })).toBeDefined();
  fireEvent.contextMenu(rowOf(order()[0]));
  const item = (name: RegExp) => screen.findByRole('menuitem', { name });
  expect((await item(/^Edit/)).getAttribute('aria-disabled')).toBe('true');
  expect((await item(/^Clone/)).getAttribute('aria-disabled')).toBe('true');
  expect((await item(/^Delete/)).getAttribute('aria-disabled')).toBeNull();
  fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'Remove the demo' }));
  await settle();
  expect(bridge.state().endpoints.size).toBe(0);
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await settle();
  expect(bridge.state().endpoints.size).toBe(4);
});

test('says nothing about a demo when there is none', async () => {
  await start();
  expect(screen.queryByText(/This is a demo/)).toBeNull();
});
