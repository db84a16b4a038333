import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Push } from '../../contract/channels/snapshot.ts';
import type { CheckSummary } from '../../contract/model/check.ts';
import type { Notification } from '../../contract/model/notices.ts';
import { createFakeBridge, type FakeBridge } from '../testing/fake-bridge.ts';
import { createManualFrames } from '../testing/manual-frames.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';
import { ALL_MS, REDRAW_MS } from './redraws.ts';
import { RequestFailed } from './request-failed.ts';

const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

async function start(bridge: FakeBridge = createFakeBridge({ endpoints: 3 })) {
  const frames = createManualFrames();
  const store = createLiveStore(bridge, frames);
  open.push(store, bridge);
  await expect.poll(() => store.getState()).not.toBeNull();
  frames.advance(1000);
  return { bridge, frames, store };
}

const snapshots = (bridge: FakeBridge) => bridge.requests.filter((one) => one.channel === 'app.snapshot').length;
const expectInStep = (store: LiveStore, bridge: FakeBridge) => {
  expect(store.getState()?.seq).toBe(bridge.state().seq);
  expect(store.getState()?.endpoints).toEqual(bridge.state().endpoints);
};

describe('synchronization', () => {
  test('follows pushes', async () => {
    const { bridge, store } = await start();
    bridge.check('e0');
    bridge.check('e1');
    expectInStep(store, bridge);
    expect(snapshots(bridge)).toBe(1);
  });

  test('buffers pushes that arrive before the snapshot, and drops those that it contains', async () => {
    const bridge = createFakeBridge({ endpoints: 2 });
    const answer = Promise.withResolvers<void>();
    const request = bridge.request.bind(bridge);
    const slow: FakeBridge = {
      ...bridge,
      request: async (channel, args) => {
        // Read now, but delivered after the pushes below.
        bridge.check('e0');
        const taken = await request(channel, args);
        await answer.promise;
        return taken;
      },
    };
    const store = createLiveStore(slow, createManualFrames());
    open.push(store, bridge);
    await Promise.resolve();
    bridge.check('e1');
    expect(store.getState()).toBeNull();
    answer.resolve();
    await vi.waitFor(() => expectInStep(store, bridge), 60_000);
  });

  test('requests a new snapshot after a gap', async () => {
    const { bridge, store } = await start();
    bridge.setConnected(false);
    bridge.check('e0');
    // The connection is open again, but without an event.
    const lost: Push[] = [];
    bridge.onPush((push) => lost.push(push));
    bridge.setConnected(true);
    bridge.check('e0');
    await vi.waitFor(() => expectInStep(store, bridge), 60_000);
    expect(snapshots(bridge)).toBe(2);
    expect(lost).toHaveLength(1);
  });

  test('reports a broken connection, and requests a new snapshot when it is open again', async () => {
    const { bridge, frames, store } = await start();
    const changed = vi.fn<() => void>();
    store.subscribe('connection', changed);
    bridge.setConnected(false);
    frames.advance(REDRAW_MS);
    expect(store.getConnected()).toBe(false);
    expect(changed).toHaveBeenCalledTimes(1);
    bridge.check('e2');
    bridge.setConnected(true);
    await vi.waitFor(() => expectInStep(store, bridge), 60_000);
    expect(store.getConnected()).toBe(true);
    expect(snapshots(bridge)).toBe(2);
  });

  test('retries when the snapshot fails, and reports why meanwhile', async () => {
    const bridge = createFakeBridge({ endpoints: 1 });
    bridge.failNext('app.snapshot', RequestFailed.because('notOpen'));
    const frames = createManualFrames();
    const store = createLiveStore(bridge, frames);
    open.push(store, bridge);
    await expect.poll(() => store.getTrouble()?.reason).toBe('notOpen');
    frames.advance(499);
    expect(snapshots(bridge)).toBe(1);
    frames.advance(1);
    await expect.poll(() => store.getState()).not.toBeNull();
    expect(store.getTrouble()).toBeNull();
  });

  test('does nothing after dispose', async () => {
    const { bridge, frames, store } = await start();
    const changed = vi.fn<() => void>();
    store.subscribe('endpoint:e0', changed);
    store.dispose();
    bridge.check('e0');
    frames.advance(1000);
    expect(changed).not.toHaveBeenCalled();
  });
});

