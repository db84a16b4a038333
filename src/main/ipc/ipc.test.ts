import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Push } from '../../contract/channels/snapshot.ts';
import { serveIpc } from './ipc.ts';
import { engineChannels, hostChannels } from './page-requests.ts';

type Handler = (event: unknown, args: unknown) => Promise<unknown>;

// There is no Electron under Node. These tests check what is registered with it, and who gets answers.
const { handlers, ipcMain } = await vi.hoisted(async () => {
  const events = await import('node:events');
  const handlers = new Map<string, Handler>();
  const ipcMain = Object.assign(new events.EventEmitter(), {
    handle(name: string, handler: Handler) {
      if (handlers.has(name)) throw new Error(`Attempted to register a second handler for '${name}'`);
      handlers.set(name, handler);
    },
    removeHandler: (name: string) => handlers.delete(name),
  });
  return { handlers, ipcMain };
});
vi.mock('electron', () => ({ ipcMain }));

const page = { url: 'app://lookout/index.html', parent: null };
const foreignPage = { url: 'https://example.org/', parent: null };

function contents() {
  const sent: unknown[] = [];
  const emitter = new EventEmitter();
  return Object.assign(emitter, {
    sent,
    isDestroyed: () => false,
    send: (...message: unknown[]) => sent.push(message),
  });
}

let logged: string[] = [];
let listeners: Set<(push: Push) => void>;
let asked: string[] = [];
function serve(): () => void {
  return serveIpc({
    engine: {
      handle: async (channel) => {
        asked.push(channel);
        return 'answer';
      },
      onPush(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    hostDispatcher: {
      handle: async (channel, _args, from) => {
        asked.push(`${channel} of ${from}`);
        return null;
      },
    },
    log: (_level, message) => logged.push(message),
    devUrl: null,
  });
}
const push = (seq: number): void => {
  for (const listener of listeners) listener({ seq, at: 1, changes: [] });
};

beforeEach(() => {
  logged = [];
  asked = [];
  listeners = new Set();
});

it('has one handler for every channel of the contract, and removes them all', () => {
  const end = serve();
  expect([...handlers.keys()].sort()).toEqual(
    [...engineChannels, ...hostChannels].map((channel) => `lookout:${channel}`).sort(),
  );
  end();
  expect(handlers.size).toBe(0);
  expect(listeners.size).toBe(0);
  expect(ipcMain.eventNames()).toEqual([]);
});

describe('a request', () => {
  it('from the page is answered', async () => {
    const end = serve();
    const answer = handlers.get('lookout:health.get')?.({ senderFrame: page }, {});
    await expect(answer).resolves.toEqual({ ok: true, answer: 'answer' });
    end();
  });

  it('to the host is carried out for the page that sends it', async () => {
    const end = serve();
    const answer = handlers.get('lookout:host.openLogs')?.({ senderFrame: page, sender: { id: 7 } }, {});
    await expect(answer).resolves.toEqual({ ok: true, answer: null });
    expect(asked).toEqual(['host.openLogs of 7']);
    end();
  });

  it.each([
    ['another page', foreignPage],
    ['a frame in the page', { ...page, parent: page }],
    ['a frame that is gone', null],
  ])('from %s is refused', (_who, senderFrame) => {
    const end = serve();
    expect(() => handlers.get('lookout:health.get')?.({ senderFrame }, {})).toThrow(
      'Expected the sender to be the page',
    );
    expect(asked).toEqual([]);
    expect(logged).toEqual(['A message that does not come from the page was refused']);
    end();
  });
});

describe('pushes', () => {
  it('go to a subscribed page once, until it unsubscribes', () => {
    const end = serve();
    const sender = contents();
    push(1);
    ipcMain.emit('lookout:subscribe', { sender, senderFrame: page });
    ipcMain.emit('lookout:subscribe', { sender, senderFrame: page });
    push(2);
    ipcMain.emit('lookout:unsubscribe', { sender, senderFrame: page });
    push(3);
    expect(sender.sent).toEqual([['lookout:push', { seq: 2, at: 1, changes: [] }]]);
    end();
  });

  it('do not go to a foreign page', () => {
    const end = serve();
    const sender = contents();
    ipcMain.emit('lookout:subscribe', { sender, senderFrame: foreignPage });
    push(1);
    expect(sender.sent).toEqual([]);
    end();
  });

  it.each(['destroyed', 'render-process-gone'])('end when the page is %s', (event) => {
    const end = serve();
    const sender = contents();
    ipcMain.emit('lookout:subscribe', { sender, senderFrame: page });
    sender.emit(event);
    push(1);
    expect(sender.sent).toEqual([]);
    end();
  });
});
