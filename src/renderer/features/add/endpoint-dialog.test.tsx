import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { findToast, open, setUpEndpointDialog, type } from './testing/endpoint-dialog.ts';

setUpEndpointDialog();

test('previews a pasted text, and adds the new targets', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 2 });
  open({ mode: 'add' });
  const known = [...app.bridge.state().endpoints.values()][0]?.endpoint.target;
  type(/one per line/, `https://new.example.org/\n${known}\nnot a target\ndb.example.org:5432`);
  const add = await screen.findByRole('button', { name: /Add 2 endpoints/ });
  const lines = within(document.querySelector('[id$=preview]')!).getAllByRole('listitem');
  expect(lines.map((line) => line.dataset['kind'])).toEqual(['problem', 'new', 'duplicate', 'new']);
  expect(lines[0]?.textContent).toContain('A target must be a URL');
  type(/Group for all/, 'Shop');
  fireEvent.click(add);
  await findToast('2 endpoints added');
  const added = [...app.bridge.state().endpoints.values()].slice(2);
  expect(added.map(({ endpoint }) => [endpoint.target, endpoint.config.group])).toEqual([
    ['https://new.example.org/', 'Shop'],
    ['db.example.org:5432', 'Shop'],
  ]);
  // Lines that were not understood stay in the box, to be corrected.
  const box = screen.getByLabelText<HTMLTextAreaElement>(/one per line/);
  expect(box.value).toBe('not a target');
  fireEvent.change(box, { target: { value: 'a.example.org' } });
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('an empty box says what can be pasted, and has examples of every kind on demand', async () => {
  await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add' });
  const preview = within(document.querySelector<HTMLElement>('[id$=preview]')!);
  preview.getByText(/Markdown links are understood/);
  const summary = preview.getByText(/^Examples of all \d+ kinds$/);
  const details = summary.closest('details');
  expect(details?.open).toBe(false);
  const count = Number(/\d+/.exec(summary.textContent)?.[0]);
  expect(preview.getAllByRole('term', { hidden: true })).toHaveLength(count);
  type(/one per line/, 'a.example.org');
  await screen.findByRole('button', { name: /Add 1 endpoint/ });
  expect(preview.queryByText(/Examples of all/)).toBeNull();
});

test('Ctrl+Enter adds from anywhere in the dialog, also before the text is read', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add' });
  type(/one per line/, 'a.example.org');
  fireEvent.keyDown(screen.getByRole('radio', { name: 'Paste many' }), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(app.bridge.state().ids).toHaveLength(1));
  expect(screen.queryByRole('dialog')).toBeNull();

  open({ mode: 'add', form: true });
  type(/^URL/, 'https://b.example.org/');
  fireEvent.keyDown(screen.getByRole('button', { name: 'Try it' }), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(app.bridge.state().ids).toHaveLength(2));
  expect(app.bridge.requests.some(({ channel }) => channel === 'endpoints.test')).toBe(false);
});

test('keeps pasted lines and their group while another tab is shown, and when the form is saved there', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add' });
  type(/one per line/, 'a.example.org');
  type(/Group for all/, 'Shop');
  fireEvent.click(screen.getByRole('radio', { name: 'Fill in a form' }));
  type(/^URL/, 'https://b.example.org/');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  const box = await screen.findByLabelText<HTMLTextAreaElement>(/one per line/);
  expect(app.bridge.state().ids).toHaveLength(1);
  expect(box.value).toBe('a.example.org');
  expect(screen.getByLabelText<HTMLInputElement>(/Group for all/).value).toBe('Shop');
  // The saved form is empty again, so nothing is left after these are added.
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect([...app.bridge.state().endpoints.values()].at(-1)?.endpoint.config.group).toBe('Shop');
});

