import { describe, expect, it } from 'vitest';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { isUp, ratioOf, RecentSpans, shareOf } from './uptime.ts';

const span = (status: StatusSpan['status'], from: number, to: number): StatusSpan => ({
  endpointId: 'e',
  status,
  from,
  to,
});

describe('shareOf', () => {
  it('adds up time, clips to the range, and ignores unknown time', () => {
    const spans = [span('up', 0, 60), span('down', 60, 80), span('unknown', 80, 1000), span('degraded', 1000, 1020)];
    expect(shareOf(spans, 50, 1010)).toEqual({ upMs: 20, downMs: 20 });
  });

  it('counts time that the clock repeated once, as what it was at first, in whatever order the spans are', () => {
    const spans = [span('down', 50, 100), span('up', 0, 60), span('up', 55, 90)];
    expect(shareOf(spans, 0, 100)).toEqual({ upMs: 60, downMs: 40 });
    expect(spans[0]).toEqual(span('down', 50, 100));
  });

  it('ignores spans outside the range', () => {
    const spans = [span('up', 0, 10), span('down', 10, 20), span('up', 20, 30), span('down', 30, 40)];
    expect(shareOf(spans, 20, 30)).toEqual({ upMs: 10, downMs: 0 });
    expect(shareOf(spans, 100, 200)).toEqual({ upMs: 0, downMs: 0 });
    expect(shareOf([], 0, 100)).toEqual({ upMs: 0, downMs: 0 });
  });
});

it('is up when it works, however slowly', () => {
  const all = ['up', 'degraded', 'down', 'unknown', 'paused', 'maintenance', 'excluded'] as const;
  expect(all.filter((status) => isUp(status))).toEqual(['up', 'degraded']);
});

describe('ratioOf', () => {
  it('is the share of known time in which the endpoint was up', () => {
    expect(ratioOf({ upMs: 30, downMs: 10 })).toBe(0.75);
    expect(ratioOf({ upMs: 30, downMs: 0 })).toBe(1);
    expect(ratioOf({ upMs: 0, downMs: 10 })).toBe(0);
    expect(ratioOf({ upMs: 0, downMs: 0 })).toBe(null);
  });
});

describe('RecentSpans', () => {
  it('starts empty', () => {
    const recent = new RecentSpans();
    expect(recent.all).toEqual([]);
    expect(recent.last).toBe(null);
    expect(recent.uptime(100, 50)).toBe(null);
  });

  it('appends spans, and replaces one that became longer', () => {
    const recent = new RecentSpans([span('down', 0, 100), span('up', 100, 150)]);
    recent.put(span('up', 100, 200));
    expect(recent.all).toEqual([span('down', 0, 100), span('up', 100, 200)]);
    recent.put(span('down', 0, 90));
    expect(recent.all).toEqual([span('down', 0, 90), span('up', 100, 200)]);
    recent.put(span('down', 200, 210));
    expect(recent.all).toHaveLength(3);
    expect(recent.last).toEqual(span('down', 200, 210));
  });

  it('does not change the spans passed to it', () => {
    const given = [span('up', 0, 10)];
    new RecentSpans(given).put(span('down', 10, 20));
    expect(given).toEqual([span('up', 0, 10)]);
  });

  it('removes only the spans that ended before the window', () => {
    const recent = new RecentSpans([span('down', 0, 100), span('up', 100, 200)]);
    expect(recent.uptime(200, 200)).toBe(0.5);
    expect(recent.uptime(250, 150)).toBe(1);
    expect(recent.all).toHaveLength(2);
    expect(recent.uptime(301, 200)).toBe(1);
    expect(recent.all).toEqual([span('up', 100, 200)]);
    expect(recent.uptime(400, 200)).toBe(null);
    expect(recent.all).toHaveLength(1);
  });
});
