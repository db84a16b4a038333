import { expect, it } from 'vitest';
import { createFakeTime } from '../../engine/testing/fake-ports.ts';
import { createTrayVisibility } from './tray-visibility.ts';

/** @param answers of the desktop, in order; the last one is repeated */
function setUp({
  hasIcon = true,
  platform = 'linux',
  answers = [true],
}: { hasIcon?: boolean; platform?: NodeJS.Platform; answers?: readonly boolean[] } = {}) {
  const time = createFakeTime();
  let asked = 0;
  const visibility = createTrayVisibility({
    hasIcon,
    platform,
    askDesktop: async () => answers[Math.min(asked++, answers.length - 1)] ?? false,
    timers: time.timers,
  });
  return { visibility, time, asked: () => asked };
}

it('asks the desktop on Linux, and remembers its last answer', async () => {
  const { visibility } = setUp({ answers: [false, true] });
  expect(await visibility.check()).toBe(false);
  expect(visibility.isVisible()).toBe(false);
  expect(await visibility.check()).toBe(true);
  expect(visibility.isVisible()).toBe(true);
});

it.each([
  ['darwin', true],
  ['win32', true],
  ['linux', false],
] as const)('does not ask on %s when an icon was created: %s', async (platform, hasIcon) => {
  const { visibility, asked } = setUp({ platform, hasIcon, answers: [] });
  expect(await visibility.appears()).toBe(hasIcon);
  expect(await visibility.check()).toBe(hasIcon);
  expect(asked()).toBe(0);
});

it('waits for a desktop that starts after Lookout', async () => {
  const { visibility, time } = setUp({ answers: [false, false, true] });
  const appears = visibility.appears();
  await time.advance(2000);
  expect(await appears).toBe(true);
});

it('stops waiting after ten seconds', async () => {
  const { visibility, time, asked } = setUp({ answers: [false] });
  const appears = visibility.appears();
  await time.advance(10_000);
  expect(await appears).toBe(false);
  expect(asked()).toBe(11);
  expect(time.pending).toBe(0);
});
