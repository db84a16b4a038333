import { describe, expect, test } from 'vitest';
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import { bandsOf, incidentAt, incidentStrips, spanAt } from './bands.ts';
import { plotOf } from '../scale/geometry.ts';
import { linearScale } from '../scale/scale.ts';
import { historyLook, legendLooks } from './history-look.ts';

const plot = { ...plotOf({ width: 568, height: 100 }, { from: 0, to: 1000 }, linearScale(1)), left: 0 };
const history = (spans: readonly HistorySpan[], more: Partial<StatusHistory> = {}): StatusHistory => ({
  from: 0,
  to: 1000,
  spans,
  open: false,
  incidents: [],
  ...more,
});

describe('bands', () => {
  test('an outage reaches from its first failure to its end, without a hole, and an open one to now and beyond', () => {
    const spans: HistorySpan[] = [
      { state: 'up', from: 0, to: 400 },
      { state: 'down', from: 400, to: 600 },
    ];
    expect(bandsOf(history(spans), plot)).toMatchObject([{ left: 200, width: 100, open: false }]);
    expect(bandsOf(history(spans, { open: true }), plot)).toMatchObject([{ left: 200, width: 300, open: true }]);
    // A chart that moves is drawn ahead of its time.
    expect(bandsOf(history(spans, { open: true }), plot, 1200)).toMatchObject([{ left: 200, width: 400 }]);
  });

  test('a short outage in a long range is visible, and bands outside the range are left out', () => {
    const spans: HistorySpan[] = [
      { state: 'down', from: -100, to: -50 },
      { state: 'paused', from: -50, to: 100 },
      { state: 'down', from: 500, to: 500.1 },
      { state: 'asleep', from: 2000, to: 3000 },
    ];
    expect(bandsOf(history(spans), plot)).toMatchObject([
      { look: { label: 'history.paused' }, left: 0, width: 50 },
      { look: { label: 'history.down' }, left: 250, width: 3 },
    ]);
  });

  test('the strip of an incident continues over time without checks', () => {
    const incidents = [
      { from: -100, to: -1, incidents: 1, failures: 1 },
      { from: 100, to: 300, incidents: 1, failures: 4 },
      { from: 800, to: null, incidents: 1, failures: 2 },
    ];
    expect(incidentStrips(history([], { incidents }), plot)).toEqual([
      { left: 50, width: 100 },
      { left: 400, width: 100 },
    ]);
    expect(incidentAt(history([], { incidents }), 299)?.failures).toBe(4);
    expect(incidentAt(history([], { incidents }), 300)).toBeUndefined();
    expect(incidentAt(history([], { incidents }), 5000)?.failures).toBe(2);
  });

  test('describes the band at a time', () => {
    const spans: HistorySpan[] = [
      { state: 'up', from: 0, to: 400 },
      { state: 'asleep', from: 500, to: 600 },
    ];
    expect(spanAt(history(spans), 399)?.state).toBe('up');
    expect(spanAt(history(spans), 450)).toBeUndefined();
    expect(spanAt(history(spans), 600)).toBeUndefined();
    expect(spanAt(history(spans, { open: true }), 9999)?.state).toBe('asleep');
    expect(spanAt(null, 1)).toBeUndefined();
  });
});

describe('looks', () => {
  test('each kind of unknown time has its own name and pattern', () => {
    const spans = [
      { state: 'paused' },
      { state: 'asleep' },
      { state: 'notRunning' },
      { state: 'unwatched' },
      { state: 'unknown', reason: 'local.offline' },
      { state: 'unknown' },
    ] as const;
    const looks = spans.map((span) => historyLook(span));
    expect(new Set(looks.map((look) => look?.label)).size).toBe(spans.length);
    expect(new Set(looks.map((look) => look?.fill)).size).toBe(spans.length);
  });

  test('sleep has one name, whether a check or the system noticed it; a code that is not known is unknown', () => {
    expect(historyLook({ state: 'unknown', reason: 'local.asleep' })).toBe(historyLook({ state: 'asleep' }));
    expect(historyLook({ state: 'unknown', reason: 'local.offline' })?.label).toBe('history.offline');
    expect(historyLook({ state: 'unknown', reason: 'local.somethingNew' })?.label).toBe('history.unknown');
    expect(historyLook({ state: 'degraded' })).toBeNull();
  });

  test('the legend has each kind of band in the chart once', () => {
    const span = (state: HistorySpan['state'], from: number): HistorySpan => ({ state, from, to: from + 1 });
    const spans = [span('up', 0), span('paused', 1), span('down', 2), span('notRunning', 3), span('paused', 4)];
    expect(legendLooks(spans).map(({ label }) => label)).toEqual(['history.paused', 'history.notRunning']);
  });
});
