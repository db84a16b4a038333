import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
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
const diskFull = new TransientStoreError('The disk is full.');

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

  test('writes by itself after the delay', async () => {
    const { queue, batches, add } = setup({ delayMs: 1 });
    add(1);
    await vi.waitFor(() => expect(timesOf(batches)).toEqual([[1]]));
    queue.stop();
  });

  test('writes urgent incidents sooner, together with the waiting rows', async () => {
    const { queue, batches, add } = setup({ soonDelayMs: 1 });
    add(1);
    queue.addIncident(encodeIncident(anIncident('goes on', 'a', 1)), false);
    await sleep(20);
    expect(batches).toEqual([]);
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await vi.waitFor(() => expect(timesOf(batches)).toEqual([[1]]));
    expect(batches[0]?.incidents.map(({ id }) => id)).toEqual(['goes on', 'new']);
    add(2);
    await sleep(20);
    expect(batches.length).toBe(1);
    queue.stop();
  });

  test('writes urgent incidents sooner also when they arrive during a write', async () => {
    const { queue, batches, add } = setup({ soonDelayMs: 1 });
    add(1);
    const drained = queue.drain();
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await drained;
    await vi.waitFor(() => expect(batches.length).toBe(2));
    queue.stop();
  });

  test('does not retry sooner for urgent incidents', async () => {
    const { queue, batches, add, fail, logged } = setup({ soonDelayMs: 1 });
    fail(diskFull);
    add(1);
    await expect(queue.drain()).rejects.toThrow('The disk is full.');
    queue.addIncident(encodeIncident(anIncident('new', 'a', 1)), true);
    await sleep(20);
    expect(batches).toEqual([]);
    expect(logged.length).toBe(1);
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
