import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportPreview } from '../../../contract/channels/imports.ts';
import type { FileIssue } from '../../../contract/model/issue.ts';
import { App } from '../../app.tsx';
import type { FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { forgetUndo, undoLast } from '../../components/undo.ts';
import { importPreview } from './import-preview.ts';

beforeEach(() => {
  location.hash = '#/';
});
afterEach(() => {
  cleanup();
  importPreview.set(null);
  forgetUndo();
  closeEndpointDialog();
});

const PREVIEW: ImportPreview = {
  id: 'waiting',
  formats: ['lookout'],
  fileName: 'lookout.yaml',
  entries: ['Shop', 'Search', 'Mail'].map((name, index) => ({
    name,
    kind: 'http',
    target: `https://${name.toLowerCase()}.example/`,
    state: index === 1 ? 'exists' : 'new',
    changes: [],
    paused: false,
  })),
  warnings: [],
  hasHistory: false,
  problems: [],
};

const start = (options: FakeBridgeOptions) => renderApp(<App />, { features: ['openFiles'], ...options });

function drag(type: 'dragenter' | 'dragover' | 'drop', ...files: File[]) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ['Files'], files } });
  fireEvent(document.body, event);
  return event;
}

type Fake = Awaited<ReturnType<typeof start>>['bridge'];

/** The arguments of the last request that had files read. */
function readBy(bridge: Fake): { readonly id: string } {
  const { args } = bridge.requests.findLast(({ channel }) => channel === 'imports.read') ?? {};
  const id = typeof args === 'object' && args !== null && 'id' in args ? args.id : undefined;
  if (typeof id !== 'string') throw new TypeError('Expected the page to have files read');
  return { id };
}

const cancelled = (bridge: Fake) =>
  bridge.requests.filter(({ channel }) => channel === 'imports.cancel').map(({ args }) => args);

const YAML = new File(['endpoints: []'], 'lookout.yaml');

