/** Moving, selecting and commands, by keyboard and with the mouse. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { getListState, setListState } from './list-state.ts';
import { activeId, findToast, nameOf, resetOverview, selectedIds, start } from './testing/start-overview.tsx';

resetOverview();

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

test('deletes without asking, and undo restores the history', async () => {
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

test('a held key repeats moves, but no commands', async () => {
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
