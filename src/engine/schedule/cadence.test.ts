import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotAfter, stableOffset } from './cadence.ts';

describe('stableOffset', () => {
  it('is whole, inside the interval, and the same each time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 500, max: 86_400_000 }), (id, interval) => {
        const offset = stableOffset(id, interval);
        expect(offset).toBe(stableOffset(id, interval));
        expect(Number.isInteger(offset)).toBe(true);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThan(interval);
      }),
    );
  });

  it('spreads ids evenly: no tenth of the interval holds more than twice its share', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) {
      const tenth = Math.floor(stableOffset(`endpoint-${i}`, 30_000) / 3000);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.max(...tenths)).toBeLessThan(2000);
    expect(Math.min(...tenths)).toBeGreaterThan(500);
  });
});

describe('slotAfter', () => {
  it('gives the first slot strictly after, however far away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 500, max: 86_400_000 }),
        fc.integer({ min: 0, max: 1e9 }),
        (after, interval, anchor) => {
          const slot = slotAfter(after, anchor, 17, interval);
          expect(slot).toBeGreaterThan(after);
          expect(slot - interval).toBeLessThanOrEqual(after);
          expect((slot - anchor - 17) % interval).toBe(slot < anchor ? -0 : 0);
        },
      ),
    );
  });
});
