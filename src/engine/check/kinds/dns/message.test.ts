import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageError } from '../../net/dns/wire.ts';
import { decodeMessage, encodeQuestion } from './message.ts';
import { readRecordData } from './record-data.ts';

/** An answer with these records of raw bytes. */
function answer(records: readonly { readonly type: number; readonly data: Buffer }[], flags = 0x8180): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(7, 0);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const parts = records.map(({ type, data }) => {
    const head = Buffer.from([
      0xc0,
      12,
      type >> 8,
      type & 0xff,
      0,
      1,
      0,
      0,
      0,
      60,
      data.length >> 8,
      data.length & 0xff,
    ]);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([header, Buffer.from('\x01a\x07example\0\0\x01\0\x01', 'latin1'), ...parts]);
}

it('asks with EDNS, and with the bits that are wanted', () => {
  const query = encodeQuestion(0x1234, { name: 'a.example.', type: 'CAA', recursive: true, dnssec: true });
  expect(query.toString('hex')).toBe('1234012000010000000000010161076578616d706c65000101000100002904d0000080000000');
  const plain = encodeQuestion(0, { name: '.', type: 'NS', recursive: false, dnssec: false });
  expect(plain.toString('hex')).toBe('000000000001000000000001000002000100002904d0000000000000');
});

describe('decodeMessage', () => {
  it('reads the code with its extension, the flags and the question', () => {
    const opt = Buffer.from('00002904d0010000000000', 'hex');
    const message = Buffer.concat([answer([]), opt]);
    message.writeUInt16BE(1, 10);
    message.writeUInt16BE(0x84b0, 2);
    expect(decodeMessage(message)).toEqual({
      id: 7,
      rcode: 'BADVERS',
      flags: ['AA', 'RA', 'AD', 'CD'],
      truncated: false,
      question: { name: 'a.example', type: 'A' },
      answers: [],
      authority: [],
    });
  });

  it.each([
    ['an address of five bytes', 1, '0102030405'],
    ['a name that points forward', 5, 'c0ff'],
    ['a text that is longer than its record', 16, '05616263'],
    ['bytes after an exchange', 15, '000a00ff'],
    ['hints of three bytes', 65, '000100000400030a0b0c'],
  ])('refuses %s', (_, type, data) => {
    expect(() => decodeMessage(answer([{ type, data: Buffer.from(data, 'hex') }]))).toThrow(MessageError);
  });

  it('reads a truncated message as far as it goes', () => {
    const whole = answer(
      [
        { type: 1, data: Buffer.of(192, 0, 2, 1) },
        { type: 1, data: Buffer.of(192, 0, 2, 2) },
      ],
      0x8380,
    );
    expect(decodeMessage(whole.subarray(0, -3))).toMatchObject({ truncated: true, rcode: 'NOERROR' });
    whole.writeUInt16BE(0x8180, 2);
    expect(() => decodeMessage(whole.subarray(0, -3))).toThrow('Ends too early');
  });

  it('reads any bytes, or refuses them, and never fails in another way', () => {
    const type = fc.constantFrom(1, 2, 5, 6, 12, 15, 16, 28, 33, 43, 46, 48, 64, 65, 257, 999);
    const record = fc.record({ type, data: fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)) });
    const bytes = fc.oneof(
      fc.uint8Array().map((given) => Buffer.from(given)),
      fc.array(record, { maxLength: 4 }).map((records) => answer(records)),
    );
    fc.assert(
      fc.property(bytes, (message) => {
        try {
          decodeMessage(message);
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the data of a record', () => {
  const read = (type: string, hex: string) => {
    const data = Buffer.from(hex, 'hex');
    return readRecordData(type, data, data, 0);
  };

  it.each([
    ['CNAME', '0361 2e62 0120 04e4 01ff 28 00', 'a\\.b.\\032.\\228\\001\\255\\('],
    ['NS', '00', '.'],
    ['MX', '0000 00', '0 .'],
    ['DS', '3039 0d 02 abcd', '12345 13 2 ABCD'],
    ['TYPE999', 'abcd', '\\# 2 abcd'],
    ['TYPE999', '', '\\# 0'],
    [
      'RRSIG',
      '0001 0d 02 0000012c 6955b900 6940a108 3039 00 ff',
      'A 13 2 300 20260101000000 20251216000008 12345 . /w==',
    ],
    ['HTTPS', '0000 03 666f6f 00', '0 foo'],
    [
      'SVCB',
      '0001 00 0000 0004 0001 0009 0002 0000 0005 0002 abcd 0009 0001 ff',
      '1 . mandatory=alpn,key9 no-default-alpn ech=q80= key9=\\255',
    ],
  ])('reads %s %s', (type, hex, text) => {
    expect(read(type, hex.replaceAll(' ', '')).text).toBe(text);
  });
});
