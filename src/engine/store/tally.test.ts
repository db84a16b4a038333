import { describe, expect, it } from 'vitest';
import { internLayout, internNames } from './layout.ts';
import { addRow, addToSketch, emptyRollup, mergeRollup, rollUp, rollupQuantile, rollupStart } from './rollup.ts';
import { LatencySketch } from './sketch.ts';
import {
  emptyTally,
  latenciesOf,
  mergeTally,
  microseconds,
  successes,
  tallyCheck,
  timed,
  type TalliedCheck,
  type Tally,
} from './tally.ts';

const LAYOUT = internLayout({ phases: ['wait'], metrics: ['lag', 'loss'], charted: ['lag'], durations: ['lag'] });

function aCheck(changes: Partial<TalliedCheck<string>> = {}): TalliedCheck<string> {
  return {
    at: 0,
    verdict: 'up',
    duration: 1_000,
    layout: LAYOUT,
    phases: [900],
    metrics: [5, 0],
    failure: null,
    code: null,
    disturbed: false,
    swallowed: null,
    ...changes,
  };
}

function tallyOf(...checks: readonly TalliedCheck<string>[]): Tally<string> {
  const tally = emptyTally<string>();
  for (const check of checks) tallyCheck(tally, check);
  return tally;
}

function rollupOf(...checks: readonly TalliedCheck<string>[]) {
  const rollup = emptyRollup<string>();
  for (const check of checks) rollUp(rollup, check);
  return rollup;
}

const down = (at: number, code: string | null, failure = `${code} at ${at}`) =>
  aCheck({ at, verdict: 'down', failure, code, metrics: [7, 100] });

describe('a tally', () => {
  it('counts verdicts, and times only successful checks that were not disturbed', () => {
    const tally = tallyOf(
      aCheck({ duration: 2_000 }),
      aCheck({ verdict: 'degraded', duration: 4_000 }),
      aCheck({ disturbed: true, duration: 9_000 }),
      aCheck({ verdict: 'down', duration: 1 }),
      aCheck({ verdict: 'down', duration: 1, disturbed: true }),
      aCheck({ verdict: 'unknown', duration: 1 }),
    );
    expect(tally.counts).toEqual({ up: 2, degraded: 1, down: 2, unknown: 1 });
    expect([successes(tally), timed(tally), tally.disturbed]).toEqual([3, 2, 1]);
    expect([tally.min, tally.max, tally.sum]).toEqual([2_000, 4_000, 6_000]);
    expect(tally.phases).toEqual({ names: ['wait'], sums: [1_800], counts: [2] });
  });

  it('has the first failure, and counts failures by code', () => {
    const tally = tallyOf(down(20, 'a'), down(10, 'b'), down(30, 'a'), down(40, null));
    expect(tally.failure).toEqual({ at: 10, failure: 'b at 10' });
    expect([...tally.failures]).toEqual([
      ['a', { failure: 'a at 20', count: 2 }],
      ['b', { failure: 'b at 10', count: 1 }],
    ]);
    expect(tallyOf(down(10, 'a'), down(10, 'a', 'other')).failure).toEqual({ at: 10, failure: 'a at 10' });
  });

  it('has the metrics of failed checks, and durations only of those that were not disturbed', () => {
    const { metrics } = tallyOf(
      down(0, 'a'),
      aCheck({ verdict: 'unknown', metrics: [99, 99] }),
      aCheck({ disturbed: true, metrics: [50, 1] }),
    );
    expect(metrics.get('lag')).toMatchObject({ count: 1, sum: 7, charted: true });
    expect(metrics.get('loss')).toMatchObject({ count: 2, sum: 101, charted: false });
    expect(tallyOf(aCheck({ metrics: [] })).metrics.get('lag')).toMatchObject({ count: 1, sum: 0 });
    const { durations: _durations, ...older } = LAYOUT;
    expect(tallyOf(aCheck({ layout: older, disturbed: true })).metrics.get('lag')?.count).toBe(1);
  });

  it('adds up phases by name, in whatever order checks have them', () => {
    const layout = (...phases: string[]) => ({ ...LAYOUT, phases: internNames(phases) });
    const tally = tallyOf(
      aCheck({ layout: layout('wait'), phases: [1] }),
      aCheck({ layout: layout('dns', 'wait'), phases: [10, 20] }),
      aCheck({ layout: layout('wait'), phases: [100] }),
      aCheck({ layout: layout('wait', 'dns'), phases: [1_000, 2_000] }),
    );
    expect(tally.phases).toEqual({ names: ['dns', 'wait'], sums: [2_010, 1_121], counts: [2, 4] });
  });

  it('has everything of the tallies that are merged into it', () => {
    const first = tallyOf(aCheck({ duration: 3_000 }), down(50, 'a'), aCheck({ disturbed: true }));
    const second = tallyOf(
      aCheck({ duration: 1_000, swallowed: { slots: 2, interval: 1 } }),
      aCheck({ verdict: 'degraded', duration: 7_000 }),
      aCheck({ verdict: 'unknown' }),
      down(40, 'a'),
      down(60, 'b'),
    );
    const into = emptyTally<string>();
    mergeTally(into, first);
    expect(into).toEqual(first);
    mergeTally(into, second);
    expect(into.counts).toEqual({ up: 3, degraded: 1, down: 3, unknown: 1 });
    expect([into.min, into.max, into.sum, into.disturbed, into.swallowed]).toEqual([1_000, 7_000, 11_000, 1, 2]);
    expect(into.failure).toEqual({ at: 40, failure: 'a at 40' });
    expect(into.failures.get('a')).toEqual({ failure: 'a at 50', count: 2 });
    expect(into.failures.get('b')?.count).toBe(1);
    expect(into.phases).toEqual({ names: ['wait'], sums: [2_700], counts: [3] });
    expect(into.metrics.get('loss')).toMatchObject({ count: 7, sum: 300 });
    // Without a timed check, there is no range.
    mergeTally(into, tallyOf(down(70, 'c')));
    expect([into.min, into.max]).toEqual([1_000, 7_000]);
  });
});

