import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitReader, BitWriter } from './bits.ts';
import { columnBits, readColumn, writeColumn } from './number-column.ts';

/** The bytes that a column takes, after it was read again. */
function bytesOf(values: readonly number[]): number {
  const writer = new BitWriter();
  // The column begins anywhere in a byte, and something follows.
  writer.bits(5, 3);
  writeColumn(writer, values);
  writer.bits(21, 5);
  const bytes = writer.take();
  const reader = new BitReader(bytes);
  expect(reader.bits(3)).toBe(5);
  const read = [...readColumn(reader, values.length)];
  expect(read.every((value, index) => Object.is(value, values[index]))).toBe(true);
  expect(reader.bits(5)).toBe(21);
  return bytes.length - 1;
}

const many = (valueAt: (index: number) => number) => Array.from({ length: 100 }, (_, index) => valueAt(index));

describe('a column', () => {
  const small = fc.integer({ min: -1000, max: 1000 });
  const decimal = fc.tuple(small, fc.nat(8)).map(([value, decimals]) => value / 10 ** decimals);
  const anything = fc.oneof(
    small,
    decimal,
    fc.double(),
    fc.constantFrom(2 ** 50, 2 ** 50 + 1, -(2 ** 50), 2 ** 53, -0, 0, NaN, Infinity),
    fc.maxSafeInteger(),
  );

  test('is read exactly as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(small), fc.array(decimal), fc.array(anything), fc.array(fc.constant(0.25))),
        (values) => {
          expect(bytesOf(values)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of equal numbers takes a few bytes', () => {
    expect(bytesOf(many(() => 0))).toBeLessThanOrEqual(3);
    expect(bytesOf(many(() => 0.125))).toBeLessThanOrEqual(4);
    expect(bytesOf([])).toBeLessThanOrEqual(3);
    expect(columnBits(many(() => 7))).toBe(0);
  });

  test('of times at regular steps takes almost nothing, even in the middle of a year', () => {
    const start = Date.UTC(2026, 5, 1);
    expect(bytesOf(many((index) => start + index * 30_000))).toBeLessThan(32);
    // Each a little late.
    expect(bytesOf(many((index) => start + index * 30_000 + (index % 3)))).toBeLessThan(70);
  });

  test('takes the space that the differences from the least value need, or from the middle one', () => {
    // Some are far above, none below: 16 values need four bits each.
    expect(bytesOf(many((index) => 1_000_000 + ((index * 7) % 16)))).toBeLessThan(70);
    // Far above and far below, seldom.
    expect(
      bytesOf(many((index) => 500_000 + (index % 20 === 0 ? (index % 40 === 0 ? 60 : -60) : index % 2))),
    ).toBeLessThan(60);
  });

  test('divides by the common factor of all differences', () => {
    const random = (index: number) => (index * 7_919) % 13;
    const [plain, coarse] = [many(random), many((index) => random(index) * 1_000)];
    expect(bytesOf(coarse)).toBeLessThan(bytesOf(plain) + 8);
  });

  test('writes decimals as integers, and other fractions in 64 bits', () => {
    expect(bytesOf(many((index) => (index % 8) / 1_000_000))).toBeLessThan(60);
    expect(bytesOf(many((index) => (index % 8) / 10_000_000))).toBe(801);
    expect(bytesOf(many((index) => 2 ** 50 - index))).toBeLessThan(60);
    expect(bytesOf(many((index) => 2 ** 50 + 1 + index))).toBe(801);
    expect(columnBits(many((index) => index / 3))).toBe(6_400);
  });

  test('estimates how many bits it takes', () => {
    for (const values of [
      many((index) => (index * 7) % 16),
      many((index) => index * index),
      many((index) => index / 4),
    ]) {
      expect(Math.abs(columnBits(values) / 8 - bytesOf(values))).toBeLessThan(16);
    }
  });
});
