import { expect, it } from 'vitest';
import type { Health } from '../../contract/model/health.ts';
import { createHealthMeter } from './health.ts';
import { HealthHistory } from './health-history.ts';

const meter = createHealthMeter();
const some = meter.read({
  inFlight: 0,
  waiting: 0,
  missedSlots: 0,
  store: { queued: 0, writeMs: null, rowsWritten: 0, bytes: 0 },
});
meter.stop();
const reading = (at: number): Health => ({ ...some, at });
const SECOND = 1000;
const MINUTE = 60 * SECOND;

it('keeps every reading of five minutes, one in ten seconds of half an hour, and none before', () => {
  const history = new HealthHistory();
  for (let at = 0; at <= 60 * MINUTE; at += SECOND) history.add(reading(at));
  const times = history.list().map(({ at }) => at);
  expect(times.at(-1)).toBe(60 * MINUTE);
  const fine = times.filter((at) => at >= 55 * MINUTE);
  expect(fine).toHaveLength(301);
  const coarse = times.filter((at) => at < 55 * MINUTE);
  expect(coarse[0]).toBeGreaterThanOrEqual(30 * MINUTE);
  expect(coarse[0]).toBeLessThanOrEqual(30 * MINUTE + 10 * SECOND);
  const steps = new Set(coarse.slice(1).map((at, index) => at - (coarse[index] ?? 0)));
  expect([...steps]).toEqual([10 * SECOND]);
});

it('goes on in order after the clock was set back', () => {
  const history = new HealthHistory();
  for (const at of [1000, 2000, 9_000_000, 3000]) history.add(reading(at));
  expect(history.list().map(({ at }) => at)).toEqual([3000]);
  history.add(reading(4000));
  expect(history.list().map(({ at }) => at)).toEqual([3000, 4000]);
});
