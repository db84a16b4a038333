import { expect, test } from 'vitest';
import type { CheckDetails } from '../contract/model/check.ts';
import type { ConditionResult } from '../contract/model/condition.ts';
import { appendRecent, NO_CHECKS, RecentRing, summarize } from './recent-checks.ts';
import { exampleResult } from './testing/examples.ts';
import { warningOf } from './warning.ts';

const condition = (change: Partial<ConditionResult>): ConditionResult => ({
  condition: 'warn: [SIZE] < 5',
  shown: '[SIZE] (9) < 5',
  holds: false,
  severity: 'warn',
  ...change,
});
const expires = { code: 'certificate.expiresSoon', params: { days: 3 } };
const degraded = (details: CheckDetails) => ({
  ...exampleResult(1),
  failure: null,
  verdict: 'degraded' as const,
  details,
});

test('the reason that the kind gave comes first, then the first condition that does not hold', () => {
  const conditions = [condition({ holds: true }), condition({}), condition({ shown: 'another' })];
  const failed = { code: 'condition.failed', params: { condition: '[SIZE] (9) < 5', more: 1 } };
  expect(warningOf(degraded({ conditions }))).toMatchObject(failed);
  expect(warningOf(degraded({ conditions, warning: expires }))).toEqual(expires);
  expect(warningOf(degraded({ conditions: [condition({ holds: true })] }))).toBeNull();
  expect(warningOf({ ...degraded({ conditions }), failure: { code: 'timeout' } })).toBeNull();
});

test('the list and its bars have the reason, too', () => {
  const check = degraded({ conditions: [condition({})] });
  const summary = summarize(check);
  expect(summary).toMatchObject({ failure: null, warning: { code: 'condition.failed' } });
  const expected = [expect.objectContaining({ code: 'condition.failed' })];
  expect(RecentRing.of([check]).toColumns().failure).toEqual(expected);
  expect(appendRecent(NO_CHECKS, summary).failure).toEqual(expected);
  expect(summarize(degraded({}))).not.toHaveProperty('warning');
});
