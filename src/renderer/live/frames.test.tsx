import { afterEach, expect, test, vi } from 'vitest';
import { systemFrames } from './frames.ts';

afterEach(() => void vi.restoreAllMocks());

test('calls back after a frame has been painted, unless it was canceled', async () => {
  const order: string[] = [];
  const cancel = systemFrames.painted(() => order.push('canceled'));
  cancel();
  systemFrames.painted(() => order.push('painted'));
  systemFrames.next(0, () => order.push('frame'));
  await expect.poll(() => order).toEqual(['frame', 'painted']);
});

test('calls back once when the page is hidden before the frame comes, because then none comes', async () => {
  const requested = vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(1);
  const calls: string[] = [];
  systemFrames.next(0, () => calls.push('called'));
  const cancel = systemFrames.next(0, () => calls.push('canceled'));
  await expect.poll(() => requested.mock.calls.length).toBe(2);
  cancel();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(calls).toEqual([]);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(calls).toEqual(['called']);
});