test('pasted text cannot be changed while its endpoints are added', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  const created = Promise.withResolvers<never[]>();
  app.bridge.answer('endpoints.create', () => created.promise);
  open({ mode: 'add' });
  const box = () => screen.getByLabelText<HTMLTextAreaElement>(/one per line/);
  type(/one per line/, 'a.example.org\nnot a target');
  expect(box().readOnly).toBe(false);
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(box().readOnly).toBe(true));
  // Also after a look at the form.
  fireEvent.click(screen.getByRole('radio', { name: 'Fill in a form' }));
  type(/^URL/, 'https://b.example.org/');
  fireEvent.click(screen.getByRole('radio', { name: 'Paste many' }));
  expect(box().readOnly).toBe(true);
  await act(async () => created.resolve([]));
  await waitFor(() => expect(box().readOnly).toBe(false));
  expect(box().value).toBe('not a target');
});

test('asks before pasted text or edits are discarded, and Escape keeps them', async () => {
  await renderApp(<EndpointDialog />, { endpoints: 1 });
  const escape = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
  open({ mode: 'add' });
  type(/one per line/, 'a.example.org');
  escape();
  const question = await screen.findByRole('alertdialog', { name: 'Discard changes?' });
  expect(document.activeElement?.textContent).toBe('Keep editing');
  escape();
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(question.isConnected).toBe(false);
  expect(screen.getByLabelText<HTMLTextAreaElement>(/one per line/).value).toBe('a.example.org');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  open({ mode: 'edit', id: 'e0' });
  type('Name', 'Another');
  escape();
  await screen.findByRole('alertdialog');
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  // Nothing was entered, so there is nothing to ask.
  open({ mode: 'edit', id: 'e0' });
  escape();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

test('keeps what was entered when the person switches between pasting and the form', async () => {
  await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add' });
  type(/one per line/, 'a.example.org');
  fireEvent.click(screen.getByRole('radio', { name: 'Fill in a form' }));
  type(/^URL/, 'https://b.example.org/');
  fireEvent.click(screen.getByRole('radio', { name: 'Paste many' }));
  expect(screen.getByLabelText<HTMLTextAreaElement>(/one per line/).value).toBe('a.example.org');
  fireEvent.click(screen.getByRole('radio', { name: 'Fill in a form' }));
  expect(screen.getByLabelText<HTMLInputElement>(/^URL/).value).toBe('https://b.example.org/');
});

test('shows why adding failed, and keeps the text', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', text: 'https://a.example.org/' });
  const refusal = RequestFailed.because('stopping');
  app.bridge.failNext('endpoints.create', refusal);
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await findToast('Lookout is stopping.');
  expect(screen.getByLabelText<HTMLTextAreaElement>(/one per line/).value).toBe('https://a.example.org/');
});

test('shows an error at its field and focuses it, and adds the corrected endpoint', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  type(/^URL/, 'https://a.example.org/');
  type('Interval', 'soon');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  const message = await screen.findByText(/^Interval must be a duration from 500 ms to 1 d/);
  const interval = screen.getByLabelText('Interval');
  expect(interval.getAttribute('aria-invalid')).toBe('true');
  expect(interval.getAttribute('aria-describedby')).toContain(message.id);
  await waitFor(() => expect(document.activeElement).toBe(interval));
  expect(app.bridge.state().ids).toEqual([]);
  type('Interval', '20s');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(app.bridge.state().ids).toHaveLength(1));
  expect(app.bridge.requests.at(-1)).toMatchObject({
    channel: 'endpoints.create',
    args: { endpoints: [{ kind: 'http', url: 'https://a.example.org/', interval: '20s', followRedirects: true }] },
  });
});

test('opens the advanced fields when one of them has an error', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  expect(screen.queryByLabelText('Retry interval')).toBeNull();
  const path = 'endpoints[0].retryInterval';
  const issues = [
    { path, kind: 'http', code: 'duration', params: { minMs: 500, maxMs: 86_400_000, exampleMs: 30_000 } },
  ];
  app.bridge.failNext('endpoints.create', new RequestFailed({ code: 'invalid', reason: 'invalid', issues }));
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await screen.findByText(/^Retry interval must be a duration/);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Retry interval')));
});
