import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { fakeTexts } from '../../testing/fake-kinds.ts';
import { getListState, setListState } from './list-state.ts';
import { findToast, resetOverview, rowOf, start } from './testing/start-overview.tsx';

resetOverview();

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

test('says whose alerts are no longer held when the endpoint that they depend on is deleted', async () => {
  const { bridge, press, settle } = await start({ endpoints: 6 });
  const { endpoints } = bridge.state();
  const [parent, child] = [endpoints.get('e0')!, endpoints.get('e1')!];
  const config = { ...child.endpoint.config, dependsOn: [parent.endpoint.config.name] };
  bridge.push({ type: 'endpoint', view: { ...child, endpoint: { ...child.endpoint, config } } });
  await settle();
  act(() => setListState({ active: 'e0' }));
  press('Delete');
  await settle();
  expect(await findToast(new RegExp(`Alerts about ${config.name} are no longer held behind it`, 'u'))).toBeDefined();
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
