import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../contract/model/check.ts';
import { RECENT_CHECKS } from '../contract/model/endpoint.ts';
import { appendRecent, NO_CHECKS, RecentRing, summarize } from './recent-checks.ts';

const check = (at: number): CheckResult => ({
  endpointId: 'e',
  at,
  durationMs: at,
  selfMs: 0,
  phases: {},
  metrics: {},
  verdict: 'up',
  failure: null,
  details: {},
  queuedMs: 0,
  lateMs: 0,
  disturbed: at % 7 === 0,
  swallowed: null,
});

describe('recent checks', () => {
  it('are the same whether the engine or a page appends them, and remember which were disturbed', () => {
    const ring = new RecentRing();
    let page = NO_CHECKS;
    for (let at = 1; at <= 3 * RECENT_CHECKS; at += 1) {
      ring.push(check(at));
      page = appendRecent(page, summarize(check(at)));
      expect(page).toEqual(ring.toColumns());
      expect(page.at.length).toBeLessThanOrEqual(RECENT_CHECKS);
      expect(page.disturbed).toEqual(page.at.filter((time) => time % 7 === 0));
    }
    expect(new RecentRing(page).toColumns()).toEqual(page);
  });
});
