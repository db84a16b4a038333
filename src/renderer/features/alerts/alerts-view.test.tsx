import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetUndo } from '../../components/undo.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { AlertsView } from './alerts-view.tsx';

afterEach(() => {
  cleanup();
  forgetUndo();
  vi.unstubAllGlobals();
});

const dialog = () => screen.getByRole('dialog');
const openTab = (name: RegExp) => fireEvent.mouseDown(screen.getByRole('tab', { name }), { button: 0 });

test('explains alerts when there are none', async () => {
  await renderApp(<AlertsView />);
  expect(screen.getByText('No alerts')).toBeDefined();
  expect(screen.getByText(/Without rules, Lookout only notifies you on this computer/u)).toBeDefined();
});

test('adds a channel, then a rule that uses it and says in words what it does', async () => {
  const { settle } = await renderApp(<AlertsView />);
  openTab(/Channels/u);
  await settle();
  fireEvent.click(screen.getAllByRole('button', { name: 'Add channel' })[0]!);
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'Hook' } });
  fireEvent.change(within(dialog()).getByLabelText(/^URL/u), { target: { value: 'http://127.0.0.1:9/' } });
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Send a test' }));
  await settle();
  expect(within(dialog()).getByText('Delivered')).toBeDefined();
  fireEvent.submit(dialog().querySelector('form')!);
  await settle();
  expect(screen.getByRole('listitem').textContent).toContain('Hook');

  openTab(/Rules/u);
  await settle();
  fireEvent.click(screen.getAllByRole('button', { name: 'Add rule' })[0]!);
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'All' } });
  fireEvent.change(within(dialog()).getByLabelText('Wait before alerting'), { target: { value: '2m' } });
  expect(dialog().textContent).toContain('Down for 2\u{a0}min anywhere: alert Hook. Also notify when it is over.');
  fireEvent.submit(dialog().querySelector('form')!);
  await settle();
  expect(screen.getByRole('listitem').textContent).toContain('All');
});

test('a rule that matches no endpoint says that it never alerts', async () => {
  const { bridge, settle } = await renderApp(<AlertsView />);
  await act(async () => {
    await bridge.request('channels.save', { channel: { kind: 'webhook', name: 'Hook', url: 'http://127.0.0.1:9/' } });
    await bridge.request('rules.save', { rule: { name: 'Nobody', match: { group: 'gone' }, channels: ['Hook'] } });
  });
  const rules = await bridge.request('rules.list', {});
  bridge.answer('rules.list', () => rules.map((rule) => ({ ...rule, endpoints: 0 })));
  openTab(/Rules/u);
  await settle();
  expect(screen.getByRole('listitem').textContent).toContain('No endpoint matches, so this rule never alerts.');
  bridge.answer('rules.list', () => rules.map((rule) => ({ ...rule, endpoints: 2 })));
  await act(async () => bridge.push({ type: 'changed', what: 'alerting' }));
  await settle();
  expect(screen.getByRole('listitem').textContent).not.toContain('never alerts');
});

test('channels say that the browser blocks notifications, where one needs them', async () => {
  vi.stubGlobal('Notification', { permission: 'denied' });
  const { bridge, settle } = await renderApp(<AlertsView />, { kind: 'headless' });
  openTab(/Channels/u);
  await settle();
  fireEvent.click(screen.getAllByRole('button', { name: 'Add channel' })[0]!);
  expect(screen.queryByText(/blocks notifications/u)).toBeNull();
  fireEvent.change(within(dialog()).getByLabelText('Kind'), { target: { value: 'desktop' } });
  expect(within(dialog()).getByText(/blocks notifications.+Allow them in the browser’s settings/u)).toBeDefined();
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Cancel' }));
  await act(async () => {
    await bridge.request('channels.save', { channel: { kind: 'desktop', name: 'Here' } });
  });
  await settle();
  expect(screen.getByRole('listitem').textContent).toContain('Here');
  expect(screen.getByText(/blocks notifications/u)).toBeDefined();
});

test('adds a silence that repeats, shows when it comes, and removes it', async () => {
  const { bridge, settle } = await renderApp(<AlertsView />);
  openTab(/Silences/u);
  await settle();
  fireEvent.click(screen.getAllByRole('button', { name: 'Add silence' })[0]!);
  fireEvent.change(within(dialog()).getByLabelText(/^Reason/u), { target: { value: 'Backup' } });
  fireEvent.click(within(dialog()).getByRole('radio', { name: 'Weekly' }));
  fireEvent.submit(dialog().querySelector('form')!);
  await settle();
  const args = bridge.requests.find(({ channel }) => channel === 'silences.save')?.args;
  expect(args).toMatchObject({ silence: { name: 'Backup', weekdays: ['sun'], at: '02:00', duration: '2h' } });
  const item = screen.getByRole('listitem');
  expect(item.textContent).toMatch(
    /^All endpointsPlannedEvery Sunday at 02:00 for 1\u{a0}h \(.+\)Begins in .+ · Backup/u,
  );
  expect(within(item).queryByRole('button', { name: 'End now' })).toBeNull();
  fireEvent.click(within(item).getByRole('button', { name: 'Edit the silence of All endpoints' }));
  expect(within(dialog()).getByLabelText<HTMLInputElement>(/^Reason/u).value).toBe('Backup');
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove the silence of All endpoints' }));
  await settle();
  expect(screen.getByText('No silences')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(screen.getByRole('button', { name: 'Remove the silence of All endpoints' })).toBeDefined();
});

test('a silence that was added elsewhere appears, and can be ended', async () => {
  const { bridge, settle } = await renderApp(<AlertsView />);
  await act(async () => {
    await bridge.request('silences.add', { match: { group: 'Production' }, minutes: 30, reason: 'Move' });
  });
  openTab(/Silences/u);
  await settle();
  const item = screen.getByRole('listitem');
  expect(item.textContent).toContain('Group Production');
  expect(item.textContent).toContain('Move');
  fireEvent.click(within(item).getByRole('button', { name: 'End now' }));
  await settle();
  expect(screen.getByText('No silences')).toBeDefined();
});
