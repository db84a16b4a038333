import type { Message } from '../../../contract/model/text.ts';
import { problemOf } from '../../base/problem-error.ts';
import type { TaskFailure } from '../tasks/serve-task.ts';
import { SYSTEM_REASONS } from '../tasks/system-reasons.ts';
import { TaskError } from '../tasks/task-thread.ts';

/** By the code of a system's error, by the code of a store's problem, or by its `reason`. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ...SYSTEM_REASONS,
  ['store.newer', 'newer'],
  ['store.otherBuild', 'newer'],
  ['store.foreign', 'foreign'],
  ['damaged', 'damaged'],
  ['notDatabase', 'damaged'],
  ['full', 'full'],
  ['readOnly', 'notWritable'],
]);

/** The message for people about a backup that could not be made or restored. */
export function problemFor(error: unknown, doing: 'backup' | 'restore'): Message {
  const { problem, code, damaged } = error instanceof TaskError ? error.failure : noFailure(error);
  const { reason: why, problem: said } = problem?.params ?? {};
  const known = [code, problem?.code, why].map((one) => (typeof one === 'string' ? REASONS.get(one) : undefined));
  const reason = known.find((one) => one !== undefined) ?? (damaged ? 'damaged' : 'other');
  const text = typeof said === 'string' ? said : error instanceof Error ? error.message : String(error);
  return problemOf('backup.failed', { doing, reason, problem: text });
}

/** An error of this thread. */
function noFailure(error: unknown): Omit<TaskFailure, 'failed'> {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { problem: null, code, damaged: false };
}
