import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { NO_CAPABILITIES } from '../../../contract/model/source.ts';
import { formatMoment } from '../../format.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { SettingsView } from './settings-view.tsx';
import { isUnencrypted } from '../../live/source-words.ts';

afterEach(cleanup);

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

async function openDialog() {
  const app = await renderApp(<SettingsView />);
  fireEvent.click(screen.getByRole('button', { name: 'Add a source' }));
  await screen.findByRole('dialog');
  return app;
}

test('adds a source, shows its state, and removes it', async () => {
  const { bridge, settle } = await openDialog();
  type('Namerequired', 'Berlin');
  type('Addressrequired', 'https://lookout.example.org');
  type('Tokenrequired', 'lookout_abc');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await settle();
  expect(bridge.requests.findLast(({ channel }) => channel === 'sources.save')?.args).toEqual({
    source: {
      name: 'Berlin',
      address: 'https://lookout.example.org',
      token: 'lookout_abc',
      fingerprint: '',
      notifications: true,
    },
  });
  const item = await screen.findByRole('region', { name: 'Berlin' });
  await waitFor(() => expect(item.textContent).toContain('https://lookout.example.org'));
  expect(item.textContent).toContain('Connected');
  fireEvent.click(within(item).getByRole('button', { name: 'Remove Berlin…' }));
  fireEvent.click(within(item).getByRole('button', { name: 'Remove Berlin' }));
  await settle();
  expect(screen.queryByRole('region', { name: 'Berlin' })).toBeNull();
});

test('shows the address that another client gives to a source', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />);
  const source = { name: 'Berlin', address: 'https://old.example.org', token: 'lookout_abc' };
  const { id } = await bridge.request('sources.save', { source });
  await settle();
  const item = await screen.findByRole('region', { name: 'Berlin' });
  await waitFor(() => expect(item.textContent).toContain('https://old.example.org'));
  await bridge.request('sources.save', { id, source: { ...source, address: 'https://new.example.org' } });
  await settle();
  await waitFor(() => expect(item.textContent).toContain('https://new.example.org'));
});

test('the token of a source is neither shown nor sent again', async () => {
  const { bridge } = await openDialog();
  type('Namerequired', 'Berlin');
  type('Addressrequired', 'https://lookout.example.org');
  type('Tokenrequired', 'lookout_abc');
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Berlin' }));
  await screen.findByRole('dialog');
  expect(screen.getByLabelText<HTMLInputElement>('Tokenrequired').value).toBe('');
  type('Namerequired', 'Hamburg');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByRole('region', { name: 'Hamburg' });
  expect(bridge.requests.findLast(({ channel }) => channel === 'sources.save')?.args).not.toHaveProperty(
    'source.token',
  );
});

test('tests the connection, and trusts a certificate by its fingerprint', async () => {
  await openDialog();
  type('Addressrequired', 'https://self.example.org');
  type('Tokenrequired', 'lookout_abc');
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Trust this certificate' }));
  expect(screen.getByLabelText<HTMLInputElement>('Trusted certificate').value).toContain('AB:AB');
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  expect(await screen.findByText(/Lookout 0\.1\.0 answered in 34 ms, with 12 endpoints/u)).toBeTruthy();
  expect(screen.getByText(/can only read/u)).toBeTruthy();
});

test('says why a source is refused, and since when another one reconnects', async () => {
  const since = new Date(2026, 0, 2, 14, 2, 11).getTime();
  const { settle } = await renderApp(<SettingsView />, {
    sources: [
      fakeSource('a', {
        name: 'Berlin',
        capabilities: NO_CAPABILITIES,
        connection: {
          state: 'refused',
          since,
          lastContact: null,
          problem: { code: 'remote.older', params: { version: '0.0.9' } },
          version: null,
          scope: null,
        },
      }),
      fakeSource('b', {
        name: 'Paris',
        capabilities: NO_CAPABILITIES,
        connection: {
          state: 'reconnecting',
          since,
          lastContact: since - 2_000,
          problem: { code: 'remote.closed' },
          version: '0.1.0',
          scope: 'read',
        },
      }),
    ],
  });
  await settle();
  expect(screen.getByRole('region', { name: 'Berlin' }).textContent).toContain(
    `Refused since ${formatMoment(since)}. It runs Lookout 0.0.9, which is older than this one. Update it there.`,
  );
  const paris = screen.getByRole('region', { name: 'Paris' }).textContent;
  expect(paris).toContain(`Reconnecting since ${formatMoment(since)}. It closed the connection.`);
  expect(paris).toContain(`Last contact ${formatMoment(since - 2_000)}`);
});

test('a person who may not change settings sees the sources, but no buttons', async () => {
  const { bridge, settle } = await renderApp(<SettingsView />, {
    capabilities: { changeSettings: false },
    sources: [fakeSource('a', { name: 'Berlin' })],
  });
  await settle();
  expect(within(screen.getByRole('region', { name: 'Berlin' })).queryByRole('button')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add a source' })).toBeNull();
  expect(bridge.requests.some(({ channel }) => channel === 'sources.list')).toBe(false);
  // A source that is added elsewhere appears.
  act(() => bridge.push({ type: 'sources', sources: [...bridge.state().sources, fakeSource('b', { name: 'Paris' })] }));
  await settle();
  expect(await screen.findByRole('region', { name: 'Paris' })).toBeTruthy();
});

test.each([
  ['http://lookout.example.org', true],
  ['http://10.0.0.7:4477/', true],
  ['http://127.0.0.1:4477', false],
  ['http://localhost', false],
  ['http://[::1]:4477', false],
  ['https://lookout.example.org', false],
  ['lookout.example.org', false],
])('%s: without encryption %s', (address, expected) => {
  expect(isUnencrypted(address)).toBe(expected);
});
