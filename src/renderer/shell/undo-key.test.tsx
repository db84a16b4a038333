import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../app.tsx';
import { forgetUndo } from '../components/undo.ts';
import { INITIAL_LIST_STATE, setListState } from '../features/overview/list-state.ts';
import { renderApp } from '../testing/render-app.tsx';

beforeEach(() => {
  location.hash = '#/';
  forgetUndo();
  setListState(INITIAL_LIST_STATE);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function start() {
  const app = await renderApp(<App />, { endpoints: 6 });
  const undo = async (target: Element = document.body) => {
    fireEvent.keyDown(target, { key: 'z', ctrlKey: true });
    await app.settle();
  };
  const choose = async (key: string, ...ids: readonly string[]) => {
    setListState({ selection: { ids: new Set(ids), anchor: null } });
    fireEvent.keyDown(document.body, { key });
    await app.settle();
  };
  const paused = () =>
    [...app.bridge.state().endpoints.values()]
      .filter(({ endpoint }) => endpoint.paused)
      .map((view) => view.endpoint.id);
  return { ...app, undo, choose, paused };
}

test('Ctrl+Z restores deleted endpoints and removes the message, then says that there is nothing left', async () => {
  const { bridge, undo, choose } = await start();
  await choose('Delete', 'e1', 'e2');
  expect(bridge.state().endpoints.size).toBe(4);
  expect(screen.queryAllByText('2 endpoints deleted').length).toBeGreaterThan(0);
  await undo();
  expect(bridge.state().endpoints.size).toBe(6);
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  await undo();
  expect(screen.queryAllByText('Nothing to undo').length).toBeGreaterThan(0);
});

test('Ctrl+Z resumes what was paused, and pauses what was resumed as it was', async () => {
  const { bridge, undo, choose, paused } = await start();
  await choose('p', 'e1', 'e2');
  expect(paused()).toEqual(['e1', 'e2']);
  await undo();
  expect(paused()).toEqual([]);
  const until = Date.now() + 3_600_000;
  await bridge.request('endpoints.pause', { ids: ['e3'], until });
  await choose('p', 'e3');
  expect(paused()).toEqual([]);
  await undo();
  expect(bridge.state().endpoints.get('e3')?.endpoint).toMatchObject({ paused: true, pausedUntil: until });
});

test('pausing leaves the end of an earlier pause as it is, and so does undoing it', async () => {
  const { bridge, undo, choose, paused } = await start();
  const until = Date.now() + 3_600_000;
  const e3 = () => bridge.state().endpoints.get('e3')?.endpoint;
  await bridge.request('endpoints.pause', { ids: ['e3'], until });
  await choose('p', 'e1', 'e3');
  expect(paused()).toEqual(['e1', 'e3']);
  expect(e3()).toMatchObject({ paused: true, pausedUntil: until });
  await undo();
  expect(paused()).toEqual(['e3']);
  expect(e3()).toMatchObject({ paused: true, pausedUntil: until });
});

test('Ctrl+Z resumes an endpoint whose earlier pause would have ended by now', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { bridge, undo, choose, paused } = await start();
  const until = Date.now() + 3_600_000;
  await bridge.request('endpoints.pause', { ids: ['e3'], until });
  await choose('p', 'e3');
  // Another page pauses it without an end.
  await bridge.request('endpoints.pause', { ids: ['e3'] });
  vi.setSystemTime(until + 1);
  await undo();
  expect(paused()).toEqual([]);
});

test('in a text field, Ctrl+Z belongs to the text', async () => {
  const { bridge, undo, choose } = await start();
  await choose('Delete', 'e1');
  await undo(screen.getByRole('searchbox'));
  expect(bridge.state().endpoints.has('e1')).toBe(false);
});
