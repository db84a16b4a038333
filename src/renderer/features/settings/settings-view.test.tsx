import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../engine/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { SettingsView } from './settings-view.tsx';

vi.setConfig({ testTimeout: 60_000 });
afterEach(cleanup);

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

test('sends a number when the field is left, and not before', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const input = field('Checks at one time');
  fireEvent.change(input, { target: { value: '250' } });
  await settle();
  expect(bridge.state().settings.maxConcurrent).toBe(1000);
  fireEvent.blur(input);
  await settle();
  expect(bridge.state().settings.maxConcurrent).toBe(250);
  expect(input.value).toBe('250');
});

test('refuses what is no whole number, at the field', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const input = field('Checks at one time');
  fireEvent.change(input, { target: { value: 'many' } });
  fireEvent.blur(input);
  await settle();
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(bridge.requests.some((one) => one.channel === 'settings.update')).toBe(false);
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(input.value).toBe('1000');
});

test('goes back to what holds when the engine refuses, and says why', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const issues = [{ path: 'settings.maxPerHost', message: 'Expected maxPerHost to be 1 or more, got 0' }];
  bridge.failNext('settings.update', new RequestFailed({ code: 'invalid', message: 'Not valid.', issues }));
  const input = field('Checks at one time to one host');
  fireEvent.change(input, { target: { value: '0' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(await screen.findAllByText(/Expected maxPerHost to be 1 or more/)).not.toHaveLength(0);
  await settle();
  expect(input.value).toBe('10');
});

test('switches at once, and shows what another page changed', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const notify = screen.getByRole('switch', { name: /Notify/ });
  fireEvent.click(notify);
  await waitFor(() => expect(bridge.state().settings.notifications).toBe(false));
  await settle();
  expect(notify.getAttribute('aria-checked')).toBe('false');
  act(() => bridge.push({ type: 'settings', settings: { ...bridge.state().settings, notifications: true } }));
  await settle();
  expect(notify.getAttribute('aria-checked')).toBe('true');
});
