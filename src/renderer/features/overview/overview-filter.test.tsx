/** Which rows the overview shows. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { NO_CAPABILITIES } from '../../../contract/model/source.ts';
import { formatTime } from '../../format.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
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
  act(() => setListState({ grouped: true }));
  const all = order().length;
  press('Home');
  press('ArrowLeft');
  expect(order().length).toBeLessThan(all);
  press('ArrowRight');
  expect(order()).toHaveLength(all);
});

describe('with another Lookout', () => {
  const away = (id: string) =>
    fakeSource(id, {
      name: 'Berlin',
      capabilities: NO_CAPABILITIES,
      connection: {
        state: 'reconnecting',
        since: 5_000,
        lastContact: 4_000,
        problem: { code: 'remote.closed' },
        version: '0.1.0',
        scope: 'admin',
      },
    });

  async function startTwo() {
    const app = await start({ endpoints: 3, sources: [fakeSource('b1', { name: 'Berlin' })] });
    const [view] = app.bridge.state().endpoints.values();
    if (view === undefined) throw new TypeError('There must be an endpoint');
    const { config } = view.endpoint;
    const endpoint = { ...view.endpoint, id: 'b1~far', config: { ...config, name: 'Far away' } };
    act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint } }));
    await app.settle();
    return app;
  }

  test('each row says where it is from, and a click on it filters', async () => {
    const { order } = await startTwo();
    fireEvent.click(within(rowOf('b1~far')).getByTitle('Filter by source Berlin'));
    expect(getListState().text).toBe('source:"Berlin"');
    expect(order()).toEqual(['b1~far']);
    act(() => setListState({ text: '', source: 'local' }));
    expect(order()).toHaveLength(3);
    act(() => setListState({ source: 'b1' }));
    expect(order()).toEqual(['b1~far']);
  });

  test('without a connection, its rows are as of the last contact, and count as unknown', async () => {
    const { bridge, settle, order } = await startTwo();
    const [local] = bridge.state().sources;
    if (local === undefined) throw new TypeError('There must be a source');
    act(() => bridge.push({ type: 'sources', sources: [local, away('b1')] }));
    await settle();
    const row = rowOf('b1~far');
    expect(row.textContent).toContain(`Not connected, last contact ${formatTime(4_000)}`);
    expect(within(row).queryByText(/^in \d/u)).toBeNull();
    expect(screen.getByRole('button', { name: /^Unknown/u }).textContent).toContain('1');
    fireEvent.click(screen.getByRole('button', { name: /^Unknown/u }));
    expect(order()).toEqual(['b1~far']);
  });
});
