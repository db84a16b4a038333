import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../contract/model/check.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { exampleResult } from '../../shared/testing/examples.ts';
import { next, pending, type StatusState } from './status.ts';
import {
  emptyTimeline,
  extend,
  interrupt,
  isUnbroken,
  resumeTimeline,
  toleranceOf,
  type Timeline,
} from './timeline.ts';
import { shareOf } from './uptime.ts';

const TOLERANCE = 25_000;

interface Step {
  readonly at: number;
  /** Set where it differs from `at`: the wall clock was set, or the machine slept. */
  readonly mono?: number;
  readonly verdict: Verdict;
}

function play(steps: readonly Step[], retries = 0): { spans: StatusSpan[]; timeline: Timeline } {
  let state: StatusState = pending(0);
  let timeline = emptyTimeline;
  const spans = new Map<number, StatusSpan>();
  for (const { at, mono = at, verdict } of steps) {
    const failure = verdict === 'down' ? { code: 'timeout' } : null;
    const result = exampleResult(at, { verdict, failure });
    state = next(state, result, mono, { retries, retryInterval: 1000 }, () => 'i').state;
    const extension = extend(timeline, result, mono, state, TOLERANCE);
    timeline = extension.timeline;
    for (const span of extension.changed) spans.set(span.from, span);
  }
  return { spans: [...spans.values()], timeline };
}

const every10s = (verdicts: readonly Verdict[]): Step[] => verdicts.map((verdict, n) => ({ at: n * 10_000, verdict }));
const shape = (spans: readonly StatusSpan[]) => spans.map(({ status, from, to }) => [status, from, to]);

describe('timeline', () => {
  it('keeps a status until the next check changes it', () => {
    expect(shape(play(every10s(['up', 'up', 'degraded', 'down', 'up'])).spans)).toEqual([
      ['up', 0, 20_000],
      ['degraded', 20_000, 30_000],
      ['down', 30_000, 40_000],
      ['up', 40_000, 40_100],
    ]);
  });

  it('starts down at the first failure once retries confirmed it', () => {
    expect(shape(play(every10s(['up', 'down', 'down', 'down', 'up']), 2).spans)).toEqual([
      ['up', 0, 10_000],
      ['down', 10_000, 40_000],
      ['up', 40_000, 40_100],
    ]);
  });

  it('counts unconfirmed failures as up', () => {
    expect(shape(play(every10s(['up', 'down', 'down', 'up']), 2).spans)).toEqual([['up', 0, 30_100]]);
  });

  it('leaves a gap where there were no checks', () => {
    const steps: Step[] = [
      { at: 0, verdict: 'up' },
      { at: 10_000, verdict: 'up' },
      { at: 500_000, verdict: 'up' },
      { at: 510_000, verdict: 'up' },
    ];
    expect(shape(play(steps).spans)).toEqual([
      ['up', 0, 10_100],
      ['up', 500_000, 510_100],
    ]);
  });

  it('keeps its spans when the clock is set back', () => {
    const steps: Step[] = [
      { at: 7_200_000, verdict: 'up' },
      { at: 7_210_000, verdict: 'up' },
      { at: 10_000, mono: 7_220_000, verdict: 'up' },
      { at: 20_000, mono: 7_230_000, verdict: 'up' },
    ];
    expect(shape(play(steps).spans)).toEqual([
      ['up', 7_200_000, 7_210_100],
      ['up', 10_000, 20_100],
    ]);
  });

  it('does not count time by which the wall clock was set forward, however short', () => {
    const steps: Step[] = [
      { at: 0, verdict: 'up' },
      { at: 10_000, verdict: 'up' },
      // Ten seconds later by the monotonic clock; well within the tolerance by the wall clock.
      { at: 35_000, mono: 20_000, verdict: 'up' },
      { at: 45_000, mono: 30_000, verdict: 'up' },
    ];
    const { spans, timeline } = play(steps);
    expect(shape(spans)).toEqual([
      ['up', 0, 10_100],
      ['up', 35_000, 45_100],
    ]);
    expect(interrupt(timeline, { at: 65_000, mono: 31_000 }, TOLERANCE).changed).toEqual([]);
  });

  it('ignores small corrections of the wall clock', () => {
    const steps: Step[] = every10s(['up', 'up', 'up']).map((step) => ({ ...step, mono: step.at * 1.05 }));
    expect(shape(play(steps).spans)).toEqual([['up', 0, 20_100]]);
  });

  it('tolerates two intervals and a timeout between checks, or two retry intervals if those are longer', () => {
    expect(toleranceOf({ interval: 10_000, timeout: 5000, retryInterval: 1000 })).toBe(25_000);
    expect(toleranceOf({ interval: 10_000, timeout: 5000, retryInterval: 60_000 })).toBe(125_000);
    const late = (at: number): Step[] => [...every10s(['up']), { at, verdict: 'up' }];
    expect(play(late(25_100)).spans).toHaveLength(1);
    expect(play(late(25_101)).spans).toHaveLength(2);
  });

  it('keeps the status until a pause, but not beyond', () => {
    const { timeline } = play(every10s(['up', 'up']));
    const paused = interrupt(timeline, { at: 15_000, mono: 15_000 }, TOLERANCE);
    expect(shape(paused.changed)).toEqual([['up', 0, 15_000]]);
    expect(interrupt(timeline, { at: 900_000, mono: 900_000 }, TOLERANCE).changed).toEqual([]);
    expect(paused.timeline.observedTo).toBe(-Infinity);
  });

  it('never makes overlapping spans, nor shares that exceed the time', () => {
    const verdict = fc.constantFrom<Verdict>('up', 'degraded', 'down', 'unknown');
    const steps = fc.array(fc.record({ gap: fc.integer({ min: 200, max: 60_000 }), verdict }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 3 }), (gaps, retries) => {
        let at = 0;
        const { spans } = play(
          gaps.map(({ gap, verdict }) => ({ at: (at += gap), verdict })),
          retries,
        );
        const sorted = spans.toSorted((a, b) => a.from - b.from);
        for (const [n, span] of sorted.entries()) {
          expect(span.to).toBeGreaterThanOrEqual(span.from);
          expect(sorted[n + 1]?.from ?? Infinity).toBeGreaterThanOrEqual(span.to);
        }
        const { upMs, downMs } = shareOf(spans, 0, at + 100);
        expect(upMs + downMs).toBeLessThanOrEqual(at + 100);
      }),
    );
  });
});

