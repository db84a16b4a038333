import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { serveTask, systemCodeOf, type TaskEvent } from './serve-task.ts';
import type { Task } from './tasks.ts';

let folder = '';
let file = '';
/** So large that it is copied in several steps. */
function fill(): void {
  const database = new DatabaseSync(file);
  database.exec("INSERT INTO setting VALUES ('large', hex(zeroblob(2500000)))");
  database.close();
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-serve-'));
  file = join(folder, 'lookout.db');
  createDatabaseStore({ file, now: DAY_ONE }).close(null);
});
afterEach(() => rm(folder, { recursive: true }));

/** What is sent until the port is closed. */
async function events(task: Task, first?: 'abort'): Promise<TaskEvent[]> {
  const { port1, port2 } = new MessageChannel();
  const sent: TaskEvent[] = [];
  port1.on('message', (event: TaskEvent) => sent.push(event));
  const closed = once(port1, 'close');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  if (first !== undefined) port1.postMessage(first);
  await serveTask(port2, task);
  await closed;
  return sent;
}

test('a task sends how far it is, and its answer last', async () => {
  expect(await events({ task: 'check', file })).toEqual([{ done: null }]);
  fill();
  const copied = await events({ task: 'copy', file, to: join(folder, 'copy.db') });
  expect(copied).toEqual([{ progress: expect.closeTo(0.8, 1) as number }, { done: null }]);
  const [sizes] = await events({ task: 'sizes', file });
  expect(sizes).toMatchObject({ done: { results: expect.any(Number) as number } });
});

test('a task that fails says why, and whether the file is damaged', async () => {
  await writeFile(file, 'no database at all, but long enough to look like one'.repeat(100));
  expect(await events({ task: 'check', file })).toEqual([
    { failed: 'file is not a database', damaged: true, code: null, problem: null },
  ]);
  expect(await events({ task: 'sizes', file })).toMatchObject([{ damaged: true, code: null }]);
  expect(await events({ task: 'sizes', file: join(folder, 'none', 'x.db') })).toMatchObject([
    { damaged: false, code: 'EACCES', problem: null },
  ]);
});

test('a copy that is no database of Lookout has the problem that a start would have', async () => {
  const other = new DatabaseSync(join(folder, 'other.db'));
  other.exec('CREATE TABLE t (n); PRAGMA application_id = 5');
  other.close();
  const sent = await events({ task: 'copy', file: join(folder, 'other.db'), to: join(folder, 'copy.db'), open: true });
  expect(sent.at(-1)).toMatchObject({ damaged: false, code: null, problem: { code: 'store.foreign' } });
});

test('a copy stops when it is aborted', async () => {
  fill();
  const sent = await events({ task: 'copy', file, to: join(folder, 'copy.db') }, 'abort');
  expect(sent.at(-1)).toMatchObject({ failed: expect.stringContaining('aborted') as string, damaged: false });
});

test('the code of a system error is known, also where SQLite has one of its own', () => {
  const sqlite = (errcode: number) =>
    systemCodeOf(Object.assign(new Error('x'), { errcode, syscall: 'open', code: 'X' }));
  expect([8, 13, 13 + 256, 14, 1].map(sqlite)).toEqual(['EROFS', 'ENOSPC', 'ENOSPC', 'EACCES', null]);
  const of = (fields: object) => systemCodeOf(Object.assign(new Error('x'), fields));
  expect(of({ syscall: 'open', code: 'ENOSPC' })).toBe('ENOSPC');
  expect([
    of({ code: 'ENOSPC' }),
    of({ syscall: 'open', code: 5 }),
    of({ syscall: 'open' }),
    of({ errcode: '13' }),
  ]).toEqual([null, null, null, null]);
  expect(systemCodeOf('text')).toBeNull();
});
