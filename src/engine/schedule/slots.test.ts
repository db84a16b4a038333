import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCheck, nextSlot, slotsOf, slotsPassed } from './slots.ts';

const interval = fc.integer({ min: 500, max: 86_400_000 });
const time = fc.integer({ min: 0, max: 1e12 });

describe('nextCheck', () => {
  it('comes within one interval after a single check, and at least half an interval after the last check was due', () => {
    fc.assert(
      fc.property(interval, time, fc.double({ min: 0, max: 3, noNaN: true }), (every, dueAt, took) => {
        const slots = slotsOf('a', every, 0);
        const now = dueAt + took * every;
        const at = nextCheck(slots, dueAt, now, false);
        expect(at).toBeGreaterThanOrEqual(now);
        expect(at - now).toBeLessThanOrEqual(every);
        expect(at - dueAt).toBeGreaterThanOrEqual(every / 2 - 1);
      }),
    );
  });

  it('is always at a slot after one of many checks', () => {
    fc.assert(
      fc.property(interval, time, (every, now) => {
        const slots = slotsOf('a', every, 0);
        const at = nextCheck(slots, now, now, true);
        expect(at).toBe(nextSlot(slots, at - 1));
        expect(at - now).toBeLessThanOrEqual(1.5 * every);
      }),
    );
  });
});

describe('slotsPassed', () => {
  const slots = slotsOf('a', 1000, 0);
  const slot = nextSlot(slots, 50_000);

  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [1999, 1],
    [8000, 8],
  ])('for a check at a slot that took %d ms, counts %d', (took, count) => {
    expect(slotsPassed(slots, slot, slot + took)).toBe(count);
  });

  it('does not count a slot that would have been skipped anyway, because the check before was too close to it', () => {
    expect(slotsPassed(slots, slot + 600, slot + 1100)).toBe(0);
    expect(slotsPassed(slots, slot + 400, slot + 1100)).toBe(1);
  });
});
