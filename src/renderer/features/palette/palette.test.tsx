import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { App } from '../../app.tsx';
import type { FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { forgetUndo } from '../../components/undo.ts';
import { keysOpen } from '../../navigation/keys-open.ts';
import { INITIAL_LIST_STATE, getListState, setListState } from '../overview/list-state.ts';
import { paletteOpen } from '../../navigation/palette-open.ts';

beforeEach(() => {
  location.hash = '#/';
  forgetUndo();
  localStorage.clear();
  setListState(INITIAL_LIST_STATE);
});
afterEach(() => {
  cleanup();
  closeEndpointDialog();
  paletteOpen.set(false);
  keysOpen.set(false);
});

const press = (key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const input = () => screen.findByPlaceholderText<HTMLInputElement>('Find an endpoint or a command');
const options = () => screen.queryAllByRole('option').map((option) => option.textContent);

async function open(options: FakeBridgeOptions = { endpoints: 6 }) {
  const app = await renderApp(<App />, options);
  press('k', { ctrlKey: true });
  await input();
  const type = async (value: string) => {
    fireEvent.change(await input(), { target: { value } });
    await app.settle();
  };
  const asked = (channel: string) => app.bridge.requests.findLast((one) => one.channel === channel)?.args;
  return { ...app, type, asked };
}

test('Ctrl+K opens and closes it, and Enter runs the marked row', async () => {
  const { type, settle, bridge } = await open();
  press('k', { ctrlKey: true });
  await settle();
  expect(screen.queryByRole('dialog')).toBeNull();
  press('k', { ctrlKey: true });
  await input();
  await type('dark');
  press('Enter');
  await settle();
  expect(bridge.state().settings.theme).toBe('dark');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('finds an endpoint by a part of its target and opens it', async () => {
  const { type, settle, bridge } = await open();
  const [, view] = [...bridge.state().endpoints.values()];
  await type(view?.endpoint.target ?? '');
  expect(options()[0]).toContain(view?.endpoint.config.name);
  press('Enter');
  await settle();
  expect(location.hash).toBe(`#/endpoint/${view?.endpoint.id}`);
});

test('shows fifty of ten thousand endpoints, and how many there are', async () => {
  const { type } = await open({ endpoints: 10_000 });
  await type('example');
  expect(options().length).toBeLessThanOrEqual(50);
  expect(await screen.findByText(/ of [\d,]+ endpoints$/)).toBeDefined();
});

test('shows recent entries first', async () => {
  const { type, settle } = await open();
  await type('keyboard shortcuts');
  press('Enter');
  await settle();
  expect(keysOpen.get()).toBe(true);
  press('Escape');
  await settle();
  press('k', { ctrlKey: true });
  await input();
  expect(options()[0]).toMatch(/^Show keyboard shortcuts/);
});

test('pauses all running endpoints for a time', async () => {
  const { type, settle, asked, bridge } = await open();
  const [first, ...others] = bridge.state().ids;
  await bridge.request('endpoints.pause', { ids: [first ?? ''] });
  await settle();
  const before = Date.now();
  await type('pause all 1 hour');
  press('Enter');
  await settle();
  const { ids, until } = asked('endpoints.pause') as { ids: string[]; until: number };
  expect(new Set(ids)).toEqual(new Set(others.filter((id) => bridge.state().endpoints.has(id))));
  expect(until).toBeGreaterThanOrEqual(before + 3_600_000 - 60_000);
});

test('offers actions on the open endpoint, and nothing that the host cannot do', async () => {
  const { type, bridge, settle } = await open();
  expect(options().join()).not.toContain('this endpoint');
  expect(options().join()).not.toContain('log folder');
  press('Escape');
  location.hash = `#/endpoint/${bridge.state().ids[0]}`;
  await settle();
  press('k', { ctrlKey: true });
  await input();
  await type('edit this');
  expect(options()[0]).toMatch(/^Edit this endpoint/);
});

test('stays closed over another dialog', async () => {
  const { settle } = await open();
  press('Escape');
  await settle();
  press('n');
  await screen.findByRole('dialog', { name: 'Add endpoints' });
  press('k', { ctrlKey: true });
  await settle();
  expect(paletteOpen.get()).toBe(false);
});

test('shows only endpoints that are down', async () => {
  const { type, settle } = await open({ endpoints: 30 });
  await type('only down');
  press('Enter');
  await settle();
  expect([...getListState().statuses]).toEqual(['down']);
});

test('runs an action that is typed as a verb and a part of a name', async () => {
  const { type, settle, asked, bridge } = await open();
  const view = bridge.state().endpoints.get('e2');
  const name = view?.endpoint.config.name ?? '';
  await type(`pause ${name}`);
  expect(options()[0]).toBe(`Pause ${name}p`);
  expect(options()[1]).toBe(`Pause ${name} for 1 hour`);
  press('Enter');
  await settle();
  expect(asked('endpoints.pause')).toEqual({ ids: ['e2'] });
  expect(paletteOpen.get()).toBe(false);
});

test('Tab lists the actions of an endpoint, Backspace and Escape go back', async () => {
  const { type, settle, asked, bridge } = await open();
  const view = bridge.state().endpoints.get('e1');
  const name = view?.endpoint.config.name ?? '';
  await type(name);
  press('Tab');
  await settle();
  expect(await screen.findByPlaceholderText('Find an action')).toBe(document.activeElement);
  expect(options()).toEqual(
    expect.arrayContaining([`Check ${name} nowc`, `Edit ${name}e`, `Clone ${name}`, `Delete ${name}Del`]),
  );
  press('Backspace');
  await settle();
  expect(document.activeElement).toBe(await input());
  await type(name);
  press('Tab');
  await settle();
  press('Escape');
  await settle();
  expect(document.activeElement).toBe(await input());
  await type(name);
  fireEvent.click(screen.getAllByTitle('Actions')[0] ?? document.body);
  await settle();
  fireEvent.change(screen.getByPlaceholderText('Find an action'), { target: { value: 'check' } });
  await settle();
  press('Enter');
  await settle();
  expect(asked('endpoints.checkNow')).toEqual({ ids: ['e1'] });
});

test('offers the selected endpoints of the overview', async () => {
  setListState({ selection: { ids: new Set(['e1', 'e2']), anchor: null } });
  const { type, settle, asked } = await open();
  await type('pause 2 selected');
  expect(options()[0]).toMatch(/^Pause 2 selected endpoints/);
  press('Enter');
  await settle();
  expect(asked('endpoints.pause')).toEqual({ ids: ['e1', 'e2'] });
});

test('changes the density, and undoes the last change', async () => {
  const { type, settle, bridge } = await open();
  await type('compact rows');
  press('Enter');
  await settle();
  expect(bridge.state().settings.density).toBe('compact');
  await bridge.request('endpoints.pause', { ids: ['e1'] });
  await settle();
  press('k', { ctrlKey: true });
  await type('undo');
  press('Enter');
  await settle();
  expect(screen.queryAllByText('Nothing to undo').length).toBeGreaterThan(0);
});

test('starts and removes the demo, but offers it only to those without endpoints', async () => {
  const { type, settle, bridge } = await open({ endpoints: 0 });
  await type('try the demo');
  press('Enter');
  await settle();
  expect(bridge.state().endpoints.size).toBe(4);
  press('k', { ctrlKey: true });
  await type('demo');
  expect(options().join()).not.toContain('Try the demo');
  await type('remove the demo');
  press('Enter');
  await settle();
  expect(bridge.state().endpoints.size).toBe(0);
});
