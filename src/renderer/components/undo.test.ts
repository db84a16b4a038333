import { beforeEach, expect, test, vi } from 'vitest';
import { forgetUndo, keepUndo, undoLast } from './undo.ts';

beforeEach(forgetUndo);

const undoable = (works = true) => vi.fn<() => Promise<boolean>>(async () => works);

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

test('what the button has undone, the key does not undo again', async () => {
  const undo = undoable();
  const dismiss = vi.fn<() => void>();
  const byButton = keepUndo(undo, dismiss);
  await byButton();
  expect(dismiss).toHaveBeenCalledTimes(1);
  expect(undoLast()).toBe(false);
  await byButton();
  expect(undo).toHaveBeenCalledTimes(1);
});

test('what could not be undone can be tried again, in its place', async () => {
  const [first, second] = [undoable(false), undoable()];
  const tryFirst = keepUndo(first);
  keepUndo(second);
  await tryFirst();
  undoLast();
  expect(second).toHaveBeenCalledTimes(1);
  expect(undoLast()).toBe(true);
  expect(first).toHaveBeenCalledTimes(2);
});

test('remembers the last twenty changes', () => {
  for (let n = 0; n < 25; n++) keepUndo(undoable());
  let undone = 0;
  while (undoLast()) undone++;
  expect(undone).toBe(20);
});