test('shows a dropped file before adding it, with duplicates not selected', async () => {
  const { bridge, settle } = await start({ dropped: PREVIEW });
  drag('dragenter');
  expect(screen.getByText(/Drop files/)).toBeDefined();
  // If the event is not prevented, the browser replaces the page by the file.
  expect(drag('dragover').defaultPrevented).toBe(true);
  expect(drag('drop', YAML).defaultPrevented).toBe(true);
  const dialog = await screen.findByRole('dialog', { name: 'Import lookout.yaml' });
  expect(screen.queryByText(/Drop files/)).toBeNull();
  const { id } = readBy(bridge);
  expect(bridge.requests.at(-1)).toEqual({
    channel: 'imports.read',
    args: { id, files: [{ name: 'lookout.yaml', base64: btoa('endpoints: []') }] },
  });
  const boxes = within(dialog).getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.map((box) => box.checked)).toEqual([true, false, true]);
  fireEvent.click(within(dialog).getByLabelText(/Shop/));
  fireEvent.click(within(dialog).getByLabelText(/Search/));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Add 2 endpoints' }));
  await settle();
  expect(bridge.requests.findLast(({ channel }) => channel === 'imports.add')?.args).toEqual({
    id,
    entries: [1, 2],
  });
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('imports past checks if the person wants them, and stops on Cancel', async () => {
  const { bridge, settle } = await start({ dropped: { ...PREVIEW, hasHistory: true } });
  drag('drop', YAML);
  const dialog = await screen.findByRole('dialog', { name: 'Import lookout.yaml' });
  const box = within(dialog).getByRole<HTMLInputElement>('checkbox', { name: /^Import past checks/ });
  expect(box.checked).toBe(true);
  fireEvent.click(box);
  fireEvent.click(box);
  const adding = Promise.withResolvers<never>();
  bridge.answer('imports.add', () => adding.promise);
  bridge.answer('imports.progress', () => ({ done: 2000, all: 5000 }));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Add 2 endpoints' }));
  expect(await within(dialog).findByText('2,000 of 5,000 past checks')).toBeDefined();
  expect(bridge.requests.findLast(({ channel }) => channel === 'imports.add')?.args).toMatchObject({ history: true });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  adding.reject(RequestFailed.because('importReplaced'));
  await settle();
  const { id } = readBy(bridge);
  expect(bridge.requests.findLast(({ channel }) => channel === 'imports.progress')?.args).toEqual({ id });
  expect(cancelled(bridge)).toEqual([{ id }]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('cancels the reading of files when a second start brings others, and forgets a preview that is closed', async () => {
  const { bridge, settle } = await start({ dropped: PREVIEW });
  const reading = Promise.withResolvers<never>();
  bridge.answer('imports.read', () => reading.promise);
  drag('drop', YAML);
  await screen.findByRole('dialog', { name: 'Reading lookout.yaml' });
  await waitFor(() => expect(readBy(bridge)).toBeDefined());
  const first = readBy(bridge);
  bridge.answer('imports.read', ({ id = '' }) => ({ ...PREVIEW, id, fileName: 'other.yaml' }));
  bridge.offer({ ...PREVIEW, fileName: 'other.yaml' });
  bridge.navigate('/import');
  await settle();
  const dialog = await screen.findByRole('dialog', { name: 'Import other.yaml' });
  const second = readBy(bridge);
  expect(second.id).not.toBe(first.id);
  expect(cancelled(bridge)).toEqual([{ id: first.id }]);
  reading.reject(RequestFailed.because('importReplaced'));
  await settle();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(cancelled(bridge)).toEqual([{ id: first.id }, { id: second.id }]);
});

test('shows what is wrong with a file, line by line, and adds nothing', async () => {
  const problem: FileIssue = {
    file: 'lookout.yaml',
    position: { line: 12, column: 5 },
    path: 'endpoints[3].interval',
    kind: 'http',
    code: 'durationUnit',
    params: { exampleMs: 30_000 },
    given: '30',
  };
  const { settle } = await start({ dropped: { ...PREVIEW, entries: [], problems: [problem] } });
  drag('drop', YAML);
  await settle();
  const dialog = await screen.findByRole('dialog', { name: 'lookout.yaml cannot be imported' });
  const text = 'lookout.yaml:12:5 endpoints[3].interval: Interval must have a unit, such as 30 s. Got 30.';
  expect(within(dialog).getByText(text)).toBeDefined();
  expect(within(dialog).queryByRole('button', { name: /^Add/ })).toBeNull();
});

test('asks before storing the secrets of a file without a vault, and continues', async () => {
  const { bridge, settle } = await start({ dropped: PREVIEW });
  drag('drop', YAML);
  const dialog = await screen.findByRole('dialog', { name: 'Import lookout.yaml' });
  bridge.failNext('imports.add', RequestFailed.because('noVault'));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Add 2 endpoints' }));
  await settle();
  expect(within(dialog).getByRole('alert').textContent).toContain('Store them encrypted');
  expect(bridge.state().endpoints.size).toBe(5);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Keep it' }));
  await settle();
  await waitFor(() => expect(bridge.state().endpoints.size).toBe(7));
  expect(bridge.state().settings.secretsWithoutVault).toBe('keep');
});

test('accepts a file on the file page of the dialog, but not in place of other input', async () => {
  const { bridge, settle } = await start({ dropped: PREVIEW });
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await screen.findByRole('dialog', { name: 'Add endpoints' });
  drag('drop', YAML);
  await settle();
  expect(bridge.requests.some(({ channel }) => channel === 'imports.read')).toBe(false);
  fireEvent.click(screen.getByRole('radio', { name: 'From a file' }));
  drag('drop', YAML);
  expect(await screen.findByRole('dialog', { name: 'Import lookout.yaml' })).toBeDefined();
  expect(screen.queryByRole('dialog', { name: 'Add endpoints' })).toBeNull();
});

test('says what is updated and what is lost, and undoes all of it at once', async () => {
  const entries = PREVIEW.entries.map((entry, index) => ({
    ...entry,
    state: (['changed', 'same', 'changed'] as const)[index] ?? 'same',
    changes: ['interval'],
  }));
  const warnings = [{ source: 'kuma.json', path: 'monitorList[0].proxyId', code: 'import.noCounterpart' }];
  const { bridge, settle } = await start({ dropped: { ...PREVIEW, entries, warnings } });
  drag('drop', YAML);
  const dialog = await screen.findByRole('dialog', { name: 'Import lookout.yaml' });
  expect(within(dialog).getByText('1 warning')).toBeDefined();
  expect(within(dialog).getByText('kuma.json monitorList[0].proxyId')).toBeDefined();
  expect(within(dialog).getByText(/Lookout has no such setting/)).toBeDefined();
  expect(within(dialog).getByText('unchanged')).toBeDefined();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Update 2 endpoints' }));
  await settle();
  expect(undoLast()).toBe(true);
  await settle();
  expect(bridge.requests.findLast(({ channel }) => channel === 'imports.undo')?.args).toEqual({
    id: readBy(bridge).id,
  });
});

test('reads several files together', async () => {
  const { bridge } = await start({ dropped: PREVIEW });
  drag('drop', YAML, new File(['a'], 'other.yaml'));
  expect(await screen.findByRole('dialog', { name: 'Import lookout.yaml' })).toBeDefined();
  expect(bridge.requests.find(({ channel }) => channel === 'imports.read')?.args).toMatchObject({
    files: [{ name: 'lookout.yaml' }, { name: 'other.yaml', base64: btoa('a') }],
  });
});

test('does not read a file that is too large', async () => {
  const { bridge, settle } = await start({ dropped: PREVIEW });
  const film = new File(['x'], 'film.mp4');
  Object.defineProperty(film, 'size', { value: 4 * 2 ** 30 });
  drag('drop', film);
  await settle();
  expect((await screen.findAllByText('Could not read film.mp4')).length).toBeGreaterThan(0);
  expect(screen.getAllByText('The file must have at most 15 MB.').length).toBeGreaterThan(0);
  expect(bridge.requests.some(({ channel }) => channel === 'imports.read')).toBe(false);
});

test('shows a file that Lookout was started with, and one that a second start brought', async () => {
  location.hash = '#/import';
  const { settle } = await start({ waiting: PREVIEW });
  expect(await screen.findByRole('dialog', { name: 'Import lookout.yaml' })).toBeDefined();
  expect(location.hash).toBe('#/');
  cleanup();
  importPreview.set(null);
  const other = await start({});
  other.bridge.offer({ ...PREVIEW, fileName: 'second.yaml' });
  other.bridge.navigate('/import');
  await settle();
  expect(await screen.findByRole('dialog', { name: 'Import second.yaml' })).toBeDefined();
});

test('shows the file of a start without a navigation', async () => {
  await start({ waiting: PREVIEW });
  expect(await screen.findByRole('dialog', { name: 'Import lookout.yaml' })).toBeDefined();
});

test('navigates to the path that the host sends', async () => {
  const { bridge, settle } = await start({});
  bridge.navigate('/health');
  await settle();
  await waitFor(() => expect(location.hash).toBe('#/health'));
});

test('an engine that cannot import leaves dropped files to the browser', async () => {
  const { bridge, settle } = await renderApp(<App />, { capabilities: { import: false } });
  expect(drag('drop', YAML).defaultPrevented).toBe(false);
  await settle();
  expect(bridge.requests.some(({ channel }) => channel === 'imports.read')).toBe(false);
});