describe('notifying components', () => {
  test('notifies only components that show a changed value', async () => {
    const { bridge, frames, store } = await start();
    const [one, other, ids] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    store.subscribe('endpoint:e0', one);
    store.subscribe('endpoint:e1', other);
    store.subscribe('ids', ids);
    bridge.check('e0');
    frames.advance(REDRAW_MS);
    expect(one).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
    expect(ids).not.toHaveBeenCalled();
  });

  test('notifies at most ten times a second, with the newest values', async () => {
    const { bridge, frames, store } = await start();
    const seen: (number | undefined)[] = [];
    store.subscribe('endpoint:e0', () => seen.push(store.getState()?.endpoints.get('e0')?.state.last?.at));
    for (let n = 0; n < 100; n++) {
      bridge.check('e0');
      frames.advance(10);
    }
    expect(seen.length).toBeGreaterThanOrEqual(9);
    expect(seen.length).toBeLessThanOrEqual(11);
  });

  test('updates all endpoints at most twice a second while only checks end', async () => {
    const { bridge, frames, store } = await start();
    const published = new Set([store.getAll()]);
    store.subscribe('all', () => published.add(store.getAll()));
    for (let n = 0; n < 40; n++) {
      bridge.check('e0');
      frames.advance(50);
    }
    expect(published.size).toBeLessThanOrEqual(2 + 2000 / ALL_MS);
    frames.advance(ALL_MS);
    expect(store.getAll()).toBe(store.getState()?.endpoints);
  });

  test('updates all endpoints at once when one was removed', async () => {
    const { bridge, frames, store } = await start();
    bridge.check('e0');
    frames.advance(REDRAW_MS);
    bridge.push({ type: 'removed', id: 'e1' });
    frames.advance(REDRAW_MS);
    expect(store.getAll().has('e1')).toBe(false);
  });

  test('delivers each check of an endpoint, in order', async () => {
    const { bridge, frames, store } = await start();
    const checks: CheckSummary[] = [];
    const end = store.onChecked('e0', (check) => checks.push(check));
    for (const failing of [false, true, false]) bridge.check('e0', failing);
    bridge.check('e1');
    expect(checks).toEqual([]);
    frames.advance(REDRAW_MS);
    expect(checks.map((check) => check.verdict === 'down')).toEqual([false, true, false]);
    end();
    bridge.check('e0');
    frames.advance(REDRAW_MS);
    expect(checks).toHaveLength(3);
  });

  const aNotification = (tag: string): Notification => ({ tag, code: 'app.inTray', endpointId: 'e0', kind: 'down' });

  test('delivers what was shown while the page was loading, to all listeners, once', async () => {
    const shown = [aNotification('before the page listened'), aNotification('before the snapshot')];
    const { bridge, frames, store } = await start(createFakeBridge({ notifications: shown }));
    bridge.push({ type: 'notification', notification: aNotification('before a view listened') });
    const seen: string[][] = [[], []];
    for (const tags of seen) store.onNotification(({ tag }) => tags.push(tag));
    await expect.poll(() => seen[0]).toHaveLength(3);
    // Another snapshot has them, too.
    bridge.setConnected(false);
    bridge.setConnected(true);
    await expect.poll(() => snapshots(bridge)).toBe(2);
    frames.advance(1000);
    bridge.push({ type: 'notification', notification: aNotification('later') });
    const all = ['before the page listened', 'before the snapshot', 'before a view listened', 'later'];
    await expect.poll(() => seen).toEqual([all, all]);
  });

  test('delivers what was shown while the page was disconnected', async () => {
    const seen: string[] = [];
    const missed: Notification[] = [];
    const { bridge, store } = await start(createFakeBridge({ notifications: missed }));
    store.onNotification(({ tag }) => seen.push(tag));
    bridge.setConnected(false);
    missed.push(aNotification('missed'));
    bridge.setConnected(true);
    await expect.poll(() => seen).toEqual(['missed']);
  });

  test('does not deliver what is older than ten seconds when a view begins to listen', async () => {
    const now = vi.spyOn(performance, 'now');
    const { bridge, store } = await start();
    now.mockReturnValue(1_000);
    bridge.push({ type: 'notification', notification: aNotification('old') });
    now.mockReturnValue(1_001);
    bridge.push({ type: 'notification', notification: aNotification('recent') });
    now.mockReturnValue(11_001);
    const seen: string[] = [];
    store.onNotification(({ tag }) => seen.push(tag));
    await expect.poll(() => seen).toEqual(['recent']);
    now.mockRestore();
  });

  test('delivers notifications at once', async () => {
    const { bridge, store } = await start();
    const listener = vi.fn<(notification: Notification) => void>();
    store.onNotification(listener);
    const notification = { tag: 't', code: 'app.inTray', endpointId: 'e0', kind: 'down' } as const;
    bridge.push({ type: 'notification', notification });
    expect(listener).toHaveBeenCalledWith(notification);
  });
});

test('delivers a path from before there was a listener, once', async () => {
  const { bridge, store } = await start();
  bridge.navigate('/incidents');
  bridge.navigate('/health');
  const first: string[] = [];
  const end = store.onNavigate((path) => first.push(path));
  bridge.navigate('/settings');
  end();
  expect(first).toEqual(['/health', '/settings']);
  const second: string[] = [];
  store.onNavigate((path) => second.push(path));
  expect(second).toEqual([]);
});
