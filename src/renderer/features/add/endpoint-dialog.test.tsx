import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SECRET_SET } from '../../../contract/model/secret.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { forgetUndo, undoLast } from '../../components/undo.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { closeEndpointDialog, openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';

/** A toast's text is there twice for a moment: seen, and read out. */
const findToast = (text: string | RegExp) => screen.findAllByText(text);

vi.setConfig({ testTimeout: 60_000 });

beforeEach(forgetUndo);
afterEach(() => {
  cleanup();
  closeEndpointDialog();
});

const open = (request: Parameters<typeof openEndpointDialog>[0]) => act(() => openEndpointDialog(request));
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

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
  // What was not understood stays in the box, to be corrected.
  const box = screen.getByLabelText<HTMLTextAreaElement>(/one per line/);
  expect(box.value).toBe('not a target');
  fireEvent.change(box, { target: { value: 'a.example.org' } });
  fireEvent.click(await screen.findByRole('button', { name: /Add 1 endpoint/ }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
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
  // Also after somebody looked at the form.
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

test('keeps what was entered when somebody switches between pasting and the form', async () => {
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
  const issues = [{ path, kind: 'http', code: 'duration', params: { minMs: 500, maxMs: 86_400_000 } }];
  app.bridge.failNext('endpoints.create', new RequestFailed({ code: 'invalid', reason: 'invalid', issues }));
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await screen.findByText(/^Retry interval must be a duration/);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Retry interval')));
});

test('a kind is found by a few letters and chosen with the keyboard', async () => {
  await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  const trigger = screen.getByLabelText('Kind');
  expect(trigger.textContent).toContain('HTTP(S)');
  fireEvent.click(trigger);
  const search = await screen.findByPlaceholderText(/^Find a kind/);
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'HTTP(S)Asks a web server for a page and judges the answer.',
    'TCPOpens a connection, and optionally sends and expects text.',
  ]);
  fireEvent.change(search, { target: { value: 'nothing like it' } });
  await screen.findByText('No kind matches “nothing like it”');
  fireEvent.change(search, { target: { value: 'opens connection' } });
  fireEvent.keyDown(search, { key: 'Enter' });
  await waitFor(() => expect(screen.getByLabelText('Kind').textContent).toContain('TCP'));
  expect(screen.queryByPlaceholderText(/^Find a kind/)).toBeNull();
  expect(screen.getByLabelText(/^Port/)).toBeTruthy();
});

test('tests a config without adding it', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  type(/^URL/, 'https://bad.example.org/');
  fireEvent.click(screen.getByRole('button', { name: 'Try it' }));
  await screen.findByText('Down');
  type(/^URL/, 'https://good.example.org/');
  fireEvent.click(screen.getByRole('button', { name: 'Try it' }));
  await screen.findByText(/HTTP status 200/);
  expect(app.bridge.state().ids).toEqual([]);
});

test('shows what a tried config saw, and makes a condition of a value', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  type(/^URL/, 'https://good.example.org/');
  fireEvent.click(screen.getByRole('button', { name: 'Try it' }));
  const body = await screen.findByRole('list', { name: '[BODY] as JSON' });
  fireEvent.click(within(body).getByRole('button', { name: '"1.4.2"' }));
  fireEvent.click(within(body).getByRole('button', { name: /quoted/ }));
  fireEvent.click(screen.getByRole('button', { name: /^\[STATUS\]/ }));
  await screen.findByText('Added the condition [STATUS] == 200');
  const conditions = screen.getAllByRole<HTMLInputElement>('combobox', { name: /^Condition \d$/ });
  expect(conditions.map(({ value }) => value)).toEqual([
    '[BODY].version == "1.4.2"',
    String.raw`[BODY].items[0].name == "a \"quoted\" name"`,
    '[STATUS] == 200',
  ]);
  // The values of the try are below each condition.
  expect(document.querySelector('[data-field="conditions"]')?.textContent).toContain('[BODY].version was 1.4.2');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(app.bridge.state().ids).toHaveLength(1));
  expect(app.bridge.requests.findLast(({ channel }) => channel === 'endpoints.create')?.args).toMatchObject({
    endpoints: [{ conditions: conditions.map(({ value }) => value) }],
  });
});

