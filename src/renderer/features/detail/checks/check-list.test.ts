import { describe, expect, test } from 'vitest';
import { exampleResult, exampleSummary } from '../../../../shared/testing/examples.ts';
import { isWhole, mergeChecks, prependCheck } from './check-list.ts';

const summary = (at: number) => exampleSummary(at);
const whole = (at: number) => exampleResult(at, { details: { status: 200 } });

describe('mergeChecks', () => {
  test('newest first, one for each time, and a whole check replaces its summary whichever came first', () => {
    const merged = mergeChecks([summary(3), whole(2)], [whole(3), summary(2), whole(1)]);
    expect(merged.map((check) => check.at)).toEqual([3, 2, 1]);
    expect(merged.every(isWhole)).toBe(true);
  });

  test('a check that is known already keeps its identity, so that its row is not rendered again', () => {
    const known = whole(2);
    expect(mergeChecks([known], [whole(2)])[0]).toBe(known);
  });
});

describe('prependCheck', () => {
  test('puts the new one on top, and drops the oldest one beyond the limit', () => {
    const { list, trimmed } = prependCheck([whole(2), whole(1)], summary(3), 2);
    expect(list.map((check) => check.at)).toEqual([3, 2]);
    expect(trimmed).toBe(true);
  });

  test('a check that is already in the list drops nothing', () => {
    expect(prependCheck([whole(2), whole(1)], summary(2), 2).trimmed).toBe(false);
  });
});