describe('latenciesOf', () => {
  it('has those of the slots that a timed check swallowed', () => {
    expect(latenciesOf(aCheck())).toEqual([1_000]);
    expect(latenciesOf(aCheck({ verdict: 'down' }))).toEqual([]);
    const swallowed = { slots: 2, interval: 10 };
    expect(latenciesOf(aCheck({ duration: 25_000, swallowed }))).toEqual([25_000, 15_000, 5_000]);
    expect(latenciesOf(aCheck({ duration: 25_000, swallowed, disturbed: true }))).toEqual([]);
  });
});

describe('microseconds', () => {
  it('rounds', () => expect([0.0004, 0.0005, 1.5].map(microseconds)).toEqual([0, 1, 1_500]));
});

describe('a rollup', () => {
  const quantiles = (rollup: ReturnType<typeof rollupOf>) => [0, 0.5, 0.99, 1].map((q) => rollupQuantile(rollup, q));

  it('begins at a whole minute, hour or day', () => {
    const at = Date.UTC(2026, 1, 3, 4, 5, 6);
    expect((['minute', 'hour', 'day'] as const).map((width) => rollupStart(width, at))).toEqual([
      Date.UTC(2026, 1, 3, 4, 5),
      Date.UTC(2026, 1, 3, 4),
      Date.UTC(2026, 1, 3),
    ]);
  });

  it('has no sketch for two timed checks, and exact quantiles', () => {
    const rollup = rollupOf(aCheck({ duration: 3_000 }), aCheck({ duration: 9_000 }), down(0, 'a'));
    expect([rollup.sketch, rollup.corrections]).toEqual([null, 0]);
    expect(quantiles(rollup)).toEqual([3_000, 3_000, 9_000, 9_000]);
    expect(quantiles(rollupOf(down(0, 'a')))).toEqual([null, null, null, null]);
    expect(quantiles(rollupOf(aCheck()))).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  it('has a sketch for more, and for swallowed slots, which it counts', () => {
    const three = rollupOf(aCheck({ duration: 100 }), aCheck({ duration: 200 }), aCheck({ duration: 300 }));
    expect([three.sketch?.count, three.corrections]).toEqual([3, 0]);
    expect(Math.abs((rollupQuantile(three, 0.5) ?? 0) - 200)).toBeLessThanOrEqual(2.01);
    const swallowed = rollupOf(aCheck({ duration: 25_000, swallowed: { slots: 2, interval: 10 } }));
    expect([swallowed.sketch?.count, swallowed.corrections]).toEqual([3, 2]);
  });

  it('has the latencies of those that are merged into it', () => {
    const one = rollupOf(aCheck({ duration: 100 }));
    const two = rollupOf(aCheck({ duration: 200 }), aCheck({ duration: 300 }));
    const slow = rollupOf(aCheck({ duration: 25_000, swallowed: { slots: 2, interval: 10 } }));
    const into = emptyRollup<string>();
    mergeRollup(into, one);
    expect(into.sketch).toBeNull();
    mergeRollup(into, two);
    expect(into.sketch?.count).toBe(3);
    addRow(into, { at: 0, rollup: slow });
    addRow(into, aCheck({ duration: 400 }));
    expect([into.sketch?.count, into.corrections, timed(into)]).toEqual([7, 2, 5]);
    expect([one.sketch, two.sketch, slow.sketch?.count]).toEqual([null, null, 3]);
    const alone = emptyRollup<string>();
    mergeRollup(alone, slow);
    expect([alone.sketch?.count, alone.corrections]).toEqual([3, 2]);
  });

  it('adds its latencies to a sketch', () => {
    const counts = [rollupOf(down(0, 'a')), rollupOf(aCheck()), rollupOf(aCheck(), aCheck({ duration: 2_000 }))].map(
      (rollup) => {
        const sketch = new LatencySketch();
        addToSketch(sketch, rollup);
        return [sketch.count, Math.round(sketch.quantile(1) ?? 0)];
      },
    );
    expect(counts.map(([count]) => count)).toEqual([0, 1, 2]);
    expect(Math.abs((counts[2]?.[1] ?? 0) - 2_000)).toBeLessThan(21);
  });
});
