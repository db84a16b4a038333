import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import type { DatabaseStore } from './database-store.ts';
import { MovedFileError } from './database-file.ts';
import type { MethodReply } from './methods.ts';
import { serve } from './serve.ts';

/** Answers of a store whose methods do this. */
async function replies(open: () => Partial<DatabaseStore>, ...calls: (keyof DatabaseStore)[]): Promise<MethodReply[]> {
  const { port1, port2 } = new MessageChannel();
  const received: MethodReply[] = [];
  port1.on('message', (reply: MethodReply) => received.push(reply));
  serve(port2, '/data/lookout.db', () => open() as DatabaseStore);
  for (const [index, method] of calls.entries()) port1.postMessage({ id: index + 1, method, args: { n: index } });
  // The thread ends by itself.
  await once(port1, 'close');
  return received;
}
const sqliteError = (errcode: number) => Object.assign(new Error(`SQLite said ${errcode}`), { errcode });
const fails = (error: unknown) => (): never => {
  throw error;
};

test('answers with the identity of the file, then each call, until it is closed', async () => {
  const seen: unknown[] = [];
  const store: Partial<DatabaseStore> = {
    identity: '1:2',
    sync: (args) => void seen.push(args),
    removedEndpoints: () => [],
    close: (args) => void seen.push(args),
  };
  expect(await replies(() => store, 'sync', 'removedEndpoints', 'close')).toEqual([
    { id: 0, ok: true, value: '1:2' },
    { id: 1, ok: true, value: undefined },
    { id: 2, ok: true, value: [] },
    { id: 3, ok: true, value: undefined },
  ]);
  expect(seen).toEqual([{ n: 0 }, { n: 2 }]);
});

test('says why it cannot be opened, and ends', async () => {
  expect(await replies(fails(sqliteError(26)))).toEqual([
    {
      id: 0,
      ok: false,
      error: {
        message: expect.any(String) as string,
        stack: expect.any(String) as string,
        problem: {
          code: 'store.unusable',
          params: { doing: 'open', reason: 'notDatabase', problem: 'SQLite said 26', file: '/data/lookout.db' },
        },
        transient: false,
        corrupt: true,
      },
    },
  ]);
});

test('says of each failed call whether it may succeed later, and whether the file is damaged', async () => {
  const problem = problemOf('store.threadStopped', {});
  const errors = [
    sqliteError(13),
    sqliteError(11),
    new StoreError(problem),
    new MovedFileError('/f', 'removed'),
    new TypeError('a bug'),
  ];
  const store: Partial<DatabaseStore> = {
    identity: '1:2',
    sync: () => {
      throw errors.shift() ?? new Error('called too often');
    },
    close: fails('not an error'),
  };
  const [, ...failed] = await replies(() => store, 'sync', 'sync', 'sync', 'sync', 'sync', 'close');
  expect(
    failed.map((reply) => (reply.ok ? null : [reply.error.problem?.code, reply.error.transient, reply.error.corrupt])),
  ).toEqual([
    ['store.unusable', true, false],
    ['store.unusable', false, true],
    ['store.threadStopped', false, false],
    ['store.moved', true, false],
    [undefined, false, false],
    [undefined, false, false],
  ]);
  expect(failed.map((reply) => (reply.ok ? null : reply.error.message))[5]).toBe('not an error');
});
