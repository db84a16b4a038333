import { describe, expect, test } from 'vitest';
import type { Delivery, SendResult } from '../../contract/model/alert.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createFakePorts, settle } from '../testing/fake-ports.ts';
import { testAlert } from './alert-message.ts';
import { backoff, GIVE_UP_AFTER_MS, Outbox } from './outbox.ts';
import { DELIVERIES, deliveryDocument, newDelivery, readDelivery, type StoredDelivery } from './stored-delivery.ts';

interface Attempt {
  readonly delivery: StoredDelivery;
  readonly at: number;
  readonly end: (result: SendResult) => void;
}

const DELIVERED: SendResult = { outcome: 'delivered', answer: 'HTTP 200' };
const BUSY: SendResult = { outcome: 'retry', answer: 'HTTP 503' };

async function setUp(store = createMemoryStore()) {
  const ports = createFakePorts();
  const attempts: Attempt[] = [];
  const changes: Delivery[] = [];
  const channels = new Set(['a', 'b']);
  const outbox = new Outbox({
    clock: ports.clock,
    timers: ports.timers,
    log: ports.log,
    store,
    random: () => 1,
    hasChannel: (id) => channels.has(id),
    onChange: (delivery) => changes.push(delivery),
    send: (delivery) => new Promise((end) => attempts.push({ delivery, at: ports.clock.now(), end })),
  });
  const add = async (id: string, more: Partial<StoredDelivery> = {}): Promise<StoredDelivery> => {
    const now = ports.clock.now();
    const about = { id, channelId: 'a', channelName: 'A', event: 'down', createdAt: now } as const;
    const delivery = { ...newDelivery(testAlert('x', '', now), about), alertId: `alert of ${id}`, ...more };
    await store.saveDocuments([deliveryDocument(delivery)]);
    outbox.add([delivery]);
    await ports.time.advance(0);
    return delivery;
  };
  const end = async (index: number, result: SendResult): Promise<void> => {
    attempts[index]?.end(result);
    await settle();
    await ports.time.advance(0);
  };
  const stored = async (id: string): Promise<StoredDelivery | undefined> => {
    const documents = await store.documents({ collection: DELIVERIES });
    const found = documents.find((one) => one.id === id);
    return found && readDelivery(found, ports.log);
  };
  const sent = (): string[] => attempts.map(({ delivery }) => delivery.id);
  return { ports, outbox, attempts, changes, channels, add, end, stored, sent, store, time: ports.time };
}

