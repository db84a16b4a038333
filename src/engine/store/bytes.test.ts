import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.take();
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('bytes', () => {
  test.each([
    [0, '00'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [2 ** 28 - 1, 'ffffff7f'],
    [2 ** 28, '8080808001'],
    [2 ** 31 - 1, 'ffffffff07'],
    [2 ** 31, '8080808008'],
    [2 ** 32, '8080808010'],
    [2 ** 53 - 1, 'ffffffffffffff0f'],
  ])('%d takes seven bits per byte', (value, bytes) => {
    expect(hex(written((writer) => writer.uint(value)))).toBe(bytes);
    expect(new ByteReader(Buffer.from(bytes, 'hex')).uint()).toBe(value);
  });

  test.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [-64, '7f'],
    [64, '8001'],
  ])('%d is short when its sign counts', (value, bytes) => {
    expect(hex(written((writer) => writer.signed(value)))).toBe(bytes);
    expect(new ByteReader(Buffer.from(bytes, 'hex')).signed()).toBe(value);
  });

  test.each([
    [0, '00'],
    [3, '06'],
    [2 ** 51, '8080808080808008'],
    [2 ** 51 + 1, '010200000000002043'],
    [-0, '010000000000000080'],
    [-1, '01000000000000f0bf'],
    [0.5, '01000000000000e03f'],
  ])('%d is short when it is whole and not negative', (value, bytes) => {
    expect(hex(written((writer) => writer.number(value)))).toBe(bytes);
    const reader = new ByteReader(Buffer.from(bytes, 'hex'));
    expect([reader.number(), reader.atEnd]).toEqual([value, true]);
  });

  test('serve one row after another, however long one is', () => {
    const writer = new ByteWriter();
    writer.uint(1);
    const first = writer.take();
    writer.reset();
    for (let index = 0; index < 300; index += 1) writer.number(0.25);
    const second = writer.take();
    expect([hex(first), second.length]).toEqual(['01', 2_700]);
    const reader = new ByteReader(second);
    for (let index = 0; index < 300; index += 1) expect(reader.number()).toBe(0.25);
    writer.reset();
    expect(writer.take()).toHaveLength(0);
  });

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

  test('are refused past their end', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    expect([...reader.raw(2)]).toEqual([1, 2]);
    expect(() => reader.raw(2)).toThrow(RangeError);
    expect([...reader.raw(1)]).toEqual([3]);
  });

  test('refuse everything except whole numbers from 0', () => {
    for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53])
      expect(() => new ByteWriter().uint(value)).toThrow(RangeError);
  });
});
