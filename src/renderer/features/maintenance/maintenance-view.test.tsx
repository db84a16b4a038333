import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { forgetUndo } from '../../components/undo.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { MaintenanceView } from './maintenance-view.tsx';

afterEach(() => {
  cleanup();
  forgetUndo();
});

const dialog = () => screen.getByRole('dialog');

async function openDialog() {
  const app = await renderApp(<MaintenanceView />);
  fireEvent.click(screen.getAllByRole('button', { name: 'Add window' })[0]!);
  return app;
}

test('explains maintenance windows when there are none, and adds one', async () => {
  const { settle } = await openDialog();
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'Patch night' } });
  fireEvent.click(within(dialog()).getByRole('radio', { name: 'Weekly' }));
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Monday' }));
  fireEvent.change(within(dialog()).getByLabelText('Start time'), { target: { value: '22:30' } });
  fireEvent.submit(dialog().querySelector('form')!);
  await settle();
  expect(screen.queryByRole('dialog')).toBeNull();
  const item = screen.getByRole('listitem');
  expect(item.textContent).toContain('Patch night');
  expect(item.textContent).toContain('Every Monday and Sunday at 22:30 for 2\u{a0}h');
  expect(item.textContent).toContain('All endpoints (2)');
});

test('shows what is wrong beside its field, and keeps the dialog open', async () => {
  const { settle } = await openDialog();
  fireEvent.submit(dialog().querySelector('form')!);
  await settle();
  const name = within(dialog()).getByLabelText(/^Name/u);
  expect(name.getAttribute('aria-invalid')).toBe('true');
  const error = document.getElementById(name.getAttribute('aria-describedby') ?? '');
  expect(error?.textContent).toBe('Name must be text with 1 to 200 characters.');
});

test('shows the next occurrences while the window is edited', async () => {
  await openDialog();
  expect(await screen.findByText(/endpoints match now/u)).toBeDefined();
});

test('says why there are no next occurrences when the form is wrong', async () => {
  const { bridge } = await openDialog();
  bridge.answer('maintenance.preview', ({ window }) => {
    if (window.cron === undefined) return { next: [], endpoints: 2 };
    throw new RequestFailed({
      code: 'invalid',
      reason: 'invalid',
      issues: [{ code: 'cron', path: 'window.cron', params: {}, given: window.cron }],
    });
  });
  fireEvent.click(within(dialog()).getByRole('radio', { name: 'Cron' }));
  const preview = within(dialog()).getByRole('region', { name: 'Preview' });
  await waitFor(() => expect(preview.textContent).toMatch(/^NextCron expression must be a cron expression/u));
});

test('a window that was removed can be added again', async () => {
  const { bridge, settle } = await renderApp(<MaintenanceView />);
  const window = { name: 'Later', match: { tag: 'prod' }, cron: '0 2 * * *', duration: 3_600_000, timezone: 'UTC' };
  await act(() => bridge.request('maintenance.save', { window }));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Remove Later' }));
  await settle();
  expect(screen.getByText('Later removed')).toBeDefined();
  expect(await bridge.request('maintenance.list', {})).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(await bridge.request('maintenance.list', {})).toMatchObject([{ config: window }]);
});

test('an active window comes first and can be ended; one of lookout.yaml cannot be edited', async () => {
  const { bridge, settle } = await renderApp(<MaintenanceView />);
  await act(async () => {
    await bridge.request('maintenance.save', { window: { name: 'Later', cron: '0 2 * * *', duration: 3_600_000 } });
    await bridge.request('maintenance.start', { ids: ['e0'], minutes: 60 });
  });
  await settle();
  const [first, second] = screen.getAllByRole('listitem');
  expect(first?.textContent).toMatch(/^e0Maintenance/u);
  expect(second?.textContent).toContain('Cron 0 2 * * * for 1\u{a0}h');
  fireEvent.click(within(first!).getByRole('button', { name: 'End now' }));
  await settle();
  expect(screen.queryByRole('button', { name: 'End now' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Remove Later' }));
  await settle();
  expect(screen.queryByText('Cron 0 2 * * * for 1\u{a0}h')).toBeNull();
});

test('shows windows and silences in a calendar, edits one, and adds one on a day', async () => {
  const { bridge, settle } = await openDialog();
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'Patch night' } });
  fireEvent.click(within(dialog()).getByRole('radio', { name: 'Weekly' }));
  fireEvent.submit(dialog().querySelector('form')!);
  await act(async () => {
    await bridge.request('silences.add', { match: {}, minutes: 5, reason: 'Move' });
  });
  await settle();
  // On the tenth day that is shown, whatever today is.
  const HOUR = 3_600_000;
  bridge.answer('maintenance.planned', ({ from }) => [
    { windowId: 'w0', from: from + 9.5 * 24 * HOUR, to: from + 9.5 * 24 * HOUR + HOUR },
  ]);
  fireEvent.click(screen.getByRole('radio', { name: 'Month' }));
  await settle();
  const calendar = screen.getByRole('region', { name: 'Calendar' });
  expect(calendar.querySelector('[aria-current="date"]')?.textContent).toContain('Move');
  fireEvent.click(within(calendar).getAllByTitle(/^Patch night/u)[0]!);
  expect(dialog().textContent).toContain('Edit the maintenance window');
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('radio', { name: 'Week' }));
  await settle();
  const week = screen.getByRole('region', { name: 'Calendar' });
  expect(within(week).getAllByRole('listitem')).toHaveLength(7);
  fireEvent.click(within(week).getByRole('button', { name: 'Next week' }));
  await settle();
  fireEvent.click(within(week).getAllByRole('button', { name: /^Add a window on/u })[0]!);
  expect(within(dialog()).getByLabelText<HTMLInputElement>('Start').value).toMatch(/T22:00$/u);
});

test('arrow keys move between the days of the calendar, and what does not fit into a day is shown in its week', async () => {
  const { bridge, settle } = await renderApp(<MaintenanceView />);
  await act(async () => {
    await bridge.request('maintenance.start', { ids: ['e0'], minutes: 60 });
  });
  const MINUTE = 60_000;
  bridge.answer('maintenance.planned', ({ from }) =>
    [1, 2, 3, 4, 5].map((n) => ({ windowId: 'w0', from: from + n * MINUTE, to: from + (n + 1) * MINUTE })),
  );
  fireEvent.click(screen.getByRole('radio', { name: 'Month' }));
  await settle();
  const days = screen.getAllByRole('button', { name: /^Add a window on/u });
  expect(days.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  days[10]?.focus();
  for (const [key, index] of [
    ['ArrowRight', 11],
    ['ArrowUp', 4],
    ['ArrowUp', 4],
    ['ArrowLeft', 3],
    ['ArrowDown', 10],
  ] as const) {
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
    expect(document.activeElement).toBe(days[index]);
  }
  expect(days.findIndex(({ tabIndex }) => tabIndex === 0)).toBe(10);
  fireEvent.click(screen.getByRole('button', { name: /^2 more on .*: show the week$/u }));
  await settle();
  expect(screen.getAllByRole('listitem')).toHaveLength(7);
  expect(screen.getAllByTitle(/^e0, /u)).toHaveLength(5);
});
