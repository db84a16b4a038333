import { expect, test } from 'vitest';
import { BitReader, BitWriter } from './bits.ts';
import type { FigureValues } from './figures.ts';
import { readMeasured, swallowedAt, valuesAt, writeMeasured } from './measured-columns.ts';
import { roundDuration, roundPhases } from './rounding.ts';

const counts = { phases: 3, metrics: 2, numbers: 0 };

function row(duration: number, phases: readonly number[], changes: Partial<FigureValues> = {}): FigureValues {
  return {
    duration,
    phases,
    metrics: [0.5, -1],
    queued: 2,
    late: 0.3,
    self: 4,
    swallowed: null,
    numbers: [],
    ...changes,
  };
}

function readBack(values: readonly FigureValues[]) {
  const writer = new BitWriter();
  writeMeasured(writer, counts, values);
  const bytes = writer.take();
  const columns = readMeasured(new BitReader(bytes), counts, values.length);
  return {
    size: bytes.length,
    columns,
    rows: values.map((_, index) => ({ ...valuesAt(columns, index), numbers: [] })),
  };
}

const rounded = Array.from({ length: 12 }, (_, index) => {
  const phases = [1000 + 7 * index, 20_000 - 300 * index, 31_000 + 11 * index];
  const duration = phases.reduce((sum, phase) => sum + phase, 0);
  return row(roundDuration(duration), roundPhases(phases, duration), {
    metrics: [index / 4, -index],
    queued: index % 3,
    late: index / 10,
    self: index,
    swallowed: index % 4 === 0 ? { slots: index, interval: 30_000 + index } : null,
  });
});

test('rounded durations and phases are read exactly as they were written', () => {
  const { rows, columns } = readBack(rounded);
  expect(rows).toEqual(rounded);
  expect(swallowedAt(columns, 0)).toEqual({ slots: 0, interval: 30_000 });
  expect(swallowedAt(columns, 1)).toBeNull();
  expect(swallowedAt(columns, 8)).toEqual({ slots: 8, interval: 30_008 });
});

test('those of an earlier Lookout, which are not rounded, too', () => {
  const phases = [row(52_123, [1_001, 20_017, 31_105]), row(4_321, [11, 22, 33])];
  expect(readBack([...rounded, ...phases]).rows).toEqual([...rounded, ...phases]);
  // A phase that is not rounded is enough.
  const one = [row(52_100, [1_001, 20_000, 31_099])];
  expect(readBack(one).rows).toEqual(one);
});

test('phases that are no part of the duration, or more than it, are kept', () => {
  const odd = [row(50_000, [0, 0, 0]), row(50_000, [100, 60_000, 200]), row(0, [0, 0, 0])];
  expect(readBack(odd).rows).toEqual(odd);
});

test('rounded values take less space', () => {
  const exact = rounded.map((one, index) => ({ ...one, duration: one.duration + index + 1 }));
  expect(readBack(rounded).size).toBeLessThan(readBack(exact).size);
});
