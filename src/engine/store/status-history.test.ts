import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryState } from '../../contract/model/status-history.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { statusHistory, type Presence, type StatusHistoryOptions, type StatusHistoryRows } from './status-history.ts';

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

/** A span from one time to another, in the words of a test. */
function span(status: StatusSpan['status'], from: number, to: number, reason?: string): StatusSpan {
  return { endpointId: 'a', status, from, to, ...(reason === undefined ? {} : { reason }) };
}

function history(rows: Partial<StatusHistoryRows>, options: Partial<StatusHistoryOptions> = {}) {
  const all = { spans: [], presence: [], presenceSince: 0, incidents: [], ...rows };
  const range = { from: 0, to: 1000, points: 50, since: 0, tolerance: 10, current: null, running: null };
  return statusHistory(all, { ...range, ...options });
}

/** `state from-to` of each span. */
const spansOf = (...args: Parameters<typeof history>) =>
  history(...args).spans.map(({ state, from, to }) => `${state} ${from}-${to}`);

describe('the spans of a history', () => {
  it('are those of the range, clipped to it, with their reasons', () => {
    const reason = 'local.offline';
    const spans = [
      span('up', -500, 100),
      span('unknown', 100, 400, reason),
      span('up', 400, 1500),
      span('down', 1500, 2000),
    ];
    expect(history({ spans })).toMatchObject({
      from: 0,
      to: 1000,
      spans: [
        { state: 'up', from: 0, to: 100 },
        { state: 'unknown', from: 100, to: 400, reason },
        { state: 'up', from: 400, to: 1000 },
      ],
    });
    expect(history({ spans }).spans[0]).not.toHaveProperty('reason');
    expect(spansOf({ spans: [span('up', 1000, 1200)] })).toEqual(['notRunning 0-1000']);
  });

  it('swallow a gap that is no longer than the tolerance', () => {
    expect(spansOf({ spans: [span('up', 0, 100), span('down', 110, 1000)] })).toEqual(['up 0-110', 'down 110-1000']);
    expect(spansOf({ spans: [span('up', 0, 100), span('down', 111, 1000)] })).toEqual([
      'up 0-100',
      'notRunning 100-111',
      'down 111-1000',
    ]);
    expect(spansOf({ spans: [span('up', 10, 990)] })).toEqual(['up 10-990']);
    expect(spansOf({ spans: [span('up', 11, 989)] })).toEqual(['notRunning 0-11', 'up 11-989', 'notRunning 989-1000']);
  });

  it('say why nothing was checked: this computer slept, Lookout did not run, or it did not check', () => {
    const presence: Presence[] = [
      { state: 'asleep', from: 300, to: 500 },
      { state: 'running', from: 100, to: 400 },
      { state: 'running', from: 600, to: 700 },
    ];
    expect(spansOf({ presence })).toEqual([
      'notRunning 0-100',
      'unwatched 100-300',
      'asleep 300-500',
      'notRunning 500-600',
      'unwatched 600-700',
      'notRunning 700-1000',
    ]);
    // Before the first presence, nobody knows whether Lookout ran.
    expect(spansOf({ presence, presenceSince: 100 })[0]).toBe('unwatched 100-300');
    expect(spansOf({ spans: [span('up', 0, 50)], presence, presenceSince: 100 }).slice(0, 2)).toEqual([
      'up 0-50',
      'unwatched 50-300',
    ]);
    expect(spansOf({}, { since: 400 })).toEqual(['notRunning 400-1000']);
  });

  it('give the time up to the first check to the reason before it', () => {
    const presence: Presence[] = [{ state: 'running', from: 490, to: 1000 }];
    expect(spansOf({ spans: [span('up', 0, 200), span('up', 500, 1000)], presence })).toEqual([
      'up 0-200',
      'notRunning 200-500',
      'up 500-1000',
    ]);
    const later: Presence[] = [{ state: 'running', from: 489, to: 1000 }];
    expect(spansOf({ spans: [span('up', 0, 200), span('up', 500, 1000)], presence: later })).toEqual([
      'up 0-200',
      'notRunning 200-489',
      'unwatched 489-500',
      'up 500-1000',
    ]);
    const before: Presence[] = [{ state: 'running', from: 0, to: 210 }];
    expect(spansOf({ spans: [span('up', 0, 200), span('up', 500, 1000)], presence: before })).toEqual([
      'up 0-200',
      'notRunning 200-500',
      'up 500-1000',
    ]);
  });

  it('take the current run and the current span in place of the stored ones', () => {
    const running: Presence = { state: 'running', from: 100, to: 1000 };
    const stored: Presence = { state: 'asleep', from: 100, to: 150 };
    expect(spansOf({ presence: [stored] }, { running })).toEqual(['notRunning 0-100', 'unwatched 100-1000']);
    expect(spansOf({ presenceSince: Infinity }, { running })).toEqual(['unwatched 100-1000']);
    expect(spansOf({ presenceSince: Infinity })).toEqual([]);
    const spans = [span('up', 0, 200), span('down', 200, 250), span('up', 250, 300)];
    expect(history({ spans }, { current: span('down', 200, 1000) })).toMatchObject({
      spans: [{ state: 'up' }, { state: 'down', from: 200, to: 1000 }],
      open: true,
    });
    expect(spansOf({ spans: [span('up', 0, 200)] }, { current: span('down', 200, 1000) })).toEqual([
      'up 0-200',
      'down 200-1000',
    ]);
  });

  it('are open as long as the last one is the current span', () => {
    expect(history({ spans: [span('up', 0, 1000)] }).open).toBe(false);
    expect(history({}, { current: span('up', 500, 980) }).open).toBe(false);
    expect(history({}, { current: span('up', 500, 995) }).open).toBe(true);
    expect(history({}, { current: span('up', 500, 2000) }).open).toBe(true);
    expect(history({}, { current: span('up', 1000, 2000) }).open).toBe(false);
  });

  it('join neighbours of one state, and short ones of one point with the worst of them when there are many', () => {
    const same = [span('up', 0, 100), span('up', 100, 200), span('down', 200, 1000)];
    expect(spansOf({ spans: same })).toEqual(['up 0-200', 'down 200-1000']);
    expect(spansOf({ spans: [span('up', 0, 500), span('down', 500, 1000)] }, { points: 2 })).toHaveLength(2);
    const spans = [
      span('up', 0, 300),
      span('degraded', 300, 320),
      span('down', 320, 330),
      span('up', 330, 350),
      span('paused', 360, 620),
      span('up', 620, 1000),
    ];
    expect(spansOf({ spans }, { points: 4 })).toEqual(['up 0-300', 'down 300-360', 'paused 360-620', 'up 620-1000']);
    // A point is 333 ms long: short spans of the next one are not joined with those of the point before.
    const apart = [span('up', 0, 650), span('down', 650, 667), span('up', 667, 670), span('down', 670, 1000)];
    expect(spansOf({ spans: apart }, { points: 3 })).toEqual(['up 0-650', 'down 650-667', 'down 667-1000']);
    // As long as a point is not short.
    const long = [span('up', 0, 250), span('down', 250, 500), span('up', 500, 750)];
    const short = [span('degraded', 750, 875), span('up', 875, 1000)];
    expect(spansOf({ spans: [...long, ...short] }, { points: 4 })).toEqual([
      'up 0-250',
      'down 250-500',
      'up 500-750',
      'degraded 750-1000',
    ]);
  });
});

describe('the incidents of a history', () => {
  const incident = (from: number, to: number | null, failures = 1) => ({ from, to, incidents: 1, failures });

  it('stay apart while they are no more than the points', () => {
    const incidents = [incident(0, 10), incident(11, 20)];
    expect(history({ incidents }, { points: 2 }).incidents).toEqual(incidents);
  });

  it('are joined when less than a point apart if they are more', () => {
    const incidents = [incident(0, 100, 2), incident(599, 600, 3), incident(590, 595, 4), incident(1100, null, 5)];
    expect(history({ incidents }, { points: 2 }).incidents).toEqual([
      { from: 0, to: 600, incidents: 3, failures: 9 },
      { from: 1100, to: null, incidents: 1, failures: 5 },
    ]);
    expect(
      history({ incidents: [incident(0, null), incident(10, 20), incident(30, null)] }, { points: 1 }).incidents,
    ).toEqual([incident(0, null), { from: 10, to: null, incidents: 2, failures: 2 }]);
  });
});
