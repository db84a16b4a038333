import { afterEach, describe, expect, test } from 'vitest';
import { StoreError } from '../store.ts';
import { CorruptStoreError, createWorkerClient, TransientStoreError, type WorkerClient } from './worker-client.ts';

/** A thread without a database: what it does is in this script. */
const threadThat = (script: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, workerData } from 'node:worker_threads';
      const reply = (message) => parentPort.postMessage(message);
      const fail = (id, error) => reply({ id, ok: false, error: { message: 'said', stack: 'its stack', problem: null, transient: false, corrupt: false, ...error } });
      ${script}`)}`,
  );
const ANSWERS = `
  reply({ id: 0, ok: true, value: '1:2' });
  parentPort.on('message', ({ id, method, args }) => {
    if (method === 'sync') process.exit(7);
    reply({ id, ok: true, value: { method, args, workerData } });
    if (method === 'close') parentPort.close();
  });`;

let logged: unknown[][];
let client: WorkerClient;
function create(script: string): WorkerClient {
  logged = [];
  client = createWorkerClient({
    file: '/data/lookout.db',
    workerUrl: threadThat(script),
    log: (...line) => void logged.push(line),
  });
  return client;
}
afterEach(() => client.close());

test('calls are answered in order, each with its own answer', async () => {
  await create(ANSWERS).start();
  const [first, second] = await Promise.all([
    client.call('removedEndpoints', null),
    client.call('evidence', { incidentId: 'i' }),
  ]);
  expect(first).toMatchObject({
    method: 'removedEndpoints',
    args: null,
    workerData: { file: '/data/lookout.db', identity: null, eager: false },
  });
  expect(second).toMatchObject({ method: 'evidence', args: { incidentId: 'i' } });
  expect(logged).toEqual([]);
});

describe('a failure', () => {
  const failing = (error: string) => `
    reply({ id: 0, ok: true, value: '1:2' });
    parentPort.on('message', ({ id, method }) => {
      if (method === 'close') { reply({ id, ok: true }); parentPort.close(); } else fail(id, ${error});
    });`;

  test.each([
    ['{ problem: { code: "store.moved", params: {} }, transient: true }', TransientStoreError, 'store.moved'],
    ['{ problem: { code: "store.unusable", params: {} }, corrupt: true }', CorruptStoreError, 'store.unusable'],
    ['{ problem: { code: "store.foreign", params: {} } }', StoreError, 'store.foreign'],
    ['{ transient: true }', TransientStoreError, 'store.bug'],
  ])('of a call that is %s is known again', async (sent, type, code) => {
    await create(failing(sent)).start();
    const rejected: unknown = await client.call('removedEndpoints', null).catch((reason: unknown) => reason);
    expect(rejected).toBeInstanceOf(type);
    expect(rejected).toMatchObject({ problem: { code }, stack: 'its stack' });
    expect((rejected as Error).constructor).toBe(type);
  });

  test('that is a bug is an ordinary error', async () => {
    await create(failing('{}')).start();
    const rejected: unknown = await client.call('removedEndpoints', null).catch((reason: unknown) => reason);
    expect(rejected).not.toBeInstanceOf(StoreError);
    expect(rejected).toMatchObject({ message: 'said', stack: 'its stack' });
  });

  test('to open rejects the start, and no other thread follows', async () => {
    create('fail(0, { problem: { code: "store.foreign", params: {} } }); parentPort.close();');
    await expect(client.start()).rejects.toMatchObject({ problem: { code: 'store.foreign' } });
    create('process.exit(3)');
    await expect(client.start()).rejects.toMatchObject({ problem: { code: 'store.threadStopped' } });
    await expect(client.call('removedEndpoints', null)).rejects.toMatchObject({
      problem: { code: 'store.threadRestarting' },
    });
    expect(logged).toEqual([]);
  });
});

test('a thread that dies rejects its calls, and is replaced by one for the same file', async () => {
  await create(ANSWERS).start();
  await expect(client.call('sync', null)).rejects.toMatchObject({ problem: { code: 'store.threadStopped' } });
  expect(logged).toEqual([
    [
      'error',
      'The thread of the store stopped; another one is started',
      expect.objectContaining({ code: 7, delayMs: 0 }),
    ],
  ]);
  expect(await client.call('removedEndpoints', null)).toMatchObject({ workerData: { identity: '1:2' } });
});

test('calls after the end are refused, and a second end has nothing to do', async () => {
  await create(ANSWERS).start();
  await client.close();
  await expect(client.call('removedEndpoints', null)).rejects.toMatchObject({
    problem: { code: 'store.threadRestarting' },
  });
  await client.close();
  expect(logged).toEqual([]);
});
