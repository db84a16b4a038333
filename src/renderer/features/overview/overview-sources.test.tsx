/** The overview with the endpoints of another Lookout: its name, its state, and its group. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { NO_CAPABILITIES, type SourceConnection } from '../../../contract/model/source.ts';
import { formatMoment } from '../../format.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
import { getListState, setListState } from './list-state.ts';
import { resetOverview, rowOf, start } from './testing/start-overview.tsx';

resetOverview();

const away = (id: string, connection: Partial<SourceConnection> = {}) =>
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
      ...connection,
    },
  });

async function startTwo() {
  const app = await start({ endpoints: 3, sources: [fakeSource('b1', { name: 'Berlin' })] });
  const [view] = app.bridge.state().endpoints.values();
  const [local] = app.bridge.state().sources;
  if (view === undefined || local === undefined) throw new TypeError('There must be an endpoint and a source');
  const { config } = view.endpoint;
  const endpoint = { ...view.endpoint, id: 'b1~far', config: { ...config, name: 'Far away' } };
  act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint } }));
  await app.settle();
  const setBerlin = async (source: ReturnType<typeof away>) => {
    act(() => app.bridge.push({ type: 'sources', sources: [local, source] }));
    await app.settle();
  };
  return { ...app, local, setBerlin };
}

const headers = () => [...document.querySelectorAll<HTMLElement>('[data-group]')];
const headerOf = (key: string): HTMLElement => {
  const header = headers().find(({ dataset }) => dataset['group'] === key);
  if (header === undefined) throw new Error(`Expected the header ${key}, got none`);
  return header;
};

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
  const { setBerlin, order } = await startTwo();
  await setBerlin(away('b1'));
  const row = rowOf('b1~far');
  expect(row.textContent).toContain(`No contact since ${formatMoment(4_000)}`);
  expect(within(row).queryByText(/^in \d/u)).toBeNull();
  expect(screen.getByRole('button', { name: /^Unknown/u }).textContent).toContain('1');
  fireEvent.click(screen.getByRole('button', { name: /^Unknown/u }));
  expect(order()).toEqual(['b1~far']);
});

test('“Clear filters” and Esc clear the source, too', async () => {
  const { order, press } = await startTwo();
  act(() => setListState({ source: 'b1', statuses: new Set(['maintenance']) }));
  fireEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(order()).toHaveLength(4);
  act(() => setListState({ source: 'b1' }));
  expect(order()).toHaveLength(1);
  press('Escape');
  expect(order()).toHaveLength(4);
});

test('grouped by source, a header says how the connection is, and what is wrong', async () => {
  const { setBerlin, order } = await startTwo();
  act(() => setListState({ groupBy: 'source' }));
  expect(headers().map(({ dataset }) => dataset['group'])).toEqual(['source local', 'source b1']);
  expect(headerOf('source local').textContent).toMatch(/^This Lookout/u);
  expect(headerOf('source b1').textContent).toMatch(/^Berlin.*Connected/u);
  // The header has the name; the row need not.
  expect(within(rowOf('b1~far')).queryByTitle('Filter by source Berlin')).toBeNull();
  await setBerlin(away('b1'));
  expect(headerOf('source b1').textContent).toContain(
    `Reconnecting since ${formatMoment(5_000)}. It closed the connection.`,
  );
  await setBerlin(away('b1', { state: 'refused', problem: { code: 'remote.token' } }));
  expect(headerOf('source b1').textContent).toContain(`Refused since ${formatMoment(5_000)}. `);
  fireEvent.click(within(headerOf('source b1')).getByRole('button', { name: 'Berlin' }));
  expect(order()).not.toContain('b1~far');
});

test('a source that Lookout has not reached yet has a header, unless a filter is set', async () => {
  const { setBerlin, bridge, settle } = await startTwo();
  act(() => bridge.push({ type: 'removed', id: 'b1~far' }));
  await setBerlin(away('b1', { lastContact: null }));
  act(() => setListState({ groupBy: 'source', sort: 'status' }));
  await settle();
  expect(headerOf('source b1').textContent).toContain('Reconnecting');
  const grid = screen.getByRole('grid');
  fireEvent.pointerMove(grid, { clientX: 1, clientY: 1 });
  fireEvent.pointerMove(grid, { clientX: 2, clientY: 2 });
  for (let n = 0; n < 3; n++) bridge.check('e0', true);
  await settle();
  // The held order keeps it, too.
  expect(headers()).toHaveLength(2);
  act(() => setListState({ text: 'e' }));
  await settle();
  expect(headers().map(({ dataset }) => dataset['group'])).not.toContain('source b1');
});

test('the menu of a source acts on its endpoints, and keys fold it', async () => {
  const { press, order, asked, settle } = await startTwo();
  act(() => setListState({ groupBy: 'source' }));
  fireEvent.click(within(headerOf('source b1')).getByRole('button', { name: 'Actions for source Berlin' }));
  const menu = await screen.findByRole('menu', { name: 'Berlin: 1 endpoint' });
  fireEvent.click(within(menu).getByRole('menuitem', { name: 'Select all in source' }));
  expect([...getListState().selection.ids]).toEqual(['b1~far']);
  press('Escape');
  act(() => setListState({ active: 'source local' }));
  press('c');
  await settle();
  expect((asked('endpoints.checkNow') as { ids: string[] }).ids.every((id) => id.startsWith('e'))).toBe(true);
  press('ArrowLeft');
  expect(order()).toEqual(['b1~far']);
});

test('without other sources, the list is grouped by group again', async () => {
  const { bridge, settle, local } = await startTwo();
  act(() => setListState({ groupBy: 'source' }));
  act(() => bridge.push({ type: 'sources', sources: [local] }));
  await settle();
  expect(headers().every(({ dataset }) => dataset['group']?.startsWith('group '))).toBe(true);
  expect(screen.getByRole('button', { name: 'Ungroup' })).toBeTruthy();
});
