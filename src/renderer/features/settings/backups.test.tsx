import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { BackupState } from '../../../contract/model/backup.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { BackupFacts } from './backups.tsx';

afterEach(cleanup);

const STATE: BackupState = {
  available: true,
  folder: '/data/backups',
  backups: [
    { name: 'a.db', reason: 'daily', at: Date.UTC(2026, 10, 29, 12), bytes: 42 * 2 ** 20, isSound: true },
    { name: 'b.db', reason: 'update', at: Date.UTC(2026, 10, 28, 12), bytes: 2 ** 20, isSound: null },
  ],
  work: null,
  isChecking: false,
  restarts: true,
  restoreAtStart: null,
  restored: null,
  problem: null,
};

const dialog = () => within(screen.getByRole('dialog'));
const click = (name: string | RegExp, place: Pick<typeof screen, 'getByRole'> = screen) =>
  fireEvent.click(place.getByRole('button', { name }));

test('lists backups: when and why they were made, how large they are, and whether they are sound', async () => {
  await renderApp(<BackupFacts />);
  const rows = [...document.querySelectorAll('dl > div')].map((row) => row.textContent.replaceAll('\u202f', ' '));
  expect(rows).toHaveLength(4);
  expect(rows[1]).toMatch(/^DailyNov 29, .+ · 42\sMB · Sound/u);
  expect(rows[2]).toMatch(/^Before updateNov 28, .+ · 41\sMB · Not checked yet/u);
  expect(rows[3]).toMatch(/^DailyNov 27, .+ · 41\sMB · Damaged/u);
  // A damaged backup can be deleted, but not restored.
  expect(screen.getAllByRole('button', { name: /^Restore the backup/u })).toHaveLength(2);
  expect(screen.getAllByRole('button', { name: /^Delete the backup/u })).toHaveLength(3);
});

test('shows a backup that another client or the daily task makes', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  await screen.findAllByRole('button', { name: /^Delete the backup/u });
  await bridge.request('backups.create', {});
  act(() => bridge.push({ type: 'changed', what: 'backups' }));
  await settle();
  await waitFor(() => expect(screen.getAllByRole('button', { name: /^Delete the backup/u })).toHaveLength(4));
});

test('makes a backup', async () => {
  const { settle } = await renderApp(<BackupFacts />);
  click('Back up now');
  await settle();
  expect(screen.getByText('Made by you')).toBeTruthy();
  expect(screen.getByText(/Nov 30, .+ · 43/u)).toBeTruthy();
});

test('asks before it restores a backup, and says what will be lost', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  bridge.answer('backups.state', () => STATE);
  click(/^Restore the backup of .*28/u);
  expect(dialog().getByText(/You lose the last/u)).toBeTruthy();
  expect(dialog().getByText(/from an earlier version/u)).toBeTruthy();
  expect(dialog().getByText(/current data is kept as a backup/u)).toBeTruthy();
  click('Cancel', dialog());
  await settle();
  expect(bridge.requests.some(({ channel }) => channel === 'backups.restore')).toBe(false);
  click(/^Restore the backup of .*28/u);
  click(/^Restore/u, dialog());
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'backups.restore', args: { name: 'lookout-update.db' } });
});

test('if Lookout cannot restart itself, says that the person has to start it again', async () => {
  const { settle } = await renderApp(<BackupFacts />);
  click(/^Restore the backup of .*29/u);
  click('Restore', dialog());
  await settle();
  expect(screen.getByText(/Quit Lookout and start it again/u)).toBeTruthy();
  click('Cancel');
  await settle();
  expect(screen.queryByText(/Quit Lookout and start it again/u)).toBe(null);
});

test('shows the progress of a restore until Lookout restarts, and afterwards which backup was restored', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  let state: BackupState = { ...STATE, work: { what: 'restore', progress: 0.25 } };
  bridge.answer('backups.restore', () => state);
  bridge.answer('backups.state', () => state);
  click(/^Restore the backup of .*29/u);
  click(/^Restore/u, dialog());
  await settle();
  expect(screen.getByRole('progressbar', { name: 'Preparing the backup' }).getAttribute('value')).toBe('0.25');
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  state = { ...STATE, work: { what: 'restart', progress: 1 }, restoreAtStart: 'a.db' };
  expect(await screen.findByText('Lookout restarts with the backup…')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBe(null);
  expect(screen.queryByText(/Quit Lookout/u)).toBe(null);
  state = { ...STATE, restored: { from: { name: 'a.db', at: Date.UTC(2026, 10, 29, 12) }, aside: 'b.db' } };
  expect(await screen.findByText(/Lookout started with the backup of .*29.*The previous data is .*28/u)).toBeTruthy();
});

test('requests the list again when the connection is back, and shows no error for the time without one', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  act(() => bridge.setConnected(false));
  await settle();
  bridge.answer('backups.state', () => ({ ...STATE, restored: { from: null, aside: 'gone.db' } }));
  act(() => bridge.setConnected(true));
  await waitFor(async () => {
    await settle();
    expect(screen.getByText(/Lookout started with a backup/u)).toBeTruthy();
  });
  expect(screen.queryByRole('alert')).toBe(null);
});

test('says why a restore failed', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  const params = { doing: 'restore', reason: 'damaged', problem: 'database disk image is malformed' };
  bridge.answer('backups.create', () => ({ ...STATE, problem: { code: 'backup.failed', params } }));
  click('Back up now');
  await settle();
  expect(screen.getByRole('alert').textContent).toMatch(/^The backup is damaged, so it was not restored/u);
});

test('asks before it deletes a backup', async () => {
  const { bridge, settle } = await renderApp(<BackupFacts />);
  click(/^Delete the backup of .*29/u);
  click('Cancel', dialog());
  expect(bridge.requests.some(({ channel }) => channel === 'backups.remove')).toBe(false);
  click(/^Delete the backup of .*29/u);
  click('Delete', dialog());
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'backups.remove', args: { name: 'lookout-daily.db' } });
  expect(screen.getAllByRole('button', { name: /^Delete the backup/u })).toHaveLength(2);
});
