import { describe, expect, it } from 'vitest';
import { countTests, totalsLine } from './totals-reporter.mjs';

const file = (state, ...tests) => ({
  state: () => state,
  children: { allTests: () => tests.map((test) => ({ result: () => ({ state: test }) })) },
});

describe('countTests', () => {
  it('counts each test once', () => {
    expect(countTests([file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed')], [])).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
    });
  });

  it('counts a file that cannot be loaded, an error outside tests and a test that never ended as failed', () => {
    expect(countTests([file('failed')], []).failed).toBe(1);
    expect(countTests([file('failed', 'passed')], []).failed).toBe(1);
    expect(countTests([file('passed', 'passed')], [new Error('late')]).failed).toBe(1);
    expect(countTests([file('pending', 'pending')], []).failed).toBe(1);
  });
});

it('formats the totals as one line', () => {
  expect(totalsLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(totalsLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
