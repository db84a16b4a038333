import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { SettingsView } from './settings-view.tsx';

afterEach(cleanup);

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

test('sends a number when the field loses focus, and not before', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const input = field('Concurrent checks');
  fireEvent.change(input, { target: { value: '250' } });
  await settle();
  expect(bridge.state().settings.maxConcurrent).toBe(1000);
  fireEvent.blur(input);
  await settle();
  expect(bridge.state().settings.maxConcurrent).toBe(250);
  expect(input.value).toBe('250');
});

test('shows at the field that a number is not whole', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const input = field('Concurrent checks');
  fireEvent.change(input, { target: { value: 'many' } });
  fireEvent.blur(input);
  await settle();
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(bridge.requests.some((one) => one.channel === 'settings.update')).toBe(false);
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(input.value).toBe('1000');
});

test('returns to the stored value when the engine refuses, and shows why', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const issues = [{ path: 'settings.maxPerHost', code: 'atLeast', params: { min: 1 }, given: '0' }];
  bridge.failNext('settings.update', new RequestFailed({ code: 'invalid', reason: 'invalid', issues }));
  const input = field('Concurrent checks per host');
  fireEvent.change(input, { target: { value: '0' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(await screen.findAllByText('settings.maxPerHost must be at least 1. Got 0.')).not.toHaveLength(0);
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

test('accepts durations as people write them, and refuses one without a unit', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const input = field('Interval');
  expect(input.value).toBe('30 s');
  fireEvent.change(input, { target: { value: '90' } });
  fireEvent.blur(input);
  await settle();
  expect(input.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(input, { target: { value: '90s' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  await settle();
  expect(bridge.state().settings.defaultInterval).toBe(90_000);
  expect(input.value).toBe('1 min 30 s');
});

test('shows only what its host can do', async () => {
  const { bridge } = await renderApp(<SettingsView />, { features: ['startAtLogin', 'logs'] });
  fireEvent.click(screen.getByRole('switch', { name: 'Start with the system' }));
  await waitFor(() => expect(bridge.state().settings.startAtLogin).toBe(true));
  expect(screen.queryByRole('switch', { name: /window is closed/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Copy' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await waitFor(() => expect(bridge.requests.at(-1)?.channel).toBe('host.openLogs'));
});

test('has no desktop settings in a browser', async () => {
  await renderApp(<SettingsView />);
  expect(screen.queryByRole('heading', { name: 'App' })).toBeNull();
  expect(screen.queryByRole('switch', { name: /sound/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Open' })).toBeNull();
});

test('says that a desktop shows no tray icons', async () => {
  await renderApp(<SettingsView />, { kind: 'desktop', features: ['startAtLogin'] });
  expect(screen.getByText(/This desktop shows no tray icons/u)).toBeTruthy();
});

test('says that the system refuses notifications', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { kind: 'desktop', features: ['notificationSound'] });
  expect(screen.queryByText(/does not show Lookout’s notifications/u)).toBeNull();
  const notice = { id: 'notifications', level: 'warning', code: 'notifications.refused', active: true } as const;
  act(() => bridge.push({ type: 'notice', notice }));
  await settle();
  expect(screen.getByText(/does not show Lookout’s notifications/u)).toBeTruthy();
});

describe('in a browser', () => {
  const permissionIs = (permission: NotificationPermission) =>
    vi.stubGlobal('Notification', { permission, requestPermission: async () => 'denied' });
  afterEach(() => vi.unstubAllGlobals());

  test('says that it blocks notifications, and what to do', async () => {
    permissionIs('denied');
    await renderApp(<SettingsView />, { kind: 'headless' });
    expect(screen.getByText(/blocks notifications.+Allow them in the browser’s settings/u)).toBeTruthy();
  });

  test('asks for the permission, and says so when the person refuses', async () => {
    permissionIs('default');
    const { settle } = await renderApp(<SettingsView />, { kind: 'headless' });
    expect(screen.queryByText(/blocks notifications/u)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Allow' }));
    await settle();
    expect(screen.getByText(/blocks notifications/u)).toBeTruthy();
  });

  test('says nothing when it shows them', async () => {
    permissionIs('granted');
    await renderApp(<SettingsView />, { kind: 'headless' });
    expect(screen.queryByText(/notifications from Lookout/u)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Allow' })).toBeNull();
  });
});

test('records a shortcut, refuses one that is in use, and removes it', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { features: ['globalShortcut'] });
  const recorder = screen.getByLabelText('Show the window from anywhere');
  fireEvent.click(recorder);
  fireEvent.keyDown(recorder, { key: 'c', code: 'KeyC', ctrlKey: true });
  expect(screen.getByText(/Other programs use this/)).toBeDefined();
  fireEvent.keyDown(recorder, { key: 'Shift', code: 'ShiftLeft', ctrlKey: true, shiftKey: true });
  expect(recorder.textContent).toBe('CtrlShift');
  fireEvent.keyDown(recorder, { key: 'L', code: 'KeyL', ctrlKey: true, shiftKey: true });
  await settle();
  expect(bridge.state().settings.globalShortcut).toBe('CommandOrControl+Shift+L');
  expect(recorder.textContent).toBe('CtrlShiftL');
  fireEvent.click(screen.getByRole('button', { name: 'Remove the shortcut' }));
  await settle();
  expect(bridge.state().settings.globalShortcut).toBe('');
});

test('Escape and leaving the field end the recording without a change', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { features: ['globalShortcut'] });
  const recorder = screen.getByLabelText('Show the window from anywhere');
  fireEvent.click(recorder);
  expect(recorder.textContent).toBe('Press the keys');
  fireEvent.keyDown(recorder, { key: 'Escape', code: 'Escape' });
  expect(recorder.textContent).toBe('None');
  fireEvent.click(recorder);
  fireEvent.blur(recorder);
  expect(recorder.textContent).toBe('None');
  await settle();
  expect(bridge.requests.some((one) => one.channel === 'settings.update')).toBe(false);
});

test('lists third-party software with the text of each license', async () => {
  await renderApp(<SettingsView />);
  fireEvent.click(screen.getByRole('button', { name: 'Licenses' }));
  const react = (await screen.findByText('react')).closest('details');
  expect(react?.textContent).toMatch(/MIT.*Permission is hereby granted/s);
  expect(screen.queryByText('vitest')).toBeNull();
  const titles = [...document.querySelectorAll('details > summary')].map((summary) => summary.textContent);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('the answer about secrets can be changed, on the desktop', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { kind: 'desktop' });
  const select = screen.getByLabelText('Secrets where the system has no vault');
  expect(select.textContent).toContain('Ask me');
  fireEvent.keyDown(select, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('option', { name: 'Do not keep them' }));
  await settle();
  expect(bridge.state().settings.secretsWithoutVault).toBe('refuse');
});

test('looks for updates only when asked', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { features: ['updates'] });
  const asked = () => bridge.requests.map(({ channel }) => channel).filter((channel) => /Update/u.test(channel));
  expect(asked()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Check for updates' }));
  await settle();
  expect(asked()).toEqual(['host.checkForUpdates']);
  expect(screen.getByText('Lookout is up to date.')).toBeTruthy();
});

test('offers to move the data folder where the host can', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, { features: ['dataFolder', 'moveDataFolder'] });
  fireEvent.click(screen.getByRole('button', { name: 'Move' }));
  await settle();
  expect(bridge.requests.some(({ channel }) => channel === 'host.moveDataFolder')).toBe(true);
});

test('exports everything as a file, and says which secrets it leaves out', async () => {
  const saved: { blob: Blob; name: string }[] = [];
  let last: Blob | null = null;
  const createUrl = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob instanceof Blob ? blob : null;
    return 'blob:export';
  });
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    if (last !== null) saved.push({ blob: last, name: this.download });
  });
  const { bridge, settle } = await renderApp(<SettingsView />);
  fireEvent.click(screen.getByRole('button', { name: 'YAML' }));
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'config.export', args: { format: 'yaml' } });
  expect(saved.map(({ name }) => name)).toEqual(['lookout.yaml']);
  expect(await saved[0]?.blob.text()).toBe('endpoints: []\n');
  createUrl.mockRestore();
  click.mockRestore();
});

test('shows how much space each level of history takes', async () => {
  const { settle } = await renderApp(<SettingsView />);
  await settle();
  expect(screen.getByText(/Charts with a point for every check need them\. Now 30/)).toBeTruthy();
});
