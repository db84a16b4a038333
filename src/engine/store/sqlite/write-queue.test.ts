import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problemOf } from '../../base/problem-error.ts';
import { encodeIncident } from '../incident-codec.ts';
import { anIncident, aResult, encodeResult } from '../testing/store-fixture.ts';
import type { Batch } from './methods.ts';
import { TransientStoreError } from './worker-client.ts';
import { createWriteQueue, type WriteQueue, type WriteQueueOptions } from './write-queue.ts';

interface Setup {
  readonly queue: WriteQueue;
  /** What was written, in order. */
  readonly batches: Batch[];
  readonly logged: string[];
  /** Makes all writes fail from now on; null: no longer. */
  readonly fail: (error: Error | null) => void;
  /** Makes writes fail that contain a result of this time. */
  readonly failAt: (at: number) => void;
  readonly add: (...times: number[]) => void;
}

function setup(options: Partial<Omit<WriteQueueOptions, 'write' | 'log'>> = {}): Setup {
  let failure: Error | null = null;
  let unwritable = -1;
  const batches: Batch[] = [];
  const logged: string[] = [];
  const queue = createWriteQueue({
    write: async (batch) => {
      if (failure !== null) throw failure;
      if (batch.results.some(({ at }) => at === unwritable)) throw new Error('It cannot be written.');
      batches.push(batch);
    },
    log: (level, message) => void logged.push(`${level}: ${message}`),
    // Long delays, so that only what a test triggers happens.
    delayMs: 1_000_000,
    soonDelayMs: 1_000_000,
    ...options,
  });
  return {
    queue,
    batches,
    logged,
    fail: (error) => {
      failure = error;
    },
    failAt: (at) => {
      unwritable = at;
    },
    add: (...times) => {
      for (const at of times) queue.addResult(encodeResult(aResult('a', at)));
    },
  };
}

