import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeRollup, encodeRollup } from './rollup-codec.ts';
import { emptyRollup, rollUp } from './rollup.ts';
import { LatencySketch, quantileRank } from './sketch.ts';
import { DAY_ONE } from './testing/store-fixture.ts';

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
  test('gives quantiles within 1 %, also when merged, stored and merged again', () => {
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

  test('has no quantiles when nothing went in', () => {
    expect(new LatencySketch().quantile(0.5)).toBeNull();
  });
});

describe('bytes', () => {
  test('give numbers back', () => {
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
    for (const value of [0, 1, 2, 127, 128, 2 ** 31, 2 ** 51, 2 ** 53 - 1, -1, 0.5, NaN, Infinity]) {
      const reader = new ByteReader(written((writer) => writer.number(value)));
      expect(reader.number()).toBe(value);
    }
  });

  test('refuse what is not a whole number from 0', () => {
    for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53])
      expect(() => new ByteWriter().uint(value)).toThrow(RangeError);
  });
});

describe('a rollup', () => {
  test('comes back from its bytes', () => {
    const check = fc.record({
      at: fc.nat(59_999).map((offset) => DAY_ONE + offset),
      verdict: fc.constantFrom('up', 'degraded', 'down', 'unknown'),
      duration: micros,
      phases: fc.array(fc.option(micros, { nil: undefined }), { minLength: 5, maxLength: 5 }),
      failure: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(fc.array(check, { maxLength: 20 }), (checks) => {
        const rollup = emptyRollup<number>();
        for (const each of checks) rollUp(rollup, each);
        const bytes = encodeRollup(rollup, DAY_ONE);
        const back = decodeRollup(bytes, DAY_ONE);
        expect({ ...back, sketch: null }).toEqual({ ...rollup, sketch: null });
        expect(encodeRollup(back, DAY_ONE)).toEqual(bytes);
        // It goes on from there.
        for (const each of checks) rollUp(back, each);
        for (const each of checks) rollUp(rollup, each);
        expect(encodeRollup(back, DAY_ONE)).toEqual(encodeRollup(rollup, DAY_ONE));
      }),
    );
  });

  test('of two checks a minute is small', () => {
    const rollup = emptyRollup<number>();
    const phases = [1500, 10_250, 20_000, 38_373, 2000];
    for (const [offset, duration] of [
      [0, 72_123],
      [30_000, 75_456],
    ] as const) {
      rollUp(rollup, { at: DAY_ONE + offset, verdict: 'up', duration, phases, failure: null });
    }
    expect(encodeRollup(rollup, DAY_ONE).length).toBeLessThanOrEqual(24);
  });
});
