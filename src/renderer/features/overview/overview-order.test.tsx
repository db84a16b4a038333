/** The held order of the rows, and the menus of rows and groups. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { setListState } from './list-state.ts';
import { nameOf, resetOverview, rowOf, start } from './testing/start-overview.tsx';

resetOverview();

test('holds the order while the pointer is on the list, and reorders on demand', async () => {
  const { bridge, settle, order } = await start({ endpoints: 5 });
  act(() => setListState({ sort: 'status', groupBy: null }));
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
  // Deleted endpoints disappear, and new ones appear at the end.
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
  act(() => setListState({ sort: 'status', groupBy: null }));
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
  // A list that moves under a pointer that does not move is not held.
  fireEvent.pointerMove(grid, { clientX: 2, clientY: 2 });
  await downFirst('e0');
  expect(order()[0]).toBe('e0');
});

test('holds the order while a menu is open, which names its endpoint', async () => {
  const { bridge, settle, order, press } = await start({ endpoints: 3 });
  act(() => setListState({ sort: 'status', groupBy: null }));
  const [first, second] = order();
  fireEvent.contextMenu(rowOf(second));
  const menu = await screen.findByRole('menu', { name: nameOf(second) ?? '' });
  expect(within(menu).getByText(nameOf(second) ?? '')).toBeDefined();
  for (let n = 0; n < 3; n++) bridge.check(second ?? '', true);
  await settle();
  expect(order()[0]).toBe(first);
  // The items of the menu stay the same as well.
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
  // The menu of a row that is not selected acts only on that row.
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
  act(() => setListState({ groupBy: 'group', sort: 'name' }));
  const [header] = document.querySelectorAll<HTMLElement>('[data-group]');
  const group = header?.dataset['group']?.replace('group ', '') ?? '';
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
