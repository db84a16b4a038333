/** Which rows the overview shows. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { getListState, setListState } from './list-state.ts';
import { activeId, resetOverview, rowOf, start } from './testing/start-overview.tsx';

resetOverview();

test('says how many of the selected rows the filter hides', async () => {
  const { press } = await start();
  press('a', { ctrlKey: true });
  act(() => setListState({ text: 'checkout' }));
  expect(screen.getByRole('toolbar').textContent).toMatch(/6 of 6 selected\d hidden by the filter/);
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
  // A letter that is typed into the filter is not a command.
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
  act(() => setListState({ groupBy: 'group' }));
  const all = order().length;
  press('Home');
  press('ArrowLeft');
  expect(order().length).toBeLessThan(all);
  press('ArrowRight');
  expect(order()).toHaveLength(all);
});
