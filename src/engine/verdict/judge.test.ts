import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Failure } from '../../contract/model/failure.ts';
import { judge } from './judge.ts';

const outcome = (durationMs: number, failure: Failure | null = null): CheckOutcome => ({
  durationMs,
  selfMs: 0,
  phases: {},
  metrics: {},
  failure,
  details: {},
});

describe('judge', () => {
  it('returns up when nothing failed', () => {
    expect(judge(outcome(5_000), { degradedAbove: null })).toBe('up');
  });

  it.each([
    [499, 'up'],
    [500, 'up'],
    [500.001, 'degraded'],
  ] as const)('compares %d ms with a limit of 500 ms: %s', (durationMs, verdict) => {
    expect(judge(outcome(durationMs), { degradedAbove: 500 })).toBe(verdict);
  });

  it('returns degraded above a limit of zero', () => {
    expect(judge(outcome(0), { degradedAbove: 0 })).toBe('up');
    expect(judge(outcome(0.001), { degradedAbove: 0 })).toBe('degraded');
  });

  it('returns degraded for a warning, however fast', () => {
    expect(judge({ ...outcome(1), warning: { code: 'tls.expiresSoon' } }, { degradedAbove: null })).toBe('degraded');
    expect(
      judge({ ...outcome(1, { code: 'timeout' }), warning: { code: 'tls.expiresSoon' } }, { degradedAbove: null }),
    ).toBe('down');
  });

  it('returns degraded when a condition of a warning does not hold', () => {
    const withConditions = (...holds: readonly boolean[]) => ({
      ...outcome(1),
      details: {
        conditions: holds.map((one) => ({
          condition: 'warn: [BODY] == 1',
          shown: '',
          severity: 'warn' as const,
          holds: one,
        })),
      },
    });
    expect(judge(withConditions(true, false), { degradedAbove: null })).toBe('degraded');
    expect(judge(withConditions(true, true), { degradedAbove: null })).toBe('up');
  });

  it('returns down for a failure of the endpoint, however fast', () => {
    expect(judge(outcome(1, { code: 'http.status' }), { degradedAbove: 500 })).toBe('down');
    expect(judge(outcome(900, { code: 'timeout' }), { degradedAbove: 500 })).toBe('down');
  });

  it('returns unknown for a failure of this machine', () => {
    expect(judge(outcome(900, { code: 'local.offline' }), { degradedAbove: 500 })).toBe('unknown');
  });
});