test('conditions are completed, moved, and removed with the keyboard', async () => {
  await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  const rows = () => screen.queryAllByRole<HTMLInputElement>('combobox', { name: /^Condition \d$/ });
  const texts = () => rows().map(({ value }) => value);
  fireEvent.click(screen.getByRole('button', { name: 'Add condition' }));
  await waitFor(() => expect(document.activeElement).toBe(rows()[0]));
  const write = (row: number, value: string) => {
    const input = rows()[row]!;
    input.focus();
    fireEvent.change(input, { target: { value } });
    return input;
  };
  let input = write(0, '[sta');
  await screen.findByRole('option', { name: /STATUS/ });
  fireEvent.keyDown(input, { key: 'Enter' });
  await waitFor(() => expect(texts()).toEqual(['[STATUS]']));
  input = write(0, '[STATUS] st');
  fireEvent.keyDown(input, { key: 'Tab' });
  await waitFor(() => expect(texts()).toEqual(['[STATUS] starts with ']));
  input = write(0, '[STATUS] == 200');
  fireEvent.keyDown(input, { key: 'Enter' });
  await waitFor(() => expect(rows()).toHaveLength(2));
  await waitFor(() => expect(document.activeElement).toBe(rows()[1]));
  // It may have commas, which end an entry of other lists.
  input = write(1, '[STATUS] in (200, 204)');
  fireEvent.keyDown(input, { key: 'ArrowUp', altKey: true });
  await waitFor(() => expect(texts()).toEqual(['[STATUS] in (200, 204)', '[STATUS] == 200']));
  await waitFor(() => expect(document.activeElement).toBe(rows()[0]));
  fireEvent.click(screen.getByRole('button', { name: 'Remove condition 2' }));
  await waitFor(() => expect(texts()).toEqual(['[STATUS] in (200, 204)']));
});

test('a condition that cannot be read says where, until it is changed', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  fireEvent.click(screen.getByRole('button', { name: 'Add condition' }));
  const input = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Condition 1' });
  fireEvent.change(input, { target: { value: '[STATSU] == 200' } });
  const params = { reason: 'unknownPlaceholder', column: 1, name: 'STATSU', nearest: 'STATUS' };
  const issues = [
    { path: 'endpoints[0].conditions[0]', kind: 'http', code: 'condition', params, given: '"[STATSU] == 200"' },
  ];
  app.bridge.failNext('endpoints.create', new RequestFailed({ code: 'invalid', reason: 'invalid', issues }));
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await screen.findByText(/Did you mean \[STATUS\]\?/);
  expect(document.querySelector('mark')?.textContent).toBe('[STATSU]');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  await waitFor(() => expect(document.activeElement).toBe(input));
  fireEvent.change(input, { target: { value: '[STATUS] == 200' } });
  expect(screen.queryByText(/Did you mean/)).toBeNull();
  expect(input.getAttribute('aria-invalid')).toBeNull();
});

test('edits an endpoint in place', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 3 });
  open({ mode: 'edit', id: 'e1' });
  const before = app.bridge.state().endpoints.get('e1')!.endpoint.config;
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe(before.name);
  type('Name', 'Another name');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(app.bridge.state().endpoints.get('e1')?.endpoint.config.name).toBe('Another name'));
  expect(app.bridge.state().endpoints.get('e1')?.endpoint.config).toEqual({ ...before, name: 'Another name' });
  expect(app.bridge.state().ids).toHaveLength(3);
});

test('says that endpoints of lookout.yaml are edited there', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 6 });
  expect(app.bridge.state().endpoints.get('e5')?.endpoint.source).toBe('file');
  open({ mode: 'edit', id: 'e5' });
  const dialog = await screen.findByRole('dialog', { name: /cannot be edited here/ });
  expect(dialog.textContent).toContain('It comes from lookout.yaml. Edit it there.');
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
});

test('clones an endpoint under another name', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 1 });
  open({ mode: 'clone', id: 'e0' });
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(app.bridge.state().ids).toHaveLength(2));
  const [first, second] = [...app.bridge.state().endpoints.values()].map((view) => view.endpoint);
  expect(second?.config).toEqual({ ...first?.config, name: `${first?.config.name} (copy)` });
});

test('keeps, replaces and removes a stored secret', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 1 });
  const [view] = app.bridge.state().endpoints.values();
  if (view === undefined) throw new Error('Expected an endpoint');
  const { id } = view.endpoint;
  const config = {
    ...view.endpoint.config,
    kind: 'http',
    password: SECRET_SET,
    headers: { Authorization: SECRET_SET },
  };
  act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...view.endpoint, config } } }));
  const saved = (): unknown => app.bridge.requests.findLast(({ channel }) => channel === 'endpoints.update')?.args;

  open({ mode: 'edit', id });
  const password = await screen.findByLabelText<HTMLInputElement>('Password');
  expect([password.type, password.value]).toEqual(['password', '']);
  fireEvent.change(password, { target: { value: 'other' } });
  fireEvent.change(password, { target: { value: '' } });
  fireEvent.click(screen.getByRole('button', { name: 'Try it' }));
  const kept = { password: SECRET_SET, headers: { Authorization: SECRET_SET } };
  await waitFor(() =>
    expect(app.bridge.requests.at(-1)).toMatchObject({
      channel: 'endpoints.test',
      args: { config: kept, secretsOf: id },
    }),
  );
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(false));
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(saved()).toMatchObject({ id, config: kept }));

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...view.endpoint, config } } }));
  open({ mode: 'edit', id });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the stored password' }));
  fireEvent.click(screen.getByRole('button', { name: /More options/ }));
  type('Headers, value 1', 'Bearer new');
  expect(screen.getByLabelText<HTMLInputElement>('Headers, value 1').type).toBe('password');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(saved()).toMatchObject({ id, config: { headers: { Authorization: 'Bearer new' } } }));
  expect(saved()).not.toHaveProperty('config.password');
});

