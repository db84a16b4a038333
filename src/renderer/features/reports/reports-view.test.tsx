import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import * as files from '../../charts/section/save-file.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { fileNameOf, NEW_REPORT, rangeOf } from './report-draft.ts';
import { ReportsView } from './reports-view.tsx';

vi.mock('../../charts/section/save-file.ts', () => ({ saveFile: vi.fn<typeof files.saveFile>() }));

afterEach(() => {
  cleanup();
  vi.mocked(files.saveFile).mockClear();
});

const form = () => within(screen.getByRole('form', { name: 'New report' }));

test('a report of last month is created and saved as a page', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  fireEvent.click(form().getByRole('switch', { name: /^Leave out addresses/u }));
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await settle();
  await vi.waitFor(() => expect(files.saveFile).toHaveBeenCalledOnce(), { timeout: 60_000 });
  const [asked] = bridge.requests.filter(({ channel }) => channel === 'reports.build').map(({ args }) => args);
  expect(asked).toMatchObject({ match: {}, mask: true, job: expect.stringMatching(/^[0-9a-f]{32}$/u) as string });
  const [blob, name] = vi.mocked(files.saveFile).mock.calls[0] ?? [];
  expect(name).toMatch(/^lookout-report-\d{4}-\d\d-01-to-\d{4}-\d\d-01\.html$/u);
  expect(await blob?.text()).toContain('<!doctype html>');
});

test('a PDF is printed by the host, with times of the page, and saved', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  // A letter chooses the option that begins with it.
  fireEvent.keyDown(form().getByLabelText('Format'), { key: 'p' });
  const printed = Promise.withResolvers<{ pdf: string; endpoints: number }>();
  bridge.answer('reports.pdf', () => printed.promise);
  bridge.answer('reports.progress', () => Promise.resolve({ done: 6, all: 6 }));
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await vi.waitFor(() => expect(form().getByText('Printing…')).toBeDefined(), { timeout: 60_000 });
  await act(async () => printed.resolve({ pdf: btoa('%PDF-\u00FF'), endpoints: 6 }));
  await settle();
  const [asked] = bridge.requests.filter(({ channel }) => channel === 'reports.pdf').map(({ args }) => args);
  expect(asked).toMatchObject({ timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, mask: false });
  const [blob, name] = vi.mocked(files.saveFile).mock.calls[0] ?? [];
  expect(name).toMatch(/\.pdf$/u);
  expect(blob?.type).toBe('application/pdf');
  expect([...new Uint8Array((await blob?.arrayBuffer()) ?? [])].at(-1)).toBe(0xff);
});

test('says what is missing for a PDF', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  // A letter chooses the option that begins with it.
  fireEvent.keyDown(form().getByLabelText('Format'), { key: 'p' });
  bridge.failNext('reports.pdf', RequestFailed.because('cannotPrint', { problem: { code: 'pdf.noBrowser' } }));
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await settle();
  expect(form().getByRole('alert').textContent).toMatch(/^A PDF needs Chromium, Chrome or Edge .* Choose HTML/u);
});

test('a report that is being made can be cancelled, and nothing is saved', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  const built = Promise.withResolvers<never>();
  const request = bridge.request.bind(bridge);
  vi.spyOn(bridge, 'request').mockImplementation(((channel: string, args: never) =>
    channel === 'reports.build' ? built.promise : request(channel as 'reports.cancel', args)) as typeof bridge.request);
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await settle();
  fireEvent.click(form().getByRole('button', { name: 'Cancel' }));
  await act(async () => built.reject(new Error('The report was cancelled.')));
  await settle();
  expect(bridge.requests.map(({ channel }) => channel)).toContain('reports.cancel');
  expect(files.saveFile).not.toHaveBeenCalled();
  expect(form().getByRole('button', { name: 'Create report' })).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('why a report was refused is shown until one is made', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  bridge.failNext('reports.build', RequestFailed.because('unreachable'));
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await settle();
  expect(form().getByRole('alert')).toBeDefined();
  fireEvent.click(form().getByRole('button', { name: 'Create report' }));
  await settle();
  await vi.waitFor(() => expect(files.saveFile).toHaveBeenCalledOnce(), { timeout: 60_000 });
  await settle();
  expect(form().queryByRole('alert')).toBeNull();
});

