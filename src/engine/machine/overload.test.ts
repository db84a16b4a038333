import { expect, it } from 'vitest';
import { createOverload } from './overload.ts';

const none = { p50: 0, p99: 0, max: 0 };
const calm = { loopUtilization: 0.2, lateness: none, missedSlots: 0 };
const late = { loopUtilization: 0.99, lateness: { p50: 900, p99: 1200, max: 1500 }, missedSlots: 0 };

/** The notices of the readings, one reading per second. */
function readAll(readings: readonly (typeof calm)[], overload = createOverload()) {
  return readings.flatMap((reading, second) => {
    const notice = overload.read(reading);
    return notice === null ? [] : [{ second, active: notice.active }];
  });
}

const times = (count: number, reading: typeof calm) => Array.from({ length: count }, () => reading);

it('is reported after fifteen seconds, and withdrawn after fifteen seconds without it', () => {
  expect(readAll([...times(3, calm), ...times(20, late), ...times(20, calm)])).toEqual([
    { second: 17, active: true },
    { second: 37, active: false },
  ]);
});

it('does not include a burst, such as the start of many endpoints', () => {
  expect(readAll([...times(14, late), calm, ...times(14, late), calm])).toEqual([]);
});

it('does not end with one good reading', () => {
  expect(readAll([...times(15, late), ...times(14, calm), late, ...times(14, calm)])).toEqual([
    { second: 14, active: true },
  ]);
});

it('includes missed slots while the loop is full', () => {
  const missing = Array.from({ length: 15 }, (_, index) => ({ ...late, lateness: none, missedSlots: index + 1 }));
  expect(readAll(missing)).toEqual([{ second: 14, active: true }]);
});

it('does not include sleep, or endpoints that answer slower than their interval', () => {
  const missing = Array.from({ length: 20 }, (_, index) => ({ ...calm, missedSlots: 10 * index }));
  expect(readAll(missing)).toEqual([]);
  expect(readAll(times(20, { ...late, loopUtilization: 0.3 }))).toEqual([]);
});

it('does not include a full loop that keeps up', () => {
  expect(readAll(times(20, { ...late, lateness: none }))).toEqual([]);
});
