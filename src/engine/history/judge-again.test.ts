import { expect, test } from 'vitest';
import type { CheckResult } from '../../contract/model/check.ts';
import type { ConditionResult } from '../../contract/model/condition.ts';
import { JudgedAgain, type JudgedSettings } from './judge-again.ts';

const OWN: JudgedSettings = { retries: 0, retryInterval: 1_000, degradedAbove: null, conditions: ['a', 'b', 'w'] };
const broken = (condition: string, severity: ConditionResult['severity'] = 'fail'): ConditionResult => ({
  condition,
  shown: condition,
  holds: false,
  severity,
});

function aCheck(at: number, more: Partial<CheckResult> = {}): CheckResult {
  return {
    endpointId: 'e',
    at,
    verdict: 'up',
    durationMs: 10,
    selfMs: 0,
    phases: {},
    metrics: {},
    failure: null,
    details: {},
    queuedMs: 0,
    lateMs: 0,
    disturbed: false,
    swallowed: null,
    ...more,
  };
}

const failed = (at: number, code: string, conditions?: readonly ConditionResult[]): CheckResult =>
  aCheck(at, { verdict: 'down', failure: { code }, details: conditions === undefined ? {} : { conditions } });

function judged(checks: readonly CheckResult[], settings: Partial<JudgedSettings>, maintenance = false) {
  const subject = new JudgedAgain({
    settings: { ...OWN, ...settings },
    own: OWN,
    tolerance: 25_000,
    inMaintenance: () => maintenance,
  });
  for (const check of checks) subject.add(check);
  return subject.end((checks.at(-1)?.at ?? 0) + 10_000);
}

test('a check that only failed conditions that are gone did not fail', () => {
  const checks = [aCheck(0), failed(10_000, 'condition.failed', [broken('a')]), aCheck(20_000)];
  expect(judged(checks, {}).incidents).toBe(1);
  expect(judged(checks, { conditions: ['b'] }).incidents).toBe(0);
  expect(
    judged([aCheck(0), failed(10_000, 'condition.failed', [broken('a'), broken('b')])], { conditions: ['b'] })
      .incidents,
  ).toBe(1);
  // It failed before anybody looked at conditions.
  expect(judged([aCheck(0), failed(10_000, 'connect.refused', [broken('a')])], { conditions: [] }).incidents).toBe(1);
  // It is not stored which ones failed.
  expect(judged([aCheck(0), failed(10_000, 'condition.failed')], { conditions: [] }).incidents).toBe(1);
});

test('a condition that only warns degrades as long as it is there', () => {
  const checks = [aCheck(0, { verdict: 'degraded', details: { conditions: [broken('w', 'warn')] } }), aCheck(10_000)];
  expect(judged(checks, {}).degradedMs).toBe(10_000);
  expect(judged(checks, { conditions: [] }).degradedMs).toBe(0);
});

test('a check that was degraded for a reason of its kind stays so', () => {
  const warning = { code: 'tls.expiresSoon' };
  const checks = [aCheck(0, { verdict: 'degraded', details: { warning } }), aCheck(10_000)];
  expect(judged(checks, { degradedAbove: 5_000 }).degradedMs).toBe(10_000);
});

test('time after the last check counts only as long as the status lasts', () => {
  const slow = aCheck(0, { verdict: 'degraded', durationMs: 900 });
  expect(judged([slow, aCheck(1_000_000)], { degradedAbove: 500 }).degradedMs).toBe(25_000);
});

test('failures with a gap between them are no row, and those of this machine or of planned work are none', () => {
  const row = [aCheck(0), failed(10_000, 'timeout'), failed(20_000, 'timeout')];
  expect(judged(row, { retries: 1 })).toMatchObject({ incidents: 1, downMs: 10_000 });
  expect(judged([aCheck(0), failed(10_000, 'timeout'), failed(900_000, 'timeout')], { retries: 1 }).incidents).toBe(0);
  expect(judged([aCheck(0), failed(10_000, 'local.offline')], {}).incidents).toBe(0);
  expect(judged(row, {}, true).incidents).toBe(0);
});