describe('timeline after a restart', () => {
  const stored: StatusSpan = { endpointId: 'e', status: 'up', from: 1_000_000, to: 1_050_000 };
  const resultAt = (at: number, verdict: Verdict = 'up') =>
    exampleResult(at, { verdict, failure: verdict === 'down' ? { code: 'timeout' } : null });
  const extendAt = (at: number, verdict: Verdict = 'up') => {
    const result = resultAt(at, verdict);
    const { state } = next(pending(0), result, 5, { retries: 0, retryInterval: 1000 }, () => 'i');
    return shape(extend(resumeTimeline(stored), result, 5, state, TOLERANCE).changed);
  };

  it('continues the stored span after a short stop, by the wall clock alone', () => {
    expect(extendAt(1_060_000)).toEqual([['up', 1_000_000, 1_060_100]]);
    expect(extendAt(1_050_000 + TOLERANCE)).toEqual([['up', 1_000_000, 1_075_100]]);
  });

  it('leaves a gap after a long stop, or when the clock was set back far', () => {
    expect(extendAt(1_050_001 + TOLERANCE)).toEqual([['up', 1_075_001, 1_075_101]]);
    expect(extendAt(1_049_999 - TOLERANCE)).toEqual([['up', 1_024_999, 1_025_099]]);
  });

  it('starts down no earlier than the endpoint was last known to be up', () => {
    expect(extendAt(1_060_000, 'down')).toEqual([
      ['up', 1_000_000, 1_060_000],
      ['down', 1_060_000, 1_060_100],
    ]);
  });

  it('is empty when nothing was stored', () => {
    expect(resumeTimeline(null)).toEqual(emptyTimeline);
    expect(isUnbroken(resumeTimeline(null), { at: 0, mono: 0 }, TOLERANCE)).toBe(false);
    expect(resumeTimeline(stored)).toEqual({
      span: stored,
      observedTo: 1_050_000,
      observedMono: null,
      judgedFrom: 1_050_000,
    });
  });
});

