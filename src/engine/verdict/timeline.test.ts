import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, Verdict } from '../../contract/model/check.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { next, pending, type Standing } from './status.ts';
import { emptyTimeline, extend, interrupt, toleranceOf, type Timeline } from './timeline.ts';
import { ratioOf, RecentSpans, shareOf } from './uptime.ts';

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
    const failure = verdict === 'down' ? ({ code: 'timeout', message: 'No answer.' } as const) : null;
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

describe('uptime', () => {
  const span = (status: StatusSpan['status'], from: number, to: number): StatusSpan => ({
    endpointId: 'e',
    status,
    from,
    to,
  });

  it('weighs time, clips to the range, and leaves unknown out of both', () => {
    const spans = [span('up', 0, 60), span('down', 60, 80), span('unknown', 80, 1000), span('degraded', 1000, 1020)];
    expect(shareOf(spans, 50, 1010)).toEqual({ upMs: 20, downMs: 20 });
    expect(ratioOf(shareOf(spans, 50, 1010))).toBe(0.5);
    expect(ratioOf({ upMs: 0, downMs: 0 })).toBe(null);
  });

  it('replaces a span that grew and forgets those that left the window', () => {
    const recent = new RecentSpans([span('down', 0, 100), span('up', 100, 150)]);
    recent.put(span('up', 100, 200));
    expect(recent.uptime(200, 200)).toBe(0.5);
    expect(recent.uptime(301, 200)).toBe(1);
    expect(recent.all.length).toBe(1);
  });
});
