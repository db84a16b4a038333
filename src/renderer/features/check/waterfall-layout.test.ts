import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseLooks } from '../../charts/data/phase-look.ts';
import { FAKE_KINDS } from '../../testing/fake-kinds.ts';
import { barShare, longestOf, waterfall as layOut } from './waterfall-layout.ts';

const PHASES = phaseLooks(FAKE_KINDS[0]?.phases ?? []);
const waterfall = (check: Parameters<typeof layOut>[0]) => layOut(check, PHASES);

describe('waterfall', () => {
  test('puts phases one after another, and shows the rest of the duration', () => {
    const { bars, totalMs } = waterfall({ durationMs: 100, phases: { dns: 10, connect: 20, wait: 50 }, failure: null });
    expect(totalMs).toBe(100);
    expect(bars.map(({ phase, startMs, ms }) => [phase?.name, startMs, ms])).toEqual([
      ['dns', 0, 10],
      ['connect', 10, 20],
      ['wait', 30, 50],
      [undefined, 80, 20],
    ]);
  });

  test('a time-out in a phase that never ended fills the rest of the time, as failed', () => {
    const { bars } = waterfall({
      durationMs: 10_000,
      phases: { dns: 5, connect: 15 },
      failure: { code: 'timeout', phase: 'wait' },
    });
    expect(bars.at(-1)).toMatchObject({ phase: { name: 'wait' }, startMs: 20, ms: 9980, failed: true });
    expect(bars.filter((bar) => bar.failed)).toHaveLength(1);
  });

  test('a rounding error is not shown as time', () => {
    expect(waterfall({ durationMs: 100.4, phases: { wait: 100 }, failure: null }).bars).toHaveLength(1);
    expect(waterfall({ durationMs: 0.7, phases: { connect: 0.66 }, failure: null }).bars).toHaveLength(1);
  });

  test('a check without phases is one bar, and one without a duration has shares of 0', () => {
    expect(waterfall({ durationMs: 8, phases: {}, failure: null }).bars).toMatchObject([{ phase: null, share: 1 }]);
    expect(waterfall({ durationMs: 0, phases: { dns: 0 }, failure: null }).bars).toMatchObject([
      { start: 0, share: 0 },
    ]);
  });

  test('never exceeds the total', () => {
    const ms = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.array(ms, { minLength: 5, maxLength: 5 }),
        (durationMs, given) => {
          const phases = Object.fromEntries(
            PHASES.flatMap(({ name }, index) => (given[index] === undefined ? [] : [[name, given[index]]])),
          );
          const { bars } = waterfall({ durationMs, phases, failure: null });
          for (const bar of bars) expect(bar.start + bar.share).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });
});

test('bars of a table are shares of the longest check that is shown', () => {
  const longest = longestOf([{ durationMs: 20 }, { durationMs: 400 }, { durationMs: 100 }]);
  expect(longest).toBe(400);
  expect(barShare(100, longest)).toBe(0.25);
  expect(barShare(0.1, longest)).toBe(0.02);
  expect(barShare(401, longest)).toBe(1);
  expect(longestOf([])).toBe(0);
  expect(barShare(0, 0)).toBe(0);
});
