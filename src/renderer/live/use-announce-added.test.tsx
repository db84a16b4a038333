import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import { forgetUndo, undoLast } from '../components/undo.ts';
import { renderApp } from '../testing/render-app.tsx';
import { RequestFailed } from './request-failed.ts';
import { useAnnounceAdded } from './use-announce-added.ts';

beforeEach(forgetUndo);
afterEach(cleanup);

function Announcer({ added }: { readonly added: () => readonly Endpoint[] }) {
  const announce = useAnnounceAdded();
  return <button onClick={() => announce(added())}>Announce</button>;
}

/** Adds two endpoints and announces them. */
async function start() {
  let added: readonly Endpoint[] = [];
  const app = await renderApp(<Announcer added={() => added} />, { endpoints: 1 });
  const endpoints = ['a', 'b'].map((name) => ({ kind: 'http', url: `https://${name}.example/` }));
  added = await app.bridge.request('endpoints.create', { endpoints });
  fireEvent.click(screen.getByText('Announce'));
  await app.settle();
  const undo = async () => {
    const found = undoLast();
    await app.settle();
    return found;
  };
  const sent = () =>
    app.bridge.requests.filter(({ channel }) => channel === 'endpoints.remove').map(({ args }) => args);
  return { ...app, ids: added.map(({ id }) => id), undo, sent };
}

test('undo deletes what was added, and says so', async () => {
  const { bridge, undo } = await start();
  await undo();
  expect(bridge.state().endpoints.size).toBe(1);
  expect(screen.queryAllByText('2 endpoints deleted').length).toBeGreaterThan(0);
});

test('undo skips those that were deleted meanwhile', async () => {
  const { bridge, settle, ids, undo, sent } = await start();
  await bridge.request('endpoints.remove', { ids: ids.slice(0, 1) });
  await settle();
  await undo();
  expect(sent().at(-1)).toEqual({ ids: ids.slice(1) });
  expect(bridge.state().endpoints.size).toBe(1);
  expect(screen.queryAllByText('1 endpoint deleted').length).toBeGreaterThan(0);
});

test('undo asks for nothing when all were deleted meanwhile', async () => {
  const { bridge, settle, ids, undo, sent } = await start();
  await bridge.request('endpoints.remove', { ids });
  await settle();
  await undo();
  expect(sent()).toHaveLength(1);
  expect(screen.queryAllByText('Nothing to undo').length).toBeGreaterThan(0);
});

test('an undo can be tried again only after a refusal that may pass', async () => {
  const { bridge, undo } = await start();
  bridge.failNext('endpoints.remove', RequestFailed.because('unreachable'));
  expect(await undo()).toBe(true);
  expect(screen.queryAllByText('Could not undo').length).toBeGreaterThan(0);
  bridge.failNext('endpoints.remove', RequestFailed.because('endpointNotFound', { id: 'e1' }));
  expect(await undo()).toBe(true);
  expect(await undo()).toBe(false);
  expect(bridge.state().endpoints.size).toBe(3);
});
