import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { quantileRank } from '../../shared/latency.ts';
import { BIN_GROWTH, LatencySketch } from './sketch.ts';
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

  test('has the same quantiles and bins however few of its values are kept as they are', () => {
    const quantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];
    fc.assert(
      fc.property(fc.array(micros, { minLength: 1, maxLength: 32 }), (values) => {
        const few = sketchOf(values);
        // A sketch that was read has bins.
        const binned = new LatencySketch();
        binned.read(new ByteReader(written((writer) => sketchOf(values).write(writer))));
        expect(quantiles.map((quantile) => few.quantile(quantile))).toEqual(
          quantiles.map((quantile) => binned.quantile(quantile)),
        );
        expect([...few.bins()]).toEqual([...binned.bins()]);
        expect(few.count).toBe(binned.count);
      }),
    );
  });

  test('has no quantiles and no bins when it is empty', () => {
    const sketch = new LatencySketch();
    expect([sketch.quantile(0.5), sketch.count, [...sketch.bins()]]).toEqual([null, 0, []]);
  });

  test('has a bin for each 2 %, and one for zeros', () => {
    const sketch = sketchOf([1, 1, 1_000_000]);
    const bins = [...sketch.bins()];
    expect(bins.map(([, count]) => count)).toEqual([2, 1]);
    for (const [index, value] of [1, 1_000_000].entries()) {
      const key = bins[index]?.[0] ?? NaN;
      expect(BIN_GROWTH ** (key - 1)).toBeLessThan(value);
      expect(BIN_GROWTH ** key).toBeGreaterThanOrEqual(value);
    }
    sketch.add(0);
    expect([...sketch.bins()]).toEqual([[-Infinity, 1], ...bins]);
  });

  test('is written as its zeros, and its bins by their distance', () => {
    const sketch = sketchOf([0, 0, 3, 3, 50]);
    const bytes = written((writer) => sketch.write(writer));
    const reader = new ByteReader(bytes);
    const [, three, fifty] = [...sketch.bins()];
    const numbers = Array.from({ length: 6 }, () => reader.uint());
    expect(numbers).toEqual([2, 2, three?.[0], 2, (fifty?.[0] ?? 0) - (three?.[0] ?? 0), 1]);
    expect(reader.atEnd).toBe(true);
    const read = new LatencySketch();
    read.read(new ByteReader(bytes));
    read.read(new ByteReader(bytes));
    expect([read.count, [...read.bins()][0]]).toEqual([10, [-Infinity, 4]]);
    sketch.merge(read);
    expect([sketch.count, sketch.quantile(0.5)]).toEqual([15, read.quantile(0.5)]);
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
