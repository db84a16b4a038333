import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { SECRET_SET } from '../../../contract/model/secret.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { undoLast } from '../../components/undo.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { findToast, open, setUpEndpointDialog, type } from './testing/endpoint-dialog.ts';

setUpEndpointDialog();

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

test('says that endpoints of lookout.yaml are edited in the file', async () => {
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
  const note = 'Undo does not restore the secret that you replaced or removed.';
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
