import { describe, expect, test } from 'vitest';
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { seededRandom } from '../../../shared/testing/seeded-random.ts';
import { fakeHealth } from '../../testing/fake-data.ts';
import { withinLimitsText } from './figures.ts';
import { verdictOf } from './verdict.ts';

const calm = fakeHealth(0, seededRandom(1), 100);
const settings = { maxConcurrent: 1000 } as Settings;
const problemsOf = (health: Partial<Health>) =>
  verdictOf([{ ...calm, ...health }], settings).problems.map(({ figure }) => figure.name);

describe('the verdict', () => {
  test.each<[string, Partial<Health>]>([
    ['loopDelay', { loopDelay: { p50: 1, p99: 51, max: 80 } }],
    ['disturbed', { checks: 40, disturbed: 3 }],
    ['loopUse', { loopUtilization: 0.81 }],
    ['cpu', { cpu: 1.1 }],
    ['memory', { memory: { rss: 2e9, heapUsed: 1e9 } }],
    ['running', { inFlightMax: 1000 }],
    ['queued', { inFlight: 3, waiting: 3 }],
    ['startDelay', { lateness: { p50: 1, p99: 40, max: 1001 } }],
    ['unsaved', { store: { ...calm.store, queued: 5001 } }],
    ['writeTime', { store: { ...calm.store, writeMs: 1001 } }],
  ])('%s is a problem beyond its limit, and alone', (name, health) => {
    expect(problemsOf(health)).toEqual([name]);
  });

  test.each<[string, Partial<Health>]>([
    ['one long pause', { loopDelay: { p50: 1, p99: 40, max: 300 } }],
    ['a disturbed check or two', { checks: 4, disturbed: 2 }],
    ['one in twenty disturbed checks', { checks: 100, disturbed: 5 }],
    ['no check in the window', { checks: 0, disturbed: 0 }],
    ['a short queue', { inFlight: 10, waiting: 3 }],
  ])('%s is no problem', (_, health) => {
    expect(problemsOf(health)).toEqual([]);
  });

  test('is about the worst risk, and lists the worst first', () => {
    const { title, problems } = verdictOf(
      [{ ...calm, cpu: 2, loopUtilization: 0.95, checks: 40, disturbed: 20 }],
      settings,
    );
    expect(title).toBe('health.measurements');
    expect(problems.map(({ limit }) => limit.risk)).toEqual(['measurements', 'schedule', 'resources']);
  });

  test('says since when without a break, or that it may be longer', () => {
    const readings = [true, false, true, true, true].map((late, index) => ({
      ...calm,
      at: index * 1000,
      cpu: late ? 2 : 0,
    }));
    expect(verdictOf(readings, settings).problems).toMatchObject([{ since: 2000, orLonger: false }]);
    expect(verdictOf(readings.slice(2), settings).problems).toMatchObject([{ since: 2000, orLonger: true }]);
    expect(verdictOf(readings.slice(0, 2), settings)).toMatchObject({
      risk: null,
      title: 'health.fine',
    });
  });
});

test('the event loop is described in one sentence', () => {
  const health = { ...calm, loopDelay: { p50: 0, p99: 1, max: 6 }, windowMs: 10_000 };
  expect(withinLimitsText({ ...health, inFlight: 1204 })).toBe(
    'All figures are within their limits. One event loop runs 1,204 checks now, and was at most 6\u00a0ms late in the last 10\u00a0s.',
  );
  expect(withinLimitsText({ ...health, inFlight: 1 })).toContain(' 1 check now');
  expect(withinLimitsText({ ...health, inFlight: 0 })).toContain(' no check now');
});
