import { expect, test } from 'vitest';
import { systemFrames } from './frames.ts';

test('calls back after a frame has been painted, unless it was canceled', async () => {
  const order: string[] = [];
  const cancel = systemFrames.painted(() => order.push('canceled'));
  cancel();
  systemFrames.painted(() => order.push('painted'));
  systemFrames.next(0, () => order.push('frame'));
  await expect.poll(() => order).toEqual(['frame', 'painted']);
});
