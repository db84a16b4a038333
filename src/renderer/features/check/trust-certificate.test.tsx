import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import { createFakeBridge, type FakeBridgeOptions } from '../../testing/fake-bridge.ts';
import { seededRandom } from '../../../shared/testing/seeded-random.ts';
import { fakeCheck, fakeResult } from '../../testing/fake-data.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { CheckDetails } from './check-details.tsx';

afterEach(cleanup);

/** The details of a failed check of an endpoint whose server showed its certificate. */
async function start(code: string, { id = 'e1', ...options }: FakeBridgeOptions & { readonly id?: string } = {}) {
  const { endpoint } = createFakeBridge({ endpoints: 6 }).state().endpoints.get('e1')!;
  const good = fakeResult(endpoint, fakeCheck(endpoint, Date.now(), seededRandom(1), false));
  const check: CheckResult = { ...good, endpointId: id, verdict: 'down', failure: { code, phase: 'tls' } };
  const app = await renderApp(<CheckDetails check={check} />, { endpoints: 6, ...options });
  const { fingerprint } = good.details.tls!.chain[0]!;
  const config = () => app.bridge.state().endpoints.get(id)!.endpoint.config;
  const offer = () => screen.queryByRole('button', { name: /^Trust this certificate/ });
  return { ...app, fingerprint, config, offer };
}

test('shows whose certificate it is, and lets the endpoint trust only this certificate', async () => {
  const { bridge, settle, fingerprint, config, offer } = await start('tls.selfSigned');
  fireEvent.click(offer()!);
  const dialog = await screen.findByRole('dialog', { name: 'Trust this certificate?' });
  expect(dialog.textContent).toContain(fingerprint);
  expect(dialog.textContent).toContain('CN=Example Authority R3');
  expect(config()['trustedCertificates']).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Trust certificate' }));
  await settle();
  expect(config()['trustedCertificates']).toEqual([fingerprint]);
  // Nothing else of the config changed.
  const sent = bridge.requests.findLast(({ channel }) => channel === 'endpoints.update')!.args as { config: object };
  expect(sent.config).toMatchObject({ verifyTls: true, interval: config().interval, name: config().name });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(offer()).toBeNull();
  expect(screen.getByText('This endpoint trusts the certificate now.')).toBeDefined();

  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(config()['trustedCertificates']).toEqual([]);
});

test('trusting and its undo change only this fingerprint: edits made meanwhile stay', async () => {
  const { bridge, settle, fingerprint, config, offer } = await start('tls.selfSigned');
  const edit = (change: object) => bridge.request('endpoints.update', { id: 'e1', config: { ...config(), ...change } });
  fireEvent.click(offer()!);
  await screen.findByRole('dialog');
  // The page has received this edit, but has not rendered it yet.
  await edit({ name: 'Shop' });
  fireEvent.click(screen.getByRole('button', { name: 'Trust certificate' }));
  await settle();
  expect(config()).toMatchObject({ name: 'Shop', trustedCertificates: [fingerprint] });

  await edit({ interval: 77_000, trustedCertificates: [fingerprint, 'another'] });
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(config()).toMatchObject({ name: 'Shop', interval: 77_000, trustedCertificates: ['another'] });
});

test('undo does nothing when the certificate is not trusted any more', async () => {
  const { bridge, settle, config, offer } = await start('tls.selfSigned');
  const updates = () => bridge.requests.filter(({ channel }) => channel === 'endpoints.update').length;
  fireEvent.click(offer()!);
  fireEvent.click(await screen.findByRole('button', { name: 'Trust certificate' }));
  await settle();
  await bridge.request('endpoints.update', { id: 'e1', config: { ...config(), trustedCertificates: [] } });
  await settle();
  const before = updates();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(updates()).toBe(before);
});

test.each(['tls.expired', 'tls.notYetValid', 'tls.revoked', 'tls.handshake', 'http.status'])(
  'is not offered for %s, where trust would not help',
  async (code) => {
    expect((await start(code)).offer()).toBeNull();
  },
);

test('is not offered where the engine cannot change endpoints, or the kind has no such field', async () => {
  expect((await start('tls.selfSigned', { capabilities: { edit: false } })).offer()).toBeNull();
  cleanup();
  expect((await start('tls.selfSigned', { id: 'e3' })).offer()).toBeNull();
});

test('an endpoint of lookout.yaml says where its fingerprint goes', async () => {
  const { offer, bridge } = await start('tls.wrongHost', { id: 'e5' });
  expect(bridge.state().endpoints.get('e5')!.endpoint.source).toBe('file');
  expect(offer()).toBeNull();
  expect(screen.getByText('trustedCertificates')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Copy fingerprint' })).toBeDefined();
});
