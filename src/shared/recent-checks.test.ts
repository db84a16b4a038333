import { describe, expect, it } from 'vitest';
import { RECENT_CHECKS } from '../contract/model/endpoint.ts';
import { appendRecent, NO_CHECKS, RecentRing, summarize } from './recent-checks.ts';
import { exampleResult } from './testing/examples.ts';

const check = (at: number) => exampleResult(at, { durationMs: at, disturbed: at % 7 === 0 });

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