describe('the outbox', () => {
  test('sends the messages of a channel in order, and those of another channel meanwhile', async () => {
    const { add, end, sent } = await setUp();
    await add('1');
    await add('2');
    await add('3', { channelId: 'b' });
    expect(sent()).toEqual(['1', '3']);
    await end(0, DELIVERED);
    expect(sent()).toEqual(['1', '3', '2']);
  });

  test('records the response, and that the message was delivered', async () => {
    const { add, end, stored, outbox, ports } = await setUp();
    await add('1');
    await end(0, DELIVERED);
    expect(await stored('1')).toMatchObject({
      state: 'delivered',
      tryCount: 1,
      nextAt: null,
      tries: [{ answer: 'HTTP 200' }],
    });
    expect(outbox.state('a')).toEqual({ deliveredAt: ports.clock.now(), trouble: null, waiting: 0 });
  });

  test('tries again after longer and longer waits, or when the response asks for it', async () => {
    const { add, end, attempts, time, stored } = await setUp();
    await add('1');
    const began = attempts[0]?.at ?? 0;
    await end(0, BUSY);
    expect(await stored('1')).toMatchObject({ state: 'waiting', nextAt: began + 2_000, tryCount: 1 });
    await time.advance(2_000);
    await end(1, BUSY);
    await time.advance(4_000);
    expect(attempts.map(({ at }) => at - began)).toEqual([0, 2_000, 6_000]);
    await end(2, { ...BUSY, afterMs: 60_000 });
    await time.advance(59_999);
    expect(attempts).toHaveLength(3);
    await time.advance(1);
    expect(attempts).toHaveLength(4);
  });

  test('tries again within the hour when the clock was set back by days', async () => {
    const { add, attempts, end, time } = await setUp();
    await add('one');
    await end(0, BUSY);
    time.sleep(-2 * 86_400_000);
    await time.advance(3_600_000);
    expect(attempts).toHaveLength(2);
  });

  test('tries again within the hour when the clock was set back by days while Lookout was stopped', async () => {
    const { add, store, time } = await setUp();
    await add('one', { nextAt: time.clock.now() + 2 * 86_400_000 });
    const second = await setUp(store);
    await second.outbox.load();
    await second.time.advance(3_600_000);
    expect(second.sent()).toEqual(['one']);
  });

  test('gives up a refused message at once, and one that cannot be delivered after a day', async () => {
    const { add, end, stored, time, attempts, sent } = await setUp();
    await add('refused');
    await end(0, { outcome: 'final', answer: 'HTTP 401' });
    expect(await stored('refused')).toMatchObject({ state: 'failed', tryCount: 1 });
    await add('old');
    while ((await stored('old'))?.state === 'waiting') {
      await end(attempts.length - 1, BUSY);
      await time.advance(15 * 60_000);
    }
    const last = attempts.at(-1);
    expect((last?.at ?? 0) - (last?.delivery.createdAt ?? 0)).toBeGreaterThan(GIVE_UP_AFTER_MS);
    expect((await stored('old'))?.tries).toHaveLength(20);
    await add('next');
    expect(sent().at(-1)).toBe('next');
  });

  test('a recovery replaces the message about trouble that was not sent yet', async () => {
    const { add, end, sent, stored, time } = await setUp();
    await add('first');
    await add('down', { alertId: 'x' });
    await add('reminder', { alertId: 'x', event: 'reminder' });
    await add('up', { alertId: 'x', event: 'up' });
    await end(0, DELIVERED);
    await time.advance(0);
    expect(sent()).toEqual(['first', 'up']);
    expect(await stored('down')).toMatchObject({ state: 'superseded', nextAt: null });
    expect(await stored('reminder')).toMatchObject({ state: 'superseded' });
  });

  test('a recovery also replaces a message whose attempt fails after it', async () => {
    const { add, end, sent, stored } = await setUp();
    await add('down', { alertId: 'x' });
    await add('up', { alertId: 'x', event: 'up' });
    await end(0, BUSY);
    expect(await stored('down')).toMatchObject({ state: 'superseded', tryCount: 1 });
    expect(sent()).toEqual(['down', 'up']);
  });

  test('sends the messages that waited when Lookout ended, with the same key', async () => {
    const first = await setUp();
    await first.add('1');
    await first.add('2');
    first.outbox.stop();
    await first.end(0, BUSY);
    const second = await setUp(first.store);
    await second.outbox.load();
    await second.time.advance(0);
    expect(second.attempts.map(({ delivery }) => delivery.dedupKey)).toEqual(['1']);
    await second.end(0, DELIVERED);
    await second.end(1, DELIVERED);
    const third = await setUp(first.store);
    await third.outbox.load();
    await third.time.advance(0);
    expect(third.attempts).toEqual([]);
  });

  test('sends a failed message again on request', async () => {
    const { add, end, stored, outbox, sent, time } = await setUp();
    await add('1');
    await end(0, { outcome: 'final', answer: 'HTTP 401' });
    expect(outbox.state('a').trouble).toMatchObject({ id: '1' });
    const failed = await stored('1');
    if (failed === undefined) throw new Error('The failed message must be stored');
    outbox.again(failed);
    await time.advance(0);
    expect(sent()).toEqual(['1', '1']);
    await end(1, DELIVERED);
    expect(await stored('1')).toMatchObject({ state: 'delivered', tryCount: 2 });
    expect(outbox.state('a').trouble).toBeNull();
  });

  test('tries at once after a channel was changed, and sends nothing to a removed one', async () => {
    const { add, end, outbox, sent, time, channels, stored } = await setUp();
    await add('1');
    await end(0, { ...BUSY, afterMs: 3_600_000 });
    outbox.channelChanged('a');
    await time.advance(0);
    expect(sent()).toEqual(['1', '1']);
    await end(1, BUSY);
    channels.delete('a');
    outbox.channelChanged('a');
    await time.advance(60_000);
    expect(sent()).toHaveLength(2);
    expect(await stored('1')).toMatchObject({ state: 'superseded' });
  });

  test('continues when the store cannot be written', async () => {
    const store = createMemoryStore();
    const { add, end, sent, ports } = await setUp(store);
    await add('1');
    await add('2');
    store.saveDocuments = () => Promise.reject(new Error('The disk is full'));
    await end(0, DELIVERED);
    expect(sent()).toEqual(['1', '2']);
    expect(ports.lines).toMatchObject([{ level: 'error', message: 'The state of a message could not be stored' }]);
  });
});

test('waits between half and all of the longest wait, up to a quarter of an hour', () => {
  expect([1, 2, 3].map((tries) => backoff(tries, 1))).toEqual([2_000, 4_000, 8_000]);
  expect(backoff(1, 0)).toBe(1_000);
  expect(backoff(500, 1)).toBe(15 * 60_000);
});
