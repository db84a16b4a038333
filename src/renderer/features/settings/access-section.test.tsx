import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../../../contract/model/access.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { AccessSection } from './access-section.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const WAIT = { timeout: 60_000 };
const dialog = () => within(screen.getByRole('dialog'));

async function open() {
  const app = await renderApp(<AccessSection />);
  await app.settle();
  return app;
}

test('creates a token, shows it once and lets it be copied', async () => {
  const { bridge, settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Create token' }));
  fireEvent.change(dialog().getByLabelText(/^Name/u), { target: { value: 'Deploy' } });
  fireEvent.click(dialog().getByRole('button', { name: 'Create' }));
  await settle();
  const token = `lookout_${'x'.repeat(43)}`;
  await vi.waitFor(() => expect(dialog().getByLabelText<HTMLInputElement>('Token').value).toBe(token), WAIT);
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  fireEvent.click(dialog().getByRole('button', { name: 'Copy' }));
  await vi.waitFor(() => expect(dialog().getByRole('button', { name: 'Copied' })).toBeDefined(), WAIT);
  expect(writeText).toHaveBeenCalledWith(token);
  fireEvent.click(dialog().getByRole('button', { name: 'Done' }));
  await settle();
  expect(screen.getByText(/never used/u)).toBeDefined();
  expect(document.body.textContent).not.toContain(token);
  expect(bridge.requests).toContainEqual({ channel: 'tokens.create', args: { name: 'Deploy', scope: 'read' } });
});

test('shows an error when the browser does not copy', async () => {
  const { settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Create token' }));
  fireEvent.change(dialog().getByLabelText(/^Name/u), { target: { value: 'Deploy' } });
  fireEvent.click(dialog().getByRole('button', { name: 'Create' }));
  await settle();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
  fireEvent.click(await dialog().findByRole('button', { name: 'Copy' }, WAIT));
  await vi.waitFor(() => expect(dialog().getByRole('alert').textContent).toContain('copy it yourself'), WAIT);
});

test('shows at the field why a token is refused', async () => {
  const { bridge, settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Create token' }));
  bridge.failNext(
    'tokens.create',
    new RequestFailed({
      code: 'invalid',
      reason: 'invalid',
      issues: [{ code: 'nameTaken', path: 'name', params: { reason: 'token' } }],
    }),
  );
  fireEvent.click(dialog().getByRole('button', { name: 'Create' }));
  await settle();
  expect(dialog().getByText('The name must be unique. Another token already has this name.')).toBeDefined();
});

test('revokes a token', async () => {
  const { bridge, settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Create token' }));
  fireEvent.change(dialog().getByLabelText(/^Name/u), { target: { value: 'Old' } });
  fireEvent.click(dialog().getByRole('button', { name: 'Create' }));
  await settle();
  fireEvent.click(await dialog().findByRole('button', { name: 'Done' }, WAIT));
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke Old' }, WAIT));
  await settle();
  expect(bridge.requests).toContainEqual({ channel: 'tokens.revoke', args: { ids: ['t1'] } });
  expect(screen.queryByRole('button', { name: 'Revoke Old' })).toBeNull();
});

test('shows tokens that another client creates and revokes, and both in the audit log', async () => {
  const { bridge, settle } = await open();
  const { view } = await bridge.request('tokens.create', { name: 'Theirs', scope: 'read' });
  await settle();
  await screen.findByRole('button', { name: 'Revoke Theirs' }, WAIT);
  expect(await screen.findByText(/^Theirs/u, { selector: 'li > p' }, WAIT)).toBeDefined();
  await bridge.request('tokens.revoke', { ids: [view.id] });
  await settle();
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Revoke Theirs' })).toBeNull(), WAIT);
});

const ENTRY: AuditEntry = {
  id: 'a1',
  at: Date.UTC(2026, 10, 30, 8),
  by: 'Deploy',
  request: 'endpoints.update',
  items: [
    { id: 'e1', name: 'Shop', changes: [{ field: 'interval', before: 30_000, after: 60_000 }] },
    { id: 'e2', name: '', changes: [{ field: null, before: null, after: { name: 'x' } }] },
  ],
  more: 3,
};

test('shows who changed what, before and after', async () => {
  const { bridge, settle } = await open();
  bridge.answer('audit.list', () => Promise.resolve([ENTRY]));
  act(() => bridge.push({ type: 'changed', what: 'audit' }));
  await settle();
  const log = within(await screen.findByRole('list', { name: 'Audit log' }, WAIT));
  expect(log.getByText(/· Deploy$/u)).toBeDefined();
  expect(log.getByText(/Shop, e2 and 3 more/u)).toBeDefined();
  expect(log.getByText('30000')).toBeDefined();
  expect(log.getByText('60000')).toBeDefined();
  expect(log.getByText('{"name":"x"}')).toBeDefined();
});

test('asks for more entries', async () => {
  const { bridge, settle } = await open();
  const many = Array.from({ length: 20 }, (_, index) => ({ ...ENTRY, id: `a${index}`, items: [], more: 0 }));
  bridge.answer('audit.list', ({ limit }) => Promise.resolve(many.slice(0, limit)));
  act(() => bridge.push({ type: 'changed', what: 'audit' }));
  await settle();
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }, WAIT));
  await settle();
  expect(bridge.requests.at(-1)).toEqual({ channel: 'audit.list', args: { limit: 40 } });
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});
