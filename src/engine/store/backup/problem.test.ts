import { expect, test } from 'vitest';
import { problemFor } from './problem.ts';
import type { TaskFailure } from '../tasks/serve-task.ts';
import { TaskError } from '../tasks/task-thread.ts';

const failed = (failure: Partial<TaskFailure>) =>
  new TaskError({ failed: 'SQLite said no', damaged: false, code: null, problem: null, ...failure });

test.each([
  [failed({ code: 'ENOSPC' }), 'full'],
  [failed({ code: 'EROFS' }), 'notWritable'],
  [failed({ damaged: true }), 'damaged'],
  [failed({}), 'other'],
  [failed({ code: 'EIO', problem: { code: 'store.newer' } }), 'newer'],
  [failed({ problem: { code: 'store.foreign' } }), 'foreign'],
  [failed({ problem: { code: 'store.unusable', params: { reason: 'notDatabase' } } }), 'damaged'],
  [failed({ problem: { code: 'store.unusable', params: { reason: 'readOnly' } }, damaged: true }), 'notWritable'],
  [Object.assign(new Error('SQLite said no'), { code: 'EACCES' }), 'notWritable'],
  [Object.assign(new Error('SQLite said no'), { code: 5 }), 'other'],
  ['SQLite said no', 'other'],
])('of %o, the reason is known', (error, reason) => {
  for (const doing of ['backup', 'restore'] as const) {
    expect(problemFor(error, doing)).toEqual({
      code: 'backup.failed',
      params: { doing, reason, problem: 'SQLite said no' },
    });
  }
});

test('says what the problem itself says, where it says something', () => {
  const problem = { code: 'store.unusable', params: { reason: 'full', problem: 'database or disk is full' } };
  expect(problemFor(failed({ problem }), 'backup').params).toMatchObject({ problem: 'database or disk is full' });
});