test('Enter in a field does not make a second report while one is being made', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  bridge.answer('reports.build', () => new Promise(() => {}));
  fireEvent.submit(screen.getByRole('form', { name: 'New report' }));
  await settle();
  fireEvent.submit(screen.getByRole('form', { name: 'New report' }));
  await settle();
  expect(bridge.requests.filter(({ channel }) => channel === 'reports.build')).toHaveLength(1);
});

test('ranges are calendar months, days up to now, or typed', () => {
  const now = new Date(2026, 10, 30, 12).getTime();
  const range = (choice: typeof NEW_REPORT.range, typed = '') => rangeOf({ ...NEW_REPORT, range: choice, typed }, now);
  expect(range('lastMonth')).toEqual({ from: new Date(2026, 9, 1).getTime(), to: new Date(2026, 10, 1).getTime() });
  expect(range('thisMonth')).toEqual({ from: new Date(2026, 10, 1).getTime(), to: now });
  expect(range('week')).toEqual({ from: now - 7 * 86_400_000, to: now });
  expect(range('typed', 'last 2 days')).toEqual({ from: now - 2 * 86_400_000, to: now });
  expect(range('typed', 'some day')).toMatchObject({ code: 'range.notUnderstood' });
  expect(fileNameOf({ from: new Date(2026, 9, 1).getTime(), to: new Date(2026, 10, 1).getTime() }, 'csv')).toBe(
    'lookout-report-2026-10-01-to-2026-11-01.csv',
  );
});

test('an objective of a group is added, changed and removed', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  const dialog = () => screen.getByRole('dialog');
  fireEvent.click(screen.getByRole('button', { name: 'Add objective' }));
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'Shop is up' } });
  fireEvent.change(within(dialog()).getByLabelText('Target'), { target: { value: '99,95 %' } });
  fireEvent.submit(document.querySelector('[role=dialog] form') ?? dialog());
  await settle();
  expect(screen.queryByRole('dialog')).toBeNull();
  const saved = () => bridge.requests.filter(({ channel }) => channel === 'objectives.save').map(({ args }) => args);
  expect(saved()).toEqual([{ objective: { name: 'Shop is up', match: {}, target: 99.95, window: '30d' } }]);
  fireEvent.click(screen.getByRole('button', { name: 'Edit Shop is up' }));
  expect(within(dialog()).getByLabelText<HTMLInputElement>('Target').value).toBe('99.95');
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove Shop is up' }));
  await settle();
  expect(screen.queryByRole('article', { name: 'Objective Shop is up' })).toBeNull();
});

test('a scheduled report is added, shows why it could not be written, and is removed', async () => {
  const { bridge, settle } = await renderApp(<ReportsView />);
  const dialog = () => screen.getByRole('dialog');
  fireEvent.click(screen.getByRole('button', { name: 'Add scheduled report' }));
  fireEvent.change(within(dialog()).getByLabelText(/^Name/u), { target: { value: 'Shop' } });
  fireEvent.change(within(dialog()).getByLabelText(/^Folder/u), { target: { value: ' /root/reports ' } });
  fireEvent.change(within(dialog()).getByLabelText('Time zone'), { target: { value: 'Europe/Berlin' } });
  fireEvent.submit(document.querySelector('[role=dialog] form') ?? dialog());
  await settle();
  const saved = bridge.requests.filter(({ channel }) => channel === 'reportSchedules.save').map(({ args }) => args);
  const schedule = { name: 'Shop', every: 'month', format: 'html', mask: false, match: {}, folder: '/root/reports' };
  expect(saved).toEqual([{ schedule: { ...schedule, timezone: 'Europe/Berlin' } }]);
  expect(screen.getByText(/^All endpoints · Each month as HTML into \/root\/reports · next /u)).toBeDefined();
  expect(screen.getByRole('alert').textContent).toContain('EACCES: permission denied');
  fireEvent.click(screen.getByRole('button', { name: 'Remove Shop' }));
  await settle();
  expect(screen.queryByText(/Each month as/u)).toBeNull();
});
