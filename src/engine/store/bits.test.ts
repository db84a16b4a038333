import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitReader, BitWriter, MAX_RICE, riceBits, unzigzag, zigzag } from './bits.ts';

/** The bits as text, filled up to whole bytes. */
function bitsOf(write: (writer: BitWriter) => void): string {
  const writer = new BitWriter();
  write(writer);
  return [...writer.take()].map((byte) => byte.toString(2).padStart(8, '0')).join(' ');
}

const LARGEST = 2 ** 53 - 1;
/** Small and large integers, and those where the length of a number changes. */
const integer = fc.oneof(
  fc.nat(300),
  fc.nat({ max: LARGEST }),
  fc.integer({ min: 0, max: 53 }).map((length) => Math.max(0, 2 ** length - 1)),
  fc.integer({ min: 0, max: 52 }).map((length) => 2 ** length),
);

describe('what is written', () => {
  test('begins with the most significant bit, and goes on in the middle of a byte', () => {
    expect(
      bitsOf((writer) => {
        writer.bits(0b101, 3);
        writer.bits(0, 0);
        writer.bits(0b1_0000_0011, 9);
      }),
    ).toBe('10110000 00110000');
    expect(bitsOf((writer) => writer.bits(2 ** 24 - 2, 24))).toBe('11111111 11111111 11111110');
    expect(bitsOf(() => undefined)).toBe('');
  });

  test.each([
    [0, '00000000'],
    [1, '00000110'],
    [5, '00001110 10000000'],
    // Longer than what is written at once.
    [2 ** 24, `01100110 ${'00000000 '.repeat(2)}00000000`],
  ])('%d has its length before it', (value, bits) => {
    expect(bitsOf((writer) => writer.uint(value))).toBe(bits);
  });

  test.each([
    [0, 0, '00000000'],
    [3, 0, '11100000'],
    [13, 2, '11100100'],
    // Too many ones: plainly.
    [20, 0, '11111111 11111111 11110001 01101000'],
  ])('%d with k = %d is a Rice code', (value, k, bits) => {
    expect(bitsOf((writer) => writer.rice(value, k))).toBe(bits);
  });

  test('can be discarded, and leaves nothing behind', () => {
    const writer = new BitWriter();
    for (let count = 0; count < 2_000; count += 1) writer.bits(255, 8);
    writer.reset();
    writer.bits(1, 2);
    expect([...writer.take()]).toEqual([0b0100_0000]);
    writer.bits(0, 14);
    expect([...writer.take()]).toEqual([0b0100_0000, 0]);
  });
});

test('everything is read as it was written', () => {
  const value = fc.oneof(
    fc.tuple(fc.constant('bits' as const), fc.nat(2 ** 24 - 1), fc.constant(24)),
    fc.tuple(fc.constant('bits' as const), fc.nat(7), fc.constantFrom(3, 4, 11)),
    fc.tuple(fc.constant('uint' as const), integer, fc.constant(0)),
    fc.tuple(fc.constant('signed' as const), fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }), fc.constant(0)),
    fc.tuple(fc.constant('rice' as const), integer, fc.nat(MAX_RICE)),
    fc.tuple(fc.constant('float' as const), fc.double(), fc.constant(0)),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 300 }), (values) => {
      const writer = new BitWriter();
      for (const [how, given, detail] of values) {
        if (how === 'bits' || how === 'rice') writer[how](given, detail);
        else writer[how](given);
      }
      const reader = new BitReader(writer.take());
      for (const [how, given, detail] of values) {
        expect(how === 'bits' || how === 'rice' ? reader[how](detail) : reader[how]()).toBe(given);
      }
    }),
    { numRuns: 50 },
  );
});

test('a Rice code takes as many bits as is said', () => {
  fc.assert(
    fc.property(integer, fc.nat(MAX_RICE), (value, k) => {
      const writer = new BitWriter();
      writer.rice(value, k);
      expect(writer.take().length).toBe(Math.ceil(riceBits(value, k) / 8));
    }),
  );
  expect([riceBits(0, 0), riceBits(19, 0), riceBits(20, 0), riceBits(79, 2)]).toEqual([1, 20, 31, 22]);
});

test('much more than fits at first', () => {
  const writer = new BitWriter();
  for (let index = 0; index < 5_000; index += 1) writer.bits(index, 13);
  const reader = new BitReader(writer.take());
  for (let index = 0; index < 5_000; index += 1) expect(reader.bits(13)).toBe(index);
});

test('past the end there are zeros, and then nothing', () => {
  const reader = new BitReader(new Uint8Array([0xff]));
  expect([reader.bits(8), reader.bits(8)]).toEqual([255, 0]);
  expect(() => {
    for (let count = 0; count < 10; count += 1) reader.bits(24);
  }).toThrow(RangeError);
});

test('a zigzag keeps small numbers small', () => {
  expect([0, -1, 1, -2, 2].map((value) => zigzag(value))).toEqual([0, 1, 2, 3, 4]);
  expect([0, 1, 2, 3, 4].map((value) => unzigzag(value) + 0)).toEqual([0, -1, 1, -2, 2]);
});
