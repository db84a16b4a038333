import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, Verdict } from '../../contract/model/check.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { next, pending, type Standing } from './status.ts';
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
  /** Where it is not as far from the start as `at`: the wall clock was set, or the machine slept. */
  readonly mono?: number;
  readonly verdict: Verdict;
}

function play(steps: readonly Step[], retries = 0): { spans: StatusSpan[]; timeline: Timeline } {
  let standing: Standing = pending(0);
  let timeline = emptyTimeline;
  const spans = new Map<number, StatusSpan>();
  for (const { at, mono = at, verdict } of steps) {
    const failure = verdict === 'down' ? { code: 'timeout' } : null;
    const result: CheckResult = {
      endpointId: 'e',
      at,
      durationMs: 100,
      phases: {},
      metrics: {},
      verdict,
      failure,
      details: {},
      queuedMs: 0,
      lateMs: 0,
      selfMs: 0,
      swallowed: 0,
    };
    standing = next(standing, result, mono, { retries, retryInterval: 1000 }, () => 'i').standing;
    const extension = extend(timeline, result, mono, standing, TOLERANCE);
    timeline = extension.timeline;
    for (const span of extension.changed) spans.set(span.from, span);
  }
  return { spans: [...spans.values()], timeline };
}

const every10s = (verdicts: readonly Verdict[]): Step[] => verdicts.map((verdict, n) => ({ at: n * 10_000, verdict }));
const shape = (spans: readonly StatusSpan[]) => spans.map(({ status, from, to }) => [status, from, to]);

