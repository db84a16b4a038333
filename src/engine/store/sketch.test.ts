import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { quantileRank } from '../../shared/latency.ts';
import { LatencySketch } from './sketch.ts';
import { ValueSketch } from './value-sketch.ts';

const micros = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 600_000_000 }));

function sketchOf(values: readonly number[]): LatencySketch {
  const sketch = new LatencySketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.take();
}

function expectQuantiles(sketch: LatencySketch, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  for (const quantile of [0, 0.5, 0.95, 0.99, 1]) {
    const exact = sorted[quantileRank(quantile, sorted.length)];
    const given = sketch.quantile(quantile);
    if (exact === undefined || given === null) expect(given).toBe(exact ?? null);
    else expect(Math.abs(given - exact)).toBeLessThanOrEqual(exact * 0.010_000_1);
  }
}

describe('a latency sketch', () => {
  test('returns quantiles within 1 %, also when merged, stored and merged again', () => {
    fc.assert(
      fc.property(fc.array(fc.array(micros, { maxLength: 60 }), { maxLength: 8 }), (parts) => {
        const merged = new LatencySketch();
        const stored = new LatencySketch();
        for (const part of parts) {
          merged.merge(sketchOf(part));
          stored.read(new ByteReader(written((writer) => sketchOf(part).write(writer))));
        }
        expect(stored.count).toBe(parts.flat().length);
        expectQuantiles(merged, parts.flat());
        expectQuantiles(stored, parts.flat());
      }),
    );
  });

  test('has no quantiles when it is empty', () => {
    expect(new LatencySketch().quantile(0.5)).toBeNull();
  });
});

describe('a sketch of values of any sign', () => {
  test('keeps the largest value when a sketch with a far larger value is merged into it', () => {
    const merged = new ValueSketch();
    for (const values of [[1e-6], [1e-6, 1]]) {
      const sketch = new ValueSketch();
      for (const each of values) sketch.add(each);
      merged.merge(sketch);
    }
    expect(merged.quantile(1)).toBeCloseTo(1, 1);
  });

  const value = fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.integer({ min: -5, max: 5 }),
    fc.constantFrom(0, 1e-6, -1e-6, 1e14, -1e14),
  );

  test('returns quantiles within 1 %, also when merged, stored and merged again', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 60 }), { maxLength: 8 }), (parts) => {
        const merged = new ValueSketch();
        const stored = new ValueSketch();
        for (const part of parts) {
          const sketch = new ValueSketch();
          for (const each of part) sketch.add(each);
          merged.merge(sketch);
          stored.read(new ByteReader(written((writer) => sketch.write(writer))));
        }
        const sorted = parts.flat().sort((a, b) => a - b);
        for (const sketch of [merged, stored]) {
          expect(sketch.count).toBe(sorted.length);
          for (const quantile of [0, 0.5, 0.95, 0.99, 1]) {
            const exact = sorted[quantileRank(quantile, sorted.length)];
            const given = sketch.quantile(quantile);
            if (exact === undefined || given === null) expect(given).toBe(exact ?? null);
            // Values nearer to zero than 1e-9 count as zero.
            else expect(Math.abs(given - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.010_000_1 + 1e-9);
          }
        }
      }),
    );
  });

  test('stays small, even with values far apart', () => {
    const sketch = new ValueSketch();
    for (const each of [Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-300, 1]) sketch.add(each);
    expect(sketch.count).toBe(5);
    expect(sketch.quantile(1)).toBeGreaterThan(0.9e15);
    expect(sketch.quantile(0.5)).toBe(0);
  });
});

describe('bytes', () => {
  test('decode the numbers that were encoded', () => {
    const numbers = fc.array(fc.double(), { maxLength: 100 });
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 100 }), numbers, (uints, numbers) => {
        const bytes = written((writer) => {
          for (const value of uints) writer.uint(value);
          for (const value of numbers) writer.number(value);
        });
        const reader = new ByteReader(bytes);
        expect(uints.map(() => reader.uint())).toEqual(uints);
        expect(numbers.map(() => reader.number())).toEqual(numbers);
        expect(reader.atEnd).toBe(true);
        expect(() => reader.uint()).toThrow(RangeError);
      }),
    );
    for (const value of [0, 1, -1, 63, -64, 64, 2 ** 40, -(2 ** 40)]) {
      const reader = new ByteReader(written((writer) => writer.signed(value)));
      expect(reader.signed()).toBe(value);
    }
    for (const value of [0, 1, 2, 127, 128, 2 ** 31, 2 ** 51, 2 ** 53 - 1, -1, 0.5, NaN, Infinity]) {
      const reader = new ByteReader(written((writer) => writer.number(value)));
      expect(reader.number()).toBe(value);
    }
  });

  test('refuse everything except whole numbers from 0', () => {
    for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53])
      expect(() => new ByteWriter().uint(value)).toThrow(RangeError);
  });
});
