import { describe, expect, it } from 'vitest';
import { encodeName, formatIpv4, formatIpv6, isDnsName, MessageError, WireReader } from './wire.ts';

const label63 = 'a'.repeat(63);

describe('isDnsName', () => {
  it.each([
    ['a.example', true],
    ['a.example.', true],
    [label63, true],
    [`${label63}a`, false],
    ['a..example', false],
    ['', false],
    ['ä'.repeat(31), true],
    ['ä'.repeat(32), false],
    // Four labels, each with its length, and the root: 255 bytes.
    [`${label63}.${label63}.${label63}.${'a'.repeat(61)}`, true],
    [`${label63}.${label63}.${label63}.${'a'.repeat(62)}`, false],
  ])('%j: %s', (name, fits) => expect(isDnsName(name)).toBe(fits));
});

describe('encodeName', () => {
  it.each([
    ['a.bc', '016102626300'],
    ['a.bc.', '016102626300'],
    ['.', '00'],
  ])('%j', (name, hex) => expect(encodeName(name).toString('hex')).toBe(hex));
});

describe('WireReader', () => {
  const reader = (hex: string, start?: number) => new WireReader(Buffer.from(hex, 'hex'), start);
  const labelsOf = (one: WireReader) => one.labels().map(String);

  it('begins after the header, and reads to the last byte', () => {
    const one = reader(`${'00'.repeat(12)}0102ff0304`);
    expect([one.number(), one.byte(), one.take(2).toString('hex')]).toEqual([0x0102, 0xff, '0304']);
    expect(one.take(0)).toHaveLength(0);
    expect(() => one.byte()).toThrow(MessageError);
    expect(() => reader('01', 0).number()).toThrow('Ends too early');
  });

  it('reads labels, and goes on after the name', () => {
    const one = reader('0161026263002a', 0);
    expect(labelsOf(one)).toEqual(['a', 'bc']);
    expect(one.byte()).toBe(0x2a);
    expect(labelsOf(reader('00', 0))).toEqual([]);
  });

  it('follows pointers further back, and goes on after the first', () => {
    // A name “b”, a name “a” that goes on there, a pointer to that, and a byte.
    const one = reader('0162000161c000c0032a', 7);
    expect(labelsOf(one)).toEqual(['a', 'b']);
    expect(one.byte()).toBe(0x2a);
    const far = Buffer.concat([Buffer.alloc(0x101), Buffer.from('016200c101', 'hex')]);
    expect(labelsOf(new WireReader(far, 0x104))).toEqual(['b']);
  });

  it.each([
    ['a pointer to itself', 'c000', 0, 'points forward'],
    ['a pointer forward', 'c00200', 0, 'points forward'],
    ['pointers in a circle', 'c002c000', 2, 'points forward'],
    ['half a pointer', 'c0', 0, 'ends too early'],
    ['a name without an end', '0161', 0, 'ends too early'],
    ['a label beyond the end', '0361', 0, 'too long'],
    ['a label of 64 bytes', `40${'61'.repeat(64)}00`, 0, 'too long'],
    ['a name of 256 bytes', `${`3f${'61'.repeat(63)}`.repeat(4)}00`, 0, 'too long'],
  ])('refuses %s', (_, hex, start, problem) => {
    expect(() => reader(hex, start).labels()).toThrow(problem);
  });

  it('reads the longest label and the longest name', () => {
    const name = `${`3f${'61'.repeat(63)}`.repeat(3)}3e${'61'.repeat(62)}00`;
    expect(labelsOf(reader(name, 0)).map(({ length }) => length)).toEqual([63, 63, 63, 62]);
  });
});

describe('addresses', () => {
  it('are written as people write them', () => {
    expect(formatIpv4(Buffer.of(192, 0, 2, 1))).toBe('192.0.2.1');
    expect(formatIpv6(Buffer.from('20010db8000000000000000000000007', 'hex'))).toBe('2001:db8::7');
  });
});
