import { expect, test } from 'vitest';
import { ByteWriter } from './bytes.ts';
import { composeFigures, parseFigures, type FigureValues } from './figures.ts';

const values: FigureValues = {
  duration: 52_100,
  phases: [1500, 10_200, 40_400],
  metrics: [0.25, -3],
  queued: 0.5,
  late: 1.25,
  self: 7,
  swallowed: { slots: 3, interval: 30_000 },
  numbers: [200, 5120],
};
const counts = { phases: 3, metrics: 2, numbers: 2 };
const written = (changes: Partial<FigureValues> = {}) => composeFigures({ ...values, ...changes }, new ByteWriter());

test('figures are read as they were written', () => {
  expect(parseFigures(written(), counts)).toEqual(values);
  const others: readonly Partial<FigureValues>[] = [
    { swallowed: null },
    { swallowed: { slots: 0, interval: 5 } },
    { self: 0, swallowed: null },
    { phases: [0, 0, 0] },
    { phases: [60_000, 1, 2] },
  ];
  for (const changes of others) expect(parseFigures(written(changes), counts)).toEqual({ ...values, ...changes });
  const none = { ...values, phases: [], metrics: [], numbers: [] };
  expect(parseFigures(composeFigures(none, new ByteWriter()), { phases: 0, metrics: 0, numbers: 0 })).toEqual(none);
});

test('figures with other counts, or that end too early, are not read', () => {
  const bytes = written();
  for (let length = 0; length < bytes.length; length += 1) {
    expect(parseFigures(bytes.subarray(0, length), counts)).toBeNull();
  }
  expect(parseFigures(bytes, { ...counts, numbers: 1 })).toBeNull();
  expect(parseFigures(bytes, { ...counts, metrics: 3 })).toBeNull();
});

test('the last phase takes a byte when it is the rest of the duration', () => {
  expect(written().length).toBeLessThan(written({ phases: [1500, 10_200, 999] }).length);
});
