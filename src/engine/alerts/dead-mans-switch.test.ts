import { describe, expect, test } from 'vitest';
import { problemOf } from '../base/problem-error.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { DeadMansSwitch, STALLED_MS } from './dead-mans-switch.ts';
import { startChannelServer } from './testing/channel-server.ts';

async function setUp() {
  const server = await startChannelServer();
  const memory = createMemoryStore();
  const state = { url: `${server.url}/ping/secret`, checksLateMs: 0, messagesLateMs: 0, logged: [] as string[] };
  const store = {
    saveDocuments: (...args: Parameters<typeof memory.saveDocuments>) => memory.saveDocuments(...args),
    stats: () => memory.stats(),
  };
  const deadMansSwitch = new DeadMansSwitch({
    clock: { now: () => 1_000 },
    log: (_, text) => state.logged.push(text),
    store,
    url: () => state.url,
    checksLateMs: () => state.checksLateMs,
    messagesLateMs: () => state.messagesLateMs,
  });
  return { server, store, state, tick: () => deadMansSwitch.tick() };
}

test('is pinged while everything makes progress, and not without an address', async () => {
  const { server, state, tick } = await setUp();
  expect(await tick()).toBe(true);
  expect(server.received).toMatchObject([{ method: 'GET', path: '/ping/secret' }]);
  state.url = '';
  expect(await tick()).toBe(false);
  expect(server.received).toHaveLength(1);
});

describe('is not pinged when there is a stall', () => {
  test.each([['checksLateMs'], ['messagesLateMs']] as const)('of %s', async (name) => {
    const { server, state, tick } = await setUp();
    state[name] = STALLED_MS + 1;
    expect(await tick()).toBe(false);
    state[name] = STALLED_MS;
    expect(await tick()).toBe(true);
    expect(server.received).toHaveLength(1);
  });

  test('of the store, which reports a problem or does not write', async () => {
    const { server, store, tick, state } = await setUp();
    const { stats, saveDocuments } = store;
    store.stats = () => ({ ...stats(), problem: problemOf('store.newer', { file: 'f', found: 2, known: 1 }) });
    expect(await tick()).toBe(false);
    store.stats = stats;
    store.saveDocuments = () => Promise.reject(new Error('The disk is full'));
    expect(await tick()).toBe(false);
    store.saveDocuments = saveDocuments;
    expect(await tick()).toBe(true);
    expect(server.received).toHaveLength(1);
    expect(state.logged).toHaveLength(2);
  });
});

test('is logged once when the service cannot be reached, and once when it can be reached again', async () => {
  const { server, state, tick } = await setUp();
  const { url } = state;
  state.url = 'http://127.0.0.1:1/';
  expect(await tick()).toBe(true);
  expect(await tick()).toBe(true);
  expect(state.logged).toEqual(['The dead man’s switch cannot be reached']);
  state.url = url;
  await tick();
  expect(server.received).toHaveLength(1);
});
