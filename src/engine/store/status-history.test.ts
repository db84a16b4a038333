import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryState } from '../../contract/model/status-history.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { statusHistory, type Presence } from './status-history.ts';

const STATUSES: readonly StatusSpan['status'][] = ['up', 'degraded', 'down', 'unknown', 'paused'];
const LENGTH = 10_000;

const spansArbitrary = fc
  .array(fc.record({ gap: fc.nat(400), length: fc.nat(300), status: fc.constantFrom(...STATUSES) }), { maxLength: 60 })
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, length, status }): StatusSpan => {
      const from = at + gap;
      at = from + length;
      return { endpointId: 'a', status, from, to: at };
    });
  });
const presenceArbitrary = fc.array(
  fc.record({
    state: fc.constantFrom<Presence['state']>('running', 'asleep'),
    from: fc.nat(LENGTH),
    length: fc.nat(2000),
  }),
  { maxLength: 12 },
);

describe('statusHistory', () => {
  it('covers the time since anything is known, in order, once, whatever the number of points', () => {
    fc.assert(
      fc.property(
        spansArbitrary,
        presenceArbitrary,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(120),
        fc.nat(5000),
        (spans, runs, points, tolerance, from) => {
          const presence = runs.map(({ state, from: start, length }) => ({ state, from: start, to: start + length }));
          const rows = { spans, presence, presenceSince: 0, incidents: [] };
          const options = { from, to: LENGTH, points, since: 0, tolerance, current: null, running: null };
          const { spans: list } = statusHistory(rows, options);
          expect(list.length).toBeLessThanOrEqual(2 * points + 2);
          for (const [index, { from: start, to }] of list.entries()) {
            expect(start).toBeGreaterThanOrEqual(from);
            expect(to).toBeGreaterThan(start);
            expect(to).toBeLessThanOrEqual(LENGTH);
            expect(list[index + 1]?.from ?? Infinity).toBeGreaterThanOrEqual(to);
          }
          // What is not covered is shorter than the tolerance: at both ends, and where short holes are.
          const covered = list.reduce((sum, { from: start, to }) => sum + to - start, 0);
          expect(covered).toBeGreaterThanOrEqual(LENGTH - from - 2 * tolerance);
          // No time that was down is shown as anything else.
          const stateAt = (at: number): HistoryState | undefined =>
            list.find(({ from: start, to }) => start <= at && to > at)?.state;
          for (const { status, from: start, to } of spans) {
            const middle = (Math.max(start, from) + Math.min(to, LENGTH)) / 2;
            if (status === 'down' && middle > Math.max(start, from) && middle < LENGTH)
              expect(stateAt(middle)).toBe('down');
          }
        },
      ),
    );
  });

  it('shows a span that began before the clock was set back only up to where the later one begins', () => {
    const spans: StatusSpan[] = [
      { endpointId: 'a', status: 'up', from: 0, to: 500 },
      { endpointId: 'a', status: 'down', from: 300, to: 400 },
      { endpointId: 'a', status: 'down', from: 450, to: 700 },
    ];
    const rows = { spans, presence: [], presenceSince: 0, incidents: [] };
    const options = { from: 0, to: 1000, points: 50, since: 0, tolerance: 10, current: null, running: null };
    expect(statusHistory(rows, options).spans).toEqual([
      { state: 'up', from: 0, to: 500 },
      { state: 'down', from: 500, to: 700 },
      { state: 'notRunning', from: 700, to: 1000 },
    ]);
  });
});
