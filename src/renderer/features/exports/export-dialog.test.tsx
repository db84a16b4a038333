import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ResultExport } from '../../../contract/model/result-export.ts';
import * as files from '../../charts/section/save-file.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { rangeOf } from './export-draft.ts';
import { ExportDialog } from './export-dialog.tsx';

vi.mock('../../charts/section/save-file.ts', () => ({ saveLink: vi.fn<typeof files.saveLink>() }));

const onClose = vi.fn<() => void>();
beforeEach(() => {
  onClose.mockClear();
  vi.mocked(files.saveLink).mockClear();
});
afterEach(cleanup);

const HOUR = 3_600_000;
const PREPARED: ResultExport = {
  id: 'e1',
  fileName: 'results.csv',
  state: 'waiting',
  done: 0,
  all: null,
  bytes: 0,
  problem: null,
};

test('downloads the chosen results, and shows the progress and the size of the file', async () => {
  const { bridge, settle } = await renderApp(<ExportDialog onClose={onClose} />);
  bridge.answer('results.progress', () => ({ ...PREPARED, state: 'running', done: 1000, all: 4000, bytes: 2 ** 19 }));
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  const [sent] = bridge.requests.filter(({ channel }) => channel === 'results.export').map(({ args }) => args);
  expect(sent).toMatchObject({ match: {}, format: 'csv' });
  expect(files.saveLink).toHaveBeenCalledExactlyOnceWith('/exports/e1', expect.stringMatching(/\.csv$/u));
  expect((await screen.findByText(/% of 4,000 checks/u)).textContent).toMatch(/^25\.0\s% of 4,000 checks, 512\sKB$/u);
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('1000');
  bridge.answer('results.progress', () => ({ ...PREPARED, state: 'done', done: 4000, all: 4000, bytes: 2 ** 21 }));
  expect(await screen.findByText(/^4,000 checks, 2(?:\.0)?\sMB$/u)).toBeTruthy();
  expect(onClose).toHaveBeenCalledOnce();
});

test('offers the range of the charts and the endpoint', async () => {
  const shown = { view: { type: 'fixed', from: 1000.4, to: 2000.6 }, text: 'Nov 28' } as const;
  const { bridge, settle } = await renderApp(
    <ExportDialog endpoint={{ id: 'e2', name: 'Shop' }} shown={shown} onClose={onClose} />,
  );
  expect(screen.queryByLabelText('Endpoints')).toBeNull();
  expect(screen.getByLabelText('Range').textContent).toBe('As in the charts: Nov 28');
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  const [sent] = bridge.requests.filter(({ channel }) => channel === 'results.export').map(({ args }) => args);
  expect(sent).toEqual({ from: 1000, to: 2001, ids: ['e2'], format: 'csv' });
});

test('on the desktop, the host saves the file; nothing happens when the person chooses none', async () => {
  const { bridge, settle } = await renderApp(<ExportDialog onClose={onClose} />, { features: ['saveExports'] });
  bridge.answer('host.saveExport', () => null);
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'host.saveExport', args: { id: 'e1' } });
  expect(files.saveLink).not.toHaveBeenCalled();
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
});

test('can be cancelled while it is made', async () => {
  const { bridge, settle } = await renderApp(<ExportDialog onClose={onClose} />);
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel export' }));
  expect(await screen.findByText('Export cancelled')).toBeTruthy();
  expect(bridge.requests).toContainEqual({ channel: 'results.cancel', args: { id: 'e1' } });
  // Another one can be begun.
  expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
});

test('goes on when the dialog is closed', async () => {
  const { settle } = await renderApp(<ExportDialog onClose={onClose} />);
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Continue in background' }));
  expect(onClose).toHaveBeenCalledOnce();
});

test('says why it failed', async () => {
  const { bridge, settle } = await renderApp(<ExportDialog onClose={onClose} />);
  bridge.failNext('results.export', RequestFailed.because('nothingToExport'));
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await settle();
  expect(screen.getByRole('alert').textContent).toBe('No endpoint matches. Choose other endpoints.');
  const params = { reason: 'full', file: '/mnt/results.csv', problem: 'ENOSPC' };
  bridge.answer('results.progress', () => ({
    ...PREPARED,
    state: 'failed',
    problem: { code: 'export.failed', params },
  }));
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  await waitFor(() => expect(document.body.textContent).toContain('The disk is full, so /mnt/results.csv could not'));
  expect(onClose).not.toHaveBeenCalled();
});

test('a range that cannot be read is refused at its field', () => {
  const now = Date.UTC(2026, 10, 30, 12);
  expect(rangeOf({ range: 'day', typed: '' }, null, now)).toEqual({ from: now - 24 * HOUR, to: now });
  expect(rangeOf({ range: 'week', typed: '' }, null, now)).toEqual({ from: now - 168 * HOUR, to: now });
  expect(rangeOf({ range: 'days30', typed: '' }, null, now)).toEqual({ from: now - 720 * HOUR, to: now });
  expect(rangeOf({ range: 'all', typed: '' }, null, now)).toEqual({ from: 0, to: now });
  expect(rangeOf({ range: 'shown', typed: '' }, { type: 'last', ms: HOUR }, now)).toEqual({
    from: now - HOUR,
    to: now,
  });
  expect(rangeOf({ range: 'typed', typed: 'last 36 h' }, null, now)).toEqual({ from: now - 36 * HOUR, to: now });
  expect(rangeOf({ range: 'typed', typed: 'soon' }, null, now)).toEqual({ code: 'range.notUnderstood', part: 'soon' });
});
