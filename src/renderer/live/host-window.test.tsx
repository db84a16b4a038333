import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { App } from '../app.tsx';
import { paletteOpen } from '../navigation/palette-open.ts';
import { INITIAL_LIST_STATE, setListState } from '../features/overview/list-state.ts';
import { renderApp } from '../testing/render-app.tsx';

beforeEach(() => {
  localStorage.clear();
  setListState(INITIAL_LIST_STATE);
  location.hash = '#/endpoint/e0';
});
afterEach(() => {
  cleanup();
  paletteOpen.set(false);
  location.hash = '#/';
});

const openMenu = async () => {
  const more = await screen.findByRole('button', { name: 'More' });
  fireEvent.keyDown(more, { key: 'Enter' });
};

test('opens an endpoint in its own window when the host has windows', async () => {
  const { bridge } = await renderApp(<App />, { features: ['windows'] });
  expect(await screen.findByRole('navigation', { name: 'Views' })).toBeDefined();
  await openMenu();
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Open in its own window' }));
  await waitFor(() =>
    expect(bridge.requests).toContainEqual({ channel: 'host.openWindow', args: { path: '/endpoint/e0' } }),
  );
});

test('offers no windows in a browser, and sends no window request', async () => {
  const { bridge } = await renderApp(<App />);
  await openMenu();
  expect(await screen.findByRole('menuitem', { name: 'Clone' })).toBeDefined();
  expect(screen.queryByRole('menuitem', { name: 'Open in its own window' })).toBeNull();
  expect(bridge.requests.some(({ channel }) => channel === 'host.window')).toBe(false);
});

test('shows only its endpoint in its own window, can be pinned, and has the endpoint in its title', async () => {
  const { bridge, settle } = await renderApp(<App />, { features: ['windows'], ownWindow: true });
  const name = bridge.state().endpoints.get('e0')?.endpoint.config.name ?? '';
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toContain(name);
  expect(screen.queryByRole('navigation', { name: 'Views' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Back' })).toBeNull();
  expect(document.title).toMatch(new RegExp(`^${name}: \\w+`));
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(location.hash).toBe('#/endpoint/e0');
  fireEvent.click(screen.getByRole('button', { name: 'Keep on top of other windows' }));
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'host.keepOnTop', args: { alwaysOnTop: true } });
  expect(screen.getByRole('button', { name: 'No longer keep on top' })).toBeDefined();
});

test('opens other endpoints in their own windows from its palette', async () => {
  const { bridge, settle } = await renderApp(<App />, { features: ['windows'], ownWindow: true });
  await screen.findByRole('heading', { level: 1 });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const input = await screen.findByPlaceholderText('Find an endpoint or a command');
  expect(screen.queryByRole('option', { name: /Go to/ })).toBeNull();
  fireEvent.change(input, { target: { value: bridge.state().endpoints.get('e1')?.endpoint.target ?? '' } });
  await settle();
  fireEvent.keyDown(input, { key: 'Enter' });
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'host.openWindow', args: { path: '/endpoint/e1' } });
  expect(location.hash).toBe('#/endpoint/e0');
});
