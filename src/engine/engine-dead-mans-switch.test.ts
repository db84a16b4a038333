/** The dead man's switch of a whole engine. */
import { expect, test, vi } from 'vitest';
import { startChannelServer } from './alerts/testing/channel-server.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;

test('pings each minute, and no more once the store no longer writes', async () => {
  const server = await startChannelServer();
  const memory = createMemoryStore();
  let isFull = false;
  const store = new Proxy(memory, {
    get: (target, key) =>
      key === 'saveDocuments' && isFull
        ? () => Promise.reject(new Error('The disk is full'))
        : (Reflect.get(target, key, target) as unknown),
  });
  const { engine, time, add } = await setUpEngine({ store });
  await add({ target: 'a' });
  await engine.request('settings.update', { settings: { aliveUrl: server.url } });
  for (const count of [1, 2, 3]) {
    await time.advance(MINUTE);
    await vi.waitFor(() => expect(server.received.length).toBeGreaterThanOrEqual(count), { timeout: 60_000 });
  }
  isFull = true;
  await time.advance(MINUTE);
  const before = server.received.length;
  await time.advance(3 * MINUTE);
  expect(server.received.length).toBe(before);
});

test('the address of lookout.yaml takes precedence over the setting', async () => {
  const [server, other] = [await startChannelServer(), await startChannelServer()];
  const { engine, time } = await setUpEngine();
  await engine.request('settings.update', { settings: { aliveUrl: other.url } });
  await engine.syncFile([], { aliveUrl: server.url });
  await time.advance(MINUTE);
  await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 60_000 });
  expect(other.received).toEqual([]);
});

test('a setting that is no address is refused', async () => {
  const { engine } = await setUpEngine();
  const change = engine.request('settings.update', { settings: { aliveUrl: 'ftp://example.org/' } });
  await expect(change).rejects.toMatchObject({ code: 'invalid' });
});
