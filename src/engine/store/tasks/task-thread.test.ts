import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TaskError, TaskThreads } from './task-thread.ts';

/** A thread that does this instead of a task. */
const threadThat = (script: string) =>
  new TaskThreads(
    new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort, workerData } from 'node:worker_threads';
        const send = (event) => parentPort.postMessage(event);
        ${script}`)}`,
    ),
  );
const file = fileURLToPath(import.meta.url);
const task = { task: 'check', file } as const;

test('gives how far a task is, and its answer', async () => {
  const progress: unknown[] = [];
  const threads = threadThat('send({ progress: 0.5 }); send({ done: workerData });');
  expect(await threads.run(task, { onProgress: (one) => progress.push(one) })).toEqual(task);
  expect(progress).toEqual([0.5]);
  // Who asks for nothing is told nothing.
  expect(await threads.run(task)).toEqual(task);
  threads.unref();
});

test('takes pieces one by one', async () => {
  const pieces: number[] = [];
  const threads = threadThat(`
    let next = 1;
    parentPort.on('message', (message) => message === 'next' && (next < 3 ? send({ piece: Uint8Array.of(++next) }) : send({ done: 'all' })));
    send({ piece: Uint8Array.of(1) });`);
  const onPiece = (bytes: Uint8Array) => Promise.resolve(void pieces.push(...bytes));
  expect(await threads.run(task, { onPiece })).toBe('all');
  expect(pieces).toEqual([1, 2, 3]);
  const refused = new Error('the download was closed');
  await expect(threads.run(task, { onPiece: () => Promise.reject(refused) })).rejects.toBe(refused);
});

test('passes an abort on', async () => {
  const stop = new AbortController();
  const threads = threadThat(`
    parentPort.on('message', (message) => send({ failed: message, damaged: false, code: null, problem: null }));
    send({ progress: 0 });`);
  const failed = threads.run(task, { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(failed).rejects.toThrow('abort');
  await expect(threads.run(task, { signal: stop.signal })).rejects.toBe(stop.signal.reason);
});

test('says why a task failed, also when its thread ends by itself', async () => {
  const failure = { failed: 'it is damaged', damaged: true, code: null, problem: null };
  const failed: unknown = await threadThat(`send(${JSON.stringify(failure)})`)
    .run(task)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(TaskError);
  expect(failed).toMatchObject({ message: 'it is damaged', failure });
  await expect(threadThat('throw new Error("a bug")').run(task)).rejects.toThrow('a bug');
  await expect(threadThat('process.exit(0)').run(task)).rejects.toThrow('The thread ended');
  await expect(threadThat('').run({ task: 'check', file: `${file}.none` })).rejects.toThrow('ENOENT');
});
