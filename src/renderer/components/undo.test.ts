import { beforeEach, expect, test, vi } from 'vitest';
import { forgetUndo, keepUndo, undoLast, type UndoOutcome } from './undo.ts';

beforeEach(forgetUndo);

const undoable = (outcome: UndoOutcome = 'done') => vi.fn<() => Promise<UndoOutcome>>(async () => outcome);

test('undoes the newest change first, each once', async () => {
  const [first, second] = [undoable(), undoable()];
  keepUndo(first);
  keepUndo(second);
  expect(undoLast()).toBe(true);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  expect(undoLast()).toBe(true);
  expect(first).toHaveBeenCalledTimes(1);
  expect(undoLast()).toBe(false);
});

test('the key does not undo again what the button has undone', async () => {
  const undo = undoable();
  const dismiss = vi.fn<() => void>();
  const byButton = keepUndo(undo, dismiss);
  await byButton();
  expect(dismiss).toHaveBeenCalledTimes(1);
  expect(undoLast()).toBe(false);
  await byButton();
  expect(undo).toHaveBeenCalledTimes(1);
});

test('what could not be undone while Lookout was unavailable can be tried again, in its place', async () => {
  const [first, second, later] = [undoable(), undoable(), undoable()];
  const answer = Promise.withResolvers<UndoOutcome>();
  first.mockReturnValueOnce(answer.promise);
  const tryFirst = keepUndo(first)();
  keepUndo(second);
  // A change that is made while the undo waits for its answer is newer than both.
  keepUndo(later);
  answer.resolve('unavailable');
  await tryFirst;
  expect(undoLast()).toBe(true);
  expect([later.mock.calls.length, second.mock.calls.length, first.mock.calls.length]).toEqual([1, 0, 1]);
  expect(undoLast()).toBe(true);
  expect([second.mock.calls.length, first.mock.calls.length]).toEqual([1, 1]);
  expect(undoLast()).toBe(true);
  expect(first).toHaveBeenCalledTimes(2);
});

test('a change that can no longer be undone does not block older ones', async () => {
  const [older, refused] = [undoable(), undoable('refused')];
  keepUndo(older);
  await keepUndo(refused)();
  expect(undoLast()).toBe(true);
  expect(older).toHaveBeenCalledTimes(1);
  expect(undoLast()).toBe(false);
  expect(refused).toHaveBeenCalledTimes(1);
});

test('remembers the last twenty changes', () => {
  for (let n = 0; n < 25; n++) keepUndo(undoable());
  let undone = 0;
  while (undoLast()) undone++;
  expect(undone).toBe(20);
});
