import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { open, setUpEndpointDialog, type } from './testing/endpoint-dialog.ts';

setUpEndpointDialog();

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

test('shows the values of a tried config, and turns a value into a condition', async () => {
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

test('a condition that cannot be parsed shows where, until it is changed', async () => {
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

test('a condition is checked during typing, without saving', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  fireEvent.click(screen.getByRole('button', { name: 'Add condition' }));
  const input = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Condition 1' });
  fireEvent.change(input, { target: { value: '[STATSU]' } });
  fireEvent.change(input, { target: { value: '[STATSU] == 200' } });
  await screen.findByText(/Did you mean \[STATUS\]\?/);
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const asked = app.bridge.requests.filter(({ channel }) => channel === 'conditions.check');
  expect(asked.map(({ args }) => args)).toEqual([
    { kind: 'http', dialect: 'lookout', conditions: ['[STATSU] == 200'] },
  ]);
  fireEvent.change(input, { target: { value: '[STATUS] == 200' } });
  expect(screen.queryByText(/Did you mean/)).toBeNull();
});

test('a condition that is not finished yet shows no error', async () => {
  const app = await renderApp(<EndpointDialog />, { endpoints: 0 });
  open({ mode: 'add', form: true });
  fireEvent.click(screen.getByRole('button', { name: 'Add condition' }));
  const input = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Condition 1' });
  const issue = {
    path: 'conditions[0]',
    kind: 'http',
    code: 'condition',
    params: { reason: 'valueExpected', column: 12 },
  };
  app.bridge.answer('conditions.check', () => [{ ...issue, given: '"[STATUS] =="' }]);
  fireEvent.change(input, { target: { value: '[STATUS] ==' } });
  await screen.findByText(/expected a value/);
  expect(input.getAttribute('aria-invalid')).toBeNull();
});
