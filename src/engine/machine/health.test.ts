import { afterEach, expect, it } from 'vitest';
import { createHealthMeter, type HealthMeter, type HealthSource } from './health.ts';

const source: HealthSource = {
  inFlight: 1,
  waiting: 2,
  missedSlots: 3,
  store: { queued: 0, writeMs: null, rowsWritten: 0, bytes: 0 },
};
const meters: HealthMeter[] = [];
const meter = () => {
  const created = createHealthMeter();
  meters.push(created);
  return created;
};

afterEach(() => {
  for (const one of meters.splice(0)) one.stop();
});

it('counts checks, the maximum in flight, and how late they began', () => {
  const one = meter();
  one.began(0.5, 7, 0);
  one.began(20, 3, 9);
  one.ended(false);
  one.ended(true);
  const health = one.read(source);
  expect(health).toMatchObject({
    inFlight: 1,
    inFlightMax: 7,
    waiting: 2,
    waitingMax: 9,
    missedSlots: 3,
    checksTotal: 2,
    checks: 2,
    disturbed: 1,
  });
  expect(health.lateness.max).toBeCloseTo(20, 0);
  expect(health.lateness.p50).toBeLessThan(1);
  expect(health.checksPerSecond).toBeGreaterThan(0);
  expect(health.memory.rss).toBeGreaterThan(1e6);
});

it('measures a blocked loop', async () => {
  const one = meter();
  const pause = () => new Promise((resolve) => void setTimeout(resolve, 60));
  await pause();
  await pause();
  const until = performance.now() + 400;
  while (performance.now() < until);
  await pause();
  await pause();
  expect(one.read(source).loopDelay.max).toBeGreaterThan(250);
});

it('reports no delay right after the start', () => {
  expect(meter().read(source).loopDelay).toEqual({ p50: 0, p99: 0, max: 0 });
});