const timesOf = (batches: readonly Batch[]): number[][] => batches.map(({ results }) => results.map(({ at }) => at));
const diskFull = new TransientStoreError(
  problemOf('store.unusable', { doing: 'use', reason: 'full', file: 'lookout.db', problem: '' }),
);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('the write queue', () => {
  test('writes rows that arrive during a write as the next batch, up to a size, in order', async () => {
    const { queue, batches, add } = setup({ batchRows: 2, maxBatchRows: 5 });
    add(1);
    expect(batches).toEqual([]);
    add(2, 3, 4, 5, 6, 7, 8, 9);
    expect(queue.size).toBe(9);
    await queue.drain();
    expect(timesOf(batches)).toEqual([
      [1, 2],
      [3, 4, 5, 6, 7],
      [8, 9],
    ]);
    expect(queue.size).toBe(0);
    queue.stop();
  });

  test('writes a document not later than an incident that was added before it, however many wait', async () => {
    const { queue, batches } = setup({ batchRows: 100, maxBatchRows: 2 });
    for (const id of ['1', '2', '3', '4', '5']) {
      queue.addIncident(encodeIncident(anIncident(id, 'a', 1)), true);
      queue.addDocument({ collection: 'alert', id, at: 1, open: true, json: id });
    }
    await queue.drain();
    expect(batches.map(({ incidents }) => incidents.length)).toEqual([2, 2, 1]);
    expect(batches[0]?.documents.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
    queue.stop();
  });

  test('writes by itself after the delay, which further rows do not prolong', async () => {
    const { queue, batches, add } = setup({ delayMs: 2_000 });
    add(1);
    await vi.advanceTimersByTimeAsync(1_500);
    add(2);
    await vi.advanceTimersByTimeAsync(499);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(timesOf(batches)).toEqual([[1, 2]]);
    expect(vi.getTimerCount()).toBe(0);
    queue.stop();
  });

  test('writes rows of every type by itself', async () => {
    const add: readonly ((queue: WriteQueue) => void)[] = [
      (queue) => queue.addResult(encodeResult(aResult('a', 1))),
      (queue) => queue.addSpan({ endpointId: 'a', status: 'up', from: 0, to: 1 }),
      (queue) => queue.addIncident(encodeIncident(anIncident('i', 'a', 0)), false),
      (queue) => queue.addPresence({ state: 'running', from: 0, to: 1 }),
      (queue) => queue.addEvidence({ incidentId: 'i', endpointId: 'a', json: '[]' }),
      (queue) => queue.addDocument({ collection: 'c', id: 'd', at: 0, open: false, json: '{}' }),
      (queue) => queue.addChanges({ endpointId: 'a', at: 0, json: '[]' }),
      (queue) => queue.addMemory({ endpointId: 'a', json: '{}' }),
    ];
    for (const one of add) {
      const { queue, batches } = setup({ delayMs: 100 });
      one(queue);
      expect(queue.size).toBe(1);
      await vi.advanceTimersByTimeAsync(100);
      expect([queue.size, Object.values(batches[0] ?? {}).flat().length]).toEqual([0, 1]);
      queue.stop();
    }
  });

  test('writes urgent incidents sooner, together with the waiting rows', async () => {
    const { queue, batches, add } = setup({ delayMs: 2_000, soonDelayMs: 250 });
    add(1);
    queue.addIncident(encodeIncident(anIncident('goes on', 'a', 1)), false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches).toEqual([]);
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await vi.advanceTimersByTimeAsync(249);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(timesOf(batches)).toEqual([[1]]);
    expect(batches[0]?.incidents.map(({ id }) => id)).toEqual(['goes on', 'new']);
    add(2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(batches.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches.length).toBe(2);
    queue.stop();
  });

  test('writes an urgent incident no later than what was scheduled anyway', async () => {
    const { queue, batches, add } = setup({ delayMs: 2_000, soonDelayMs: 250 });
    add(1);
    await vi.advanceTimersByTimeAsync(1_900);
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches.length).toBe(1);
    queue.stop();
  });

  test('writes urgent incidents sooner also when they arrive during a write', async () => {
    const { queue, batches, add } = setup({ soonDelayMs: 250 });
    add(1);
    const drained = queue.drain();
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await drained;
    expect(batches.length).toBe(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(batches.length).toBe(2);
    queue.stop();
  });

  test('does not retry sooner for urgent incidents, and waits twice as long after each failure', async () => {
    const { queue, batches, add, fail, logged } = setup({ soonDelayMs: 1 });
    fail(diskFull);
    add(1);
    await expect(queue.drain()).rejects.toBe(diskFull);
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await vi.advanceTimersByTimeAsync(499);
    expect([batches.length, logged.length]).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(logged.length).toBe(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(logged.length).toBe(2);
    fail(null);
    await vi.advanceTimersByTimeAsync(1);
    expect(timesOf(batches)).toEqual([[1]]);
    queue.stop();
  });

  test('retries every 30 s, however long the disk is full', async () => {
    const { queue, add, fail, logged } = setup();
    fail(diskFull);
    add(1);
    await expect(queue.drain()).rejects.toBe(diskFull);
    await vi.advanceTimersByTimeAsync(600_000);
    const attempts = logged.length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(logged.length - attempts).toBe(20);
    queue.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(logged.length - attempts).toBe(20);
  });

  test('drains what was added before, also a span that is replaced while an earlier batch is written', async () => {
    const writes: { readonly batch: Batch; readonly end: () => void }[] = [];
    const queue = createWriteQueue({
      write: (batch) => new Promise<void>((end) => void writes.push({ batch, end })),
      log: () => undefined,
      delayMs: 1_000_000,
      soonDelayMs: 1_000_000,
    });
    const span = { endpointId: 'a', status: 'up', from: 1 } as const;
    queue.addSpan({ ...span, endpointId: 'b', to: 2 });
    const first = queue.drain();
    queue.addSpan({ ...span, to: 2 });
    let drained = false;
    const second = queue.drain().then(() => (drained = true));
    queue.addSpan({ ...span, to: 3 });
    writes[0]?.end();
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect([writes.length, drained]).toEqual([2, false]);
    expect(writes[1]?.batch.spans).toEqual([{ ...span, to: 3 }]);
    writes[1]?.end();
    await second;
    queue.stop();
  });

  test('replaces a waiting span or incident, and never loses the later one', async () => {
    const { queue, batches } = setup();
    const span = { endpointId: 'a', status: 'up', from: 1 } as const;
    queue.addSpan({ ...span, to: 2 });
    queue.addSpan({ ...span, endpointId: 'b', to: 2 });
    queue.addSpan({ ...span, to: 3 });
    queue.addIncident(encodeIncident(anIncident('i', 'a', 1)), false);
    queue.addIncident(encodeIncident(anIncident('i', 'a', 1, { failures: 2 })), false);
    expect(queue.size).toBe(3);
    const drained = queue.drain();
    queue.addSpan({ ...span, to: 4 });
    await drained;
    await queue.drain();
    expect(batches.map(({ spans }) => spans.map(({ endpointId, to }) => `${endpointId}${to}`))).toEqual([
      ['a3', 'b2'],
      ['a4'],
    ]);
    expect(batches[0]?.incidents).toMatchObject([{ id: 'i', failures: 2 }]);
    queue.stop();
  });

  test('keeps rows after a transient error, and does not restore an older span', async () => {
    const { queue, batches, logged, add, fail } = setup({ batchRows: 2 });
    const span = { endpointId: 'a', status: 'up', from: 1 } as const;
    fail(diskFull);
    queue.addSpan({ ...span, to: 2 });
    add(1);
    const drained = queue.drain();
    queue.addSpan({ ...span, to: 3 });
    add(2);
    await expect(drained).rejects.toBe(diskFull);
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(queue.drain()).rejects.toBe(diskFull);
    expect(queue.size).toBe(3);
    expect(logged[0]).toMatch(/^error: The store cannot write 2 rows and will try again/);
    fail(null);
    await queue.drain();
    expect(timesOf(batches).flat()).toEqual([1, 2]);
    expect(batches.flatMap(({ spans }) => spans)).toEqual([{ ...span, to: 3 }]);
    queue.stop();
  });

  test('keeps the rows when the store fails once after the disk was full for a while', async () => {
    const { queue, add, fail, batches } = setup();
    fail(diskFull);
    add(1);
    await expect(queue.drain()).rejects.toBe(diskFull);
    await vi.advanceTimersByTimeAsync(60_000);
    fail(new Error('The thread stopped.'));
    await vi.advanceTimersByTimeAsync(30_000);
    fail(null);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(timesOf(batches)).toEqual([[1]]);
  });

  test('drops a batch that fails permanently, and continues', async () => {
    const { queue, batches, logged, add, fail } = setup({ batchRows: 2 });
    const bug = new Error('A bug.');
    fail(bug);
    add(1, 2);
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(queue.drain()).rejects.toBe(bug);
    expect(logged.at(-1)).toMatch(/^error: The store dropped 2 rows/);
    expect(queue.size).toBe(0);
    fail(null);
    add(3);
    await queue.drain();
    expect(timesOf(batches)).toEqual([[3]]);
    queue.stop();
  });

  test('drops no more rows than usual when a large batch contains a bad row', async () => {
    const { queue, batches, logged, add, failAt } = setup({ batchRows: 2, maxBatchRows: 100 });
    failAt(5);
    add(1, 2, 3, 4, 5, 6, 7, 8, 9);
    while (queue.size > 0) await queue.drain().catch(() => undefined);
    expect(timesOf(batches).flat()).toEqual([1, 2, 3, 4, 7, 8, 9]);
    expect(logged.some((line) => line.startsWith('error: The store dropped 2 rows'))).toBe(true);
    queue.stop();
  });

  test('is bounded: drops the oldest results and logs it', async () => {
    const { queue, batches, logged, add, fail } = setup({ batchRows: 5, maxResults: 20 });
    fail(diskFull);
    add(...Array.from({ length: 30 }, (_, index) => index));
    await expect(queue.drain()).rejects.toBe(diskFull);
    expect(queue.size).toBeLessThanOrEqual(20 + 5);
    expect(logged).toContainEqual(expect.stringMatching(/^error: The store cannot keep up/));
    fail(null);
    await queue.drain();
    expect(timesOf(batches).flat().at(-1)).toBe(29);
    expect(logged.at(-1)).toMatch(/^warn: The store can write again; \d+ results were lost/);
    queue.stop();
  });
});
