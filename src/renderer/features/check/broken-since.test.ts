import { expect, test } from 'vitest';
import type { CheckResult, CheckSummary, Verdict } from '../../../contract/model/check.ts';
import type { ConditionResult } from '../../../contract/model/condition.ts';
import { exampleResult, exampleSummary } from '../../../shared/testing/examples.ts';
import { brokenSince } from './broken-since.ts';

const status: ConditionResult = {
  condition: '[STATUS] == 200',
  shown: '[STATUS] (500) == 200',
  holds: false,
  severity: 'fail',
};

const whole = (at: number, holds: boolean): CheckResult => ({
  ...exampleResult(at),
  verdict: holds ? 'up' : 'down',
  details: { conditions: [{ ...status, holds }] },
});
const summary = (at: number, verdict: Verdict): CheckSummary => exampleSummary(at, { verdict });

test('is the first of the checks in a row for which the condition did not hold', () => {
  expect(
    brokenSince(status, 5, [whole(6, false), whole(5, false), whole(4, false), whole(3, true), whole(2, false)]),
  ).toEqual({
    at: 4,
    checks: 2,
    exact: true,
  });
});

test('is exact at the end of the list only if there are no older checks', () => {
  expect(brokenSince(status, 5, [whole(5, false), whole(4, false)], true)).toEqual({ at: 4, checks: 2, exact: true });
  expect(brokenSince(status, 5, [whole(5, false), whole(4, false)])).toEqual({ at: 4, checks: 2, exact: false });
});

test('checks without details say it by their verdict, or nothing', () => {
  const before = (verdict: Verdict) => brokenSince(status, 5, [whole(5, false), summary(4, verdict), whole(3, false)]);
  expect(before('up')).toEqual({ at: 5, checks: 1, exact: true });
  expect(before('degraded')).toEqual({ at: 5, checks: 1, exact: true });
  expect(before('down')).toEqual({ at: 3, checks: 3, exact: false });
  const warning = { ...status, severity: 'warn' } as const;
  expect(brokenSince(warning, 5, [whole(5, false), summary(4, 'degraded'), whole(3, true)])).toEqual({
    at: 5,
    checks: 1,
    exact: true,
  });
});

test('a condition that is new did not fail before', () => {
  const other = { ...whole(4, false), details: { conditions: [{ ...status, condition: 'another' }] } };
  expect(brokenSince(status, 5, [whole(5, false), other])).toEqual({ at: 5, checks: 1, exact: true });
});
