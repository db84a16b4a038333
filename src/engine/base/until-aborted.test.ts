import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { untilAborted } from './until-aborted.ts';

it.each(['at once', 'later'])('leaves no listener behind when the work ends %s', async (when) => {
  const { signal } = new AbortController();
  const cancel = vi.fn<() => void>();
  const value = untilAborted<number>(signal, (resolve) => {
    if (when === 'at once') resolve(7);
    else setImmediate(() => resolve(7));
    return cancel;
  });
  expect(await value).toBe(7);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(cancel).not.toHaveBeenCalled();
});

it('rejects with the reason and cancels when the signal is aborted', async () => {
  const abort = new AbortController();
  const cancel = vi.fn<() => void>();
  const value = untilAborted(abort.signal, () => cancel);
  const reason = new Error('not wanted');
  abort.abort(reason);
  await expect(value).rejects.toBe(reason);
  expect(cancel).toHaveBeenCalledOnce();
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});