describe('timeline', () => {
  it('lets a status hold until the next check says otherwise', () => {
    expect(shape(play(every10s(['up', 'up', 'degraded', 'down', 'up'])).spans)).toEqual([
      ['up', 0, 20_000],
      ['degraded', 20_000, 30_000],
      ['down', 30_000, 40_000],
      ['up', 40_000, 40_100],
    ]);
  });

  it('lets down begin at the first failure once retries confirmed it', () => {
    expect(shape(play(every10s(['up', 'down', 'down', 'down', 'up']), 2).spans)).toEqual([
      ['up', 0, 10_000],
      ['down', 10_000, 40_000],
      ['up', 40_000, 40_100],
    ]);
  });

  it('counts failures that were not confirmed as up', () => {
    expect(shape(play(every10s(['up', 'down', 'down', 'up']), 2).spans)).toEqual([['up', 0, 30_100]]);
  });

  it('leaves a hole where no checks came', () => {
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

  it('keeps what it knew when the clock is set back', () => {
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

  it('credits no time that the wall clock was set forward, however short', () => {
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

  it('takes small corrections of the wall clock for what they are', () => {
    const steps: Step[] = every10s(['up', 'up', 'up']).map((step) => ({ ...step, mono: step.at * 1.05 }));
    expect(shape(play(steps).spans)).toEqual([['up', 0, 20_100]]);
  });

  it('tolerates two intervals and a timeout between checks, or two waits for a retry when those are longer', () => {
    expect(toleranceOf({ interval: 10_000, timeout: 5000, retryInterval: 1000 })).toBe(25_000);
    expect(toleranceOf({ interval: 10_000, timeout: 5000, retryInterval: 60_000 })).toBe(125_000);
    const late = (at: number): Step[] => [...every10s(['up']), { at, verdict: 'up' }];
    expect(play(late(25_100)).spans).toHaveLength(1);
    expect(play(late(25_101)).spans).toHaveLength(2);
  });

  it('holds until a pause, and not beyond it', () => {
    const { timeline } = play(every10s(['up', 'up']));
    const paused = interrupt(timeline, { at: 15_000, mono: 15_000 }, TOLERANCE);
    expect(shape(paused.changed)).toEqual([['up', 0, 15_000]]);
    expect(interrupt(timeline, { at: 900_000, mono: 900_000 }, TOLERANCE).changed).toEqual([]);
    expect(paused.timeline.observedTo).toBe(-Infinity);
  });

  it('never lets spans overlap, and gives a share of time that is no more than the time there was', () => {
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
  const resultAt = (at: number, verdict: Verdict = 'up'): CheckResult => ({
    endpointId: 'e',
    at,
    durationMs: 100,
    phases: {},
    metrics: {},
    verdict,
    failure: verdict === 'down' ? { code: 'timeout' } : null,
    details: {},
    queuedMs: 0,
    lateMs: 0,
    selfMs: 0,
    swallowed: 0,
  });
  const extendAt = (at: number, verdict: Verdict = 'up') => {
    const result = resultAt(at, verdict);
    const { standing } = next(pending(0), result, 5, { retries: 0, retryInterval: 1000 }, () => 'i');
    return shape(extend(resumeTimeline(stored), result, 5, standing, TOLERANCE).changed);
  };

  it('goes on with the stored span when the pause was short, by the wall clock alone', () => {
    expect(extendAt(1_060_000)).toEqual([['up', 1_000_000, 1_060_100]]);
    expect(extendAt(1_050_000 + TOLERANCE)).toEqual([['up', 1_000_000, 1_075_100]]);
  });

  it('leaves a hole when the pause was long, or the clock was set back far', () => {
    expect(extendAt(1_050_001 + TOLERANCE)).toEqual([['up', 1_075_001, 1_075_101]]);
    expect(extendAt(1_049_999 - TOLERANCE)).toEqual([['up', 1_024_999, 1_025_099]]);
  });

  it('begins down where the endpoint was last known to be up, at most', () => {
    expect(extendAt(1_060_000, 'down')).toEqual([
      ['up', 1_000_000, 1_060_000],
      ['down', 1_060_000, 1_060_100],
    ]);
  });

  it('knows nothing when nothing was stored', () => {
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

  it('accepts that the two clocks part by two seconds, and no more', () => {
    expect(isUnbroken(timeline, { at: 112_000, mono: 10_500 }, TOLERANCE)).toBe(true);
    expect(isUnbroken(timeline, { at: 112_001, mono: 10_500 }, TOLERANCE)).toBe(false);
    expect(isUnbroken(timeline, { at: 108_000, mono: 10_500 }, TOLERANCE)).toBe(true);
    expect(isUnbroken(timeline, { at: 107_999, mono: 10_500 }, TOLERANCE)).toBe(false);
  });
});

describe('what could not be judged', () => {
  it('has a span of its own, and ends how far back down can reach', () => {
    expect(shape(play(every10s(['up', 'unknown', 'down', 'down', 'down']), 2).spans)).toEqual([
      ['up', 0, 10_000],
      ['unknown', 10_000, 20_000],
      ['down', 20_000, 40_100],
    ]);
    // A failure before it was not confirmed, so it counts as up: down begins after it.
    expect(shape(play(every10s(['up', 'down', 'unknown', 'down', 'down', 'down', 'up']), 2).spans)).toEqual([
      ['up', 0, 20_000],
      ['unknown', 20_000, 30_000],
      ['down', 30_000, 60_000],
      ['up', 60_000, 60_100],
    ]);
  });

  it('is told apart by its reason', () => {
    const timeline = emptyTimeline;
    const unknown = (at: number, code: 'local.offline' | 'local.late'): CheckResult => ({
      endpointId: 'e',
      at,
      durationMs: 100,
      phases: {},
      metrics: {},
      verdict: 'unknown',
      failure: { code },
      details: {},
      queuedMs: 0,
      lateMs: 0,
      selfMs: 0,
      swallowed: 0,
    });
    const standing: Standing = { ...pending(0), status: 'unknown' };
    const first = extend(timeline, unknown(0, 'local.offline'), 0, standing, TOLERANCE);
    const second = extend(first.timeline, unknown(10_000, 'local.offline'), 10_000, standing, TOLERANCE);
    const third = extend(second.timeline, unknown(20_000, 'local.late'), 20_000, standing, TOLERANCE);
    expect(second.changed).toEqual([
      { endpointId: 'e', status: 'unknown', from: 0, to: 10_100, reason: 'local.offline' },
    ]);
    expect(third.changed).toEqual([
      { endpointId: 'e', status: 'unknown', from: 0, to: 20_000, reason: 'local.offline' },
      { endpointId: 'e', status: 'unknown', from: 20_000, to: 20_100, reason: 'local.late' },
    ]);
  });

  it('has no reason otherwise', () => {
    expect(play(every10s(['up', 'down'])).spans).toEqual([
      { endpointId: 'e', status: 'up', from: 0, to: 10_000 },
      { endpointId: 'e', status: 'down', from: 10_000, to: 10_100 },
    ]);
  });
});

describe('failures that retries have yet to confirm', () => {
  it('let the earlier status hold up to the first of them', () => {
    expect(shape(play(every10s(['up', 'down']), 2).spans)).toEqual([['up', 0, 10_000]]);
    expect(shape(play(every10s(['up', 'down', 'down']), 2).spans)).toEqual([['up', 0, 10_000]]);
  });

  it('of a new endpoint are in no span until they are confirmed', () => {
    expect(shape(play(every10s(['down', 'down']), 2).spans)).toEqual([]);
    expect(shape(play(every10s(['down', 'down', 'down']), 2).spans)).toEqual([['down', 0, 20_100]]);
  });
});

describe('interrupt', () => {
  it('changes nothing when there is no span, no time has passed, or checks had stopped before', () => {
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
