import { expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { ValueSketch } from './value-sketch.ts';

function sketchOf(...values: readonly number[]): ValueSketch {
  const sketch = new ValueSketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

function written(sketch: ValueSketch): Uint8Array {
  const writer = new ByteWriter();
  sketch.write(writer);
  return writer.take();
}

function read(...parts: readonly Uint8Array[]): ValueSketch {
  const sketch = new ValueSketch();
  for (const part of parts) sketch.read(new ByteReader(part));
  return sketch;
}

/** Each of these ranks, to a hundredth. */
const valuesOf = (sketch: ValueSketch) =>
  Array.from({ length: sketch.count }, (_, rank) =>
    sketch.quantile(sketch.count === 1 ? 0 : rank / (sketch.count - 1)),
  );

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, value === 0 ? 9 : 0));

it('sorts negative values, zeros and positive values', () => {
  const sketch = sketchOf(7, 0, -3, 20, 0, -9);
  expect(sketch.count).toBe(6);
  expect(valuesOf(sketch)).toEqual(near([-9, -3, 0, 0, 7, 20]));
  expect(new ValueSketch().quantile(0.5)).toBeNull();
});

it('takes values nearer to zero than 1e-9 as zero, and values beyond 1e15 as that', () => {
  expect(sketchOf(0.9e-9, -0.9e-9).quantile(0.5)).toBe(0);
  for (const sign of [1, -1]) {
    expect(sketchOf(sign * 1e-9).quantile(0)).toBeCloseTo(sign * 1e-9, 10);
    expect(sketchOf(sign * 1e-9).quantile(0)).not.toBe(0);
    expect(sketchOf(sign * 1e300).quantile(0)).toBe(sketchOf(sign * 1e15).quantile(0));
  }
});

it('has the values of those that are merged into it or read', () => {
  const parts = [sketchOf(-5, 0), sketchOf(0, 0, 8), sketchOf(-40, 30)];
  const merged = new ValueSketch();
  for (const part of parts) merged.merge(part);
  for (const sketch of [merged, read(...parts.map(written))]) {
    expect(sketch.count).toBe(7);
    expect(valuesOf(sketch)).toEqual(near([-40, -5, 0, 0, 0, 8, 30]));
  }
});

it('is written as its zeros, and the bins of each sign by their distance', () => {
  const reader = new ByteReader(written(sketchOf(0, 10, 10, 1_000, -10)));
  const zeros = reader.uint();
  const positive = reader.uint();
  const [ten, tens, distance, thousands] = [reader.signed(), reader.uint(), reader.signed(), reader.uint()];
  const negative = [reader.uint(), reader.signed(), reader.uint()];
  expect([zeros, positive, tens, thousands, negative, reader.atEnd]).toEqual([1, 2, 2, 1, [1, ten, 1], true]);
  // A bin for each 2 %.
  expect(distance).toBe(Math.round(Math.log(100) / Math.log(1.01 / 0.99)));
});