test('an edit can be undone, except for secrets that it replaced or removed', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 1 });
  const [view] = app.bridge.state().endpoints.values();
  if (view === undefined) throw new Error('Expected an endpoint');
  const { id } = view.endpoint;
  const headers = { Authorization: SECRET_SET };
  const config = { ...view.endpoint.config, kind: 'http', name: 'Shop', password: SECRET_SET, headers };
  const reset = () => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...view.endpoint, config } } });
  act(reset);
  const saved = (): unknown => app.bridge.requests.findLast(({ channel }) => channel === 'endpoints.update')?.args;
  const note = 'Undo does not bring back the secret that you replaced or removed.';
  const edit = async (change: () => void) => {
    open({ mode: 'edit', id });
    await screen.findByLabelText('Name');
    change();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };

  await edit(() => type('Name', 'Renamed'));
  expect(saved()).toMatchObject({ config: { name: 'Renamed', password: SECRET_SET } });
  expect(screen.queryByText(note)).toBeNull();
  expect(undoLast()).toBe(true);
  await waitFor(() => expect(saved()).toEqual({ id, config }));
  await app.settle();

  act(reset);
  await edit(() => {
    type('Name', 'Renamed');
    fireEvent.click(screen.getByRole('button', { name: 'Remove the stored password' }));
    fireEvent.click(screen.getByRole('button', { name: /More options/ }));
    type('Headers, value 1', 'Bearer new');
  });
  expect(screen.getAllByText(note).length).toBeGreaterThan(0);
  expect(undoLast()).toBe(true);
  const { password: _, ...rest } = config;
  await waitFor(() => expect(saved()).toEqual({ id, config: rest }));
});

test('marks a header as secret, and asks for its value again when the mark is taken off', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 1 });
  const [view] = app.bridge.state().endpoints.values();
  if (view === undefined) throw new Error('Expected an endpoint');
  const { id } = view.endpoint;
  const headers = { 'X-Tenant': 'shop', 'X-Stored': SECRET_SET, Authorization: SECRET_SET };
  const config = { ...view.endpoint.config, kind: 'http', headers, secretHeaders: ['X-Stored'] };
  act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...view.endpoint, config } } }));
  const saved = (): unknown => app.bridge.requests.findLast(({ channel }) => channel === 'endpoints.update')?.args;
  const lock = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
  const input = (row: number) => screen.getByLabelText<HTMLInputElement>(`Headers, value ${row}`);

  open({ mode: 'edit', id });
  fireEvent.click(await screen.findByRole('button', { name: /More options/ }));
  expect(screen.queryByLabelText('Secret headers')).toBeNull();
  expect(lock('Keep X-Tenant secret').getAttribute('aria-pressed')).toBe('false');
  expect(lock('Keep X-Stored secret').getAttribute('aria-pressed')).toBe('true');
  expect(lock('Authorization is always secret').disabled).toBe(true);
  expect([input(1), input(2), input(3)].map(({ type: kind }) => kind)).toEqual(['text', 'password', 'password']);

  fireEvent.click(lock('Keep X-Tenant secret'));
  expect([input(1).type, input(1).value]).toEqual(['password', 'shop']);
  fireEvent.click(lock('Keep X-Stored secret'));
  expect([input(2).type, input(2).value]).toEqual(['text', '']);
  type('Headers, value 2', 'visible');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(saved()).toMatchObject({
      config: {
        headers: { 'X-Tenant': 'shop', 'X-Stored': 'visible', Authorization: SECRET_SET },
        secretHeaders: ['X-Tenant'],
      },
    }),
  );
});

test('asks before storing a secret without a vault', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  type(/^URL/, 'https://a.example.org/');
  type('Password', 'hunter2');
  app.bridge.failNext('endpoints.create', RequestFailed.because('noVault'));
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Store them encrypted');
  expect(app.bridge.state().ids).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
  await findToast('1 endpoint added');
  expect(app.bridge.state().settings.secretsWithoutVault).toBe('keep');
  expect(app.bridge.requests.at(-1)).toMatchObject({ args: { endpoints: [{ password: 'hunter2' }] } });
});
