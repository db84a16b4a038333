import { describe, expect, it } from 'vitest';
import type { Push } from '../contract/channels/snapshot.ts';
import { createBridge } from './bridge.ts';
import type { IpcPage } from './bridge.ts';

/** An `ipcRenderer` that the test answers. */
function ipcDouble(answer: (name: string, args: unknown) => unknown) {
  const sent: string[] = [];
  const listeners = new Map<string, Set<(event: unknown, value: unknown) => void>>();
  const ipc: IpcPage = {
    invoke: async (name, args) => answer(name, args),
    send: (name) => sent.push(name),
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    },
    removeListener(name, listener) {
      listeners.get(name)?.delete(listener);
    },
  };
  return {
    ipc,
    sent,
    emit: (name: string, value: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener({}, value);
    },
    listening: (name: string) => listeners.get(name)?.size ?? 0,
  };
}

const push = (seq: number): Push => ({ seq, at: 1, changes: [] });

describe('request', () => {
  it('sends the request under its prefixed name and returns the answer', async () => {
    const asked: unknown[] = [];
    const { ipc } = ipcDouble((name, args) => {
      asked.push([name, args]);
      return { ok: true, answer: ['a'] };
    });
    await expect(createBridge(ipc).request('endpoints.pause', { ids: ['a'] })).resolves.toEqual(['a']);
    expect(asked).toEqual([['lookout:endpoints.pause', { ids: ['a'] }]]);
  });

  it('rejects with the plain failure, which the context bridge copies completely', async () => {
    const failure = { code: 'invalid', message: 'No.', issues: [{ path: 'ids', message: 'Expected a list' }] };
    const { ipc } = ipcDouble(() => ({ ok: false, failure }));
    const rejected: unknown = await createBridge(ipc)
      .request('endpoints.pause', { ids: [] })
      .catch((error: unknown) => error);
    expect(rejected).toEqual(failure);
    // What the context bridge does to plain objects.
    expect(structuredClone(rejected)).toEqual(failure);
    expect(rejected).not.toBeInstanceOf(Error);
  });

  it('says that the engine is unavailable when main does not answer', async () => {
    const { ipc } = ipcDouble(() => {
      throw new Error('No handler registered');
    });
    await expect(createBridge(ipc).request('app.snapshot', {})).rejects.toEqual({
      code: 'unavailable',
      reason: 'notOpen',
      params: {},
      issues: [],
    });
  });

  it.each(['toString', '__proto__', 'app.quit', ''])('refuses the unknown channel %j', async (channel) => {
    const asked: string[] = [];
    const { ipc } = ipcDouble((name) => asked.push(name));
    await expect(createBridge(ipc).request(channel as 'app.snapshot', {})).rejects.toMatchObject({
      code: 'unknownChannel',
      reason: 'unknownChannel',
      params: { channel },
    });
    expect(asked).toEqual([]);
  });
});

describe('onPush', () => {
  it('subscribes with the first listener and unsubscribes after the last', () => {
    const { ipc, sent, emit, listening } = ipcDouble(() => undefined);
    const bridge = createBridge(ipc);
    const seen: string[] = [];
    const endA = bridge.onPush(({ seq }) => seen.push(`a${seq}`));
    const endB = bridge.onPush(({ seq }) => seen.push(`b${seq}`));
    expect(sent).toEqual(['lookout:subscribe']);
    emit('lookout:push', push(1));
    endA();
    endA();
    emit('lookout:push', push(2));
    expect(sent).toEqual(['lookout:subscribe']);
    endB();
    emit('lookout:push', push(3));
    expect(seen).toEqual(['a1', 'b1', 'b2']);
    expect(sent).toEqual(['lookout:subscribe', 'lookout:unsubscribe']);
    expect(listening('lookout:push')).toBe(0);
  });
});

describe('onConnection', () => {
  it('reports a connection at once, unless it was ended before', async () => {
    const bridge = createBridge(ipcDouble(() => undefined).ipc);
    const seen: unknown[] = [];
    bridge.onConnection((connected) => seen.push(connected));
    bridge.onConnection(() => seen.push('ended'))();
    await Promise.resolve();
    expect(seen).toEqual([true]);
  });
});

describe('onNavigate', () => {
  it('passes on paths until it is ended', () => {
    const { ipc, emit, listening } = ipcDouble(() => undefined);
    const seen: string[] = [];
    const end = createBridge(ipc).onNavigate((path) => seen.push(path));
    emit('lookout:navigate', '/health');
    emit('lookout:navigate', 7);
    end();
    emit('lookout:navigate', '/settings');
    expect(seen).toEqual(['/health']);
    expect(listening('lookout:navigate')).toBe(0);
  });
});