describe('isUnbroken', () => {
  const timeline: Timeline = { ...emptyTimeline, observedTo: 100_000, observedMono: 500 };

  it('accepts that the two clocks differ by up to two seconds', () => {
    expect(isUnbroken(timeline, { at: 112_000, mono: 10_500 }, TOLERANCE)).toBe(true);
    expect(isUnbroken(timeline, { at: 112_001, mono: 10_500 }, TOLERANCE)).toBe(false);
    expect(isUnbroken(timeline, { at: 108_000, mono: 10_500 }, TOLERANCE)).toBe(true);
    expect(isUnbroken(timeline, { at: 107_999, mono: 10_500 }, TOLERANCE)).toBe(false);
  });
});

describe('time that is unknown', () => {
  it('has its own span, and down never starts before it', () => {
    expect(shape(play(every10s(['up', 'unknown', 'down', 'down', 'down']), 2).spans)).toEqual([
      ['up', 0, 10_000],
      ['unknown', 10_000, 20_000],
      ['down', 20_000, 40_100],
    ]);
    // The failure before it was not confirmed, so it counts as up: down begins after it.
    expect(shape(play(every10s(['up', 'down', 'unknown', 'down', 'down', 'down', 'up']), 2).spans)).toEqual([
      ['up', 0, 20_000],
      ['unknown', 20_000, 30_000],
      ['down', 30_000, 60_000],
      ['up', 60_000, 60_100],
    ]);
  });

  it('has one span per reason', () => {
    const timeline = emptyTimeline;
    const unknown = (at: number, code: 'local.offline' | 'local.late') =>
      exampleResult(at, { verdict: 'unknown', failure: { code } });
    const state: StatusState = { ...pending(0), status: 'unknown' };
    const first = extend(timeline, unknown(0, 'local.offline'), 0, state, TOLERANCE);
    const second = extend(first.timeline, unknown(10_000, 'local.offline'), 10_000, state, TOLERANCE);
    const third = extend(second.timeline, unknown(20_000, 'local.late'), 20_000, state, TOLERANCE);
    expect(second.changed).toEqual([
      { endpointId: 'e', status: 'unknown', from: 0, to: 10_100, reason: 'local.offline' },
    ]);
    expect(third.changed).toEqual([
      { endpointId: 'e', status: 'unknown', from: 0, to: 20_000, reason: 'local.offline' },
      { endpointId: 'e', status: 'unknown', from: 20_000, to: 20_100, reason: 'local.late' },
    ]);
  });

  it('has a reason only when unknown', () => {
    expect(play(every10s(['up', 'down'])).spans).toEqual([
      { endpointId: 'e', status: 'up', from: 0, to: 10_000 },
      { endpointId: 'e', status: 'down', from: 10_000, to: 10_100 },
    ]);
  });
});

describe('failures that are not confirmed yet', () => {
  it('keep the earlier status up to the first of them', () => {
    expect(shape(play(every10s(['up', 'down']), 2).spans)).toEqual([['up', 0, 10_000]]);
    expect(shape(play(every10s(['up', 'down', 'down']), 2).spans)).toEqual([['up', 0, 10_000]]);
  });

  it('of a new endpoint are in no span until they are confirmed', () => {
    expect(shape(play(every10s(['down', 'down']), 2).spans)).toEqual([]);
    expect(shape(play(every10s(['down', 'down', 'down']), 2).spans)).toEqual([['down', 0, 20_100]]);
  });
});

describe('interrupt', () => {
  it('changes nothing without a span, without time passed, or after checks had stopped', () => {
    expect(interrupt(emptyTimeline, { at: 5, mono: 5 }, TOLERANCE)).toEqual({ timeline: emptyTimeline, changed: [] });
    const { timeline } = play(every10s(['up', 'up']));
    for (const at of [10_100, 10_050, 900_000]) {
      const { timeline: after, changed } = interrupt(timeline, { at, mono: at }, TOLERANCE);
      expect(changed).toEqual([]);
      expect(after).toEqual({ ...emptyTimeline, span: timeline.span });
    }
    expect(shape(interrupt(timeline, { at: 10_101, mono: 10_101 }, TOLERANCE).changed)).toEqual([['up', 0, 10_101]]);
  });
});
