import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAnswer, readQuestion } from '../../../../../test/servers/dns.ts';
import { decodeAnswer, encodeQuery, isDnsName, MessageError } from './message.ts';

const query = encodeQuery(0x1234, { name: 'www.example.org', type: 'AAAA' }, true);

/** An answer of which each part can be wrong. */
function answer(records: readonly (readonly number[])[], { flags = 0x8180, answers = records.length } = {}): Buffer {
  const header = Buffer.from([0x12, 0x34, flags >> 8, flags & 0xff, 0, 1, 0, answers, 0, 0, 0, 0]);
  return Buffer.concat([header, query.subarray(12), ...records.map((record) => Buffer.from(record))]);
}

const NAME = [0xc0, 12];
const CLASS_AND_TTL = [0, 1, 0, 0, 0, 60];
const aaaa = [...NAME, 0, 28, ...CLASS_AND_TTL, 0, 16, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
const a = [...NAME, 0, 1, ...CLASS_AND_TTL, 0, 4, 192, 0, 2, 1];
const cname = [...NAME, 0, 5, ...CLASS_AND_TTL, 0, 4, 1, 0x78, 0xc0, 16];

describe('encodeQuery', () => {
  it('writes the header and the question of RFC 1035', () => {
    const parts = (message: Buffer) => [message.subarray(0, 12), message.subarray(12, -4), message.subarray(-4)];
    const hex = (message: Buffer) => parts(message).map((part) => part.toString('hex'));
    expect(hex(query)).toEqual(['123401000001000000000000', '03777777076578616d706c65036f726700', '001c0001']);
    const short = encodeQuery(1, { name: 'a.b.', type: 'A' }, false);
    expect(hex(short)).toEqual(['000100000001000000000000', '0161016200', '00010001']);
  });
});

describe('isDnsName', () => {
  it.each([
    ['a', true],
    ['a.b.', true],
    [`${'a'.repeat(63)}.b`, true],
    [`${'a'.repeat(64)}.b`, false],
    [`${'a.'.repeat(126)}a`, true],
    [`${'a.'.repeat(126)}ab`, false],
    [`${'a.'.repeat(126)}a.`, true],
    ['', false],
    ['.', false],
    ['a..b', false],
    ['.a', false],
    [domainToASCII('bücher.example'), true],
  ])('%j: %j', (name, is) => {
    expect(isDnsName(name)).toBe(is);
  });
});

describe('decodeAnswer', () => {
  it('reads id, question and addresses, and skips other records', () => {
    expect(decodeAnswer(answer([cname, a, aaaa, aaaa]))).toEqual({
      id: 0x1234,
      rcode: 0,
      truncated: false,
      question: { name: 'www.example.org', type: 'AAAA' },
      addresses: [
        { address: '2001:db8::7', family: 6 },
        { address: '2001:db8::7', family: 6 },
      ],
    });
  });

  it('reads what the test server writes', () => {
    const four = encodeQuery(7, { name: 'a.example', type: 'A' }, true);
    expect(readQuestion(four)).toMatchObject({ name: 'a.example', type: 'A' });
    const message = encodeAnswer(four, ['192.0.2.1', '192.0.2.2']) ?? Buffer.alloc(0);
    expect(decodeAnswer(message).addresses.map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('reads the names of questions in lower case', () => {
    const shouted = encodeQuery(7, { name: 'A.Example', type: 'A' }, true);
    expect(decodeAnswer(encodeAnswer(shouted, []) ?? Buffer.alloc(0)).question?.name).toBe('a.example');
  });

  it('reads no question of another type', () => {
    const question = Buffer.from(query);
    // MX
    question.writeUInt16BE(15, question.length - 4);
    question.writeUInt16BE(0x8180, 2);
    expect(decodeAnswer(question).question).toBeNull();
  });

  it('reads the result code', () => {
    expect(decodeAnswer(answer([], { flags: 0x8183 }))).toMatchObject({ rcode: 3, addresses: [] });
  });

  it('reads a truncated answer as far as it goes', () => {
    const cut = answer([aaaa, aaaa], { flags: 0x8380 }).subarray(0, -3);
    expect(decodeAnswer(cut)).toMatchObject({ truncated: true, addresses: [{ address: '2001:db8::7' }] });
  });

  it.each([
    ['nothing', Buffer.alloc(0), /Shorter/u],
    ['half a header', query.subarray(0, 11), /Shorter/u],
    ['a question', query, /question/u],
    ['an answer that ends in a record', answer([aaaa]).subarray(0, -1), /too early/u],
    ['fewer records than it says', answer([aaaa], { answers: 2 }), /too early/u],
    ['an address of three bytes', answer([[...NAME, 0, 1, ...CLASS_AND_TTL, 0, 3, 1, 2, 3]]), /3 bytes/u],
    ['an IPv6 address of four bytes', answer([[...NAME, 0, 28, ...CLASS_AND_TTL, 0, 4, 1, 2, 3, 4]]), /4 bytes/u],
    ['a name that points to itself', answer([[0xc0, 33, 0, 1]]), /points forward/u],
    ['a name that points forward', answer([[0xc0, 60, 0, 1]]), /points forward/u],
    ['half a pointer', answer([[0xc0]]), /too early/u],
    ['a label of a reserved kind', answer([[0x80, 1, 1]]), /too long/u],
    ['a label that is longer than the message', answer([[60, 1, 1]]), /too long/u],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeAnswer(bytes)).toThrow(MessageError);
    expect(() => decodeAnswer(bytes)).toThrow(message);
  });

  it('refuses a name that is longer than 255 bytes, though each part is short', () => {
    const parts = Array.from({ length: 5 }, () => [63, ...Buffer.alloc(63, 'a')]).flat();
    expect(() => decodeAnswer(answer([[...parts, 0]]))).toThrow(/too long/u);
  });

  it('skips records of another class than the Internet, and accepts the cache-flush bit of multicast DNS', () => {
    const chaos = [...aaaa.slice(0, 4), 0, 3, ...aaaa.slice(6)];
    const flush = [...aaaa.slice(0, 4), 0x80, 1, ...aaaa.slice(6)];
    expect(decodeAnswer(answer([chaos, flush])).addresses).toHaveLength(1);
  });

  it('refuses hostile bytes, and never fails in another way', () => {
    const good = answer([cname, aaaa, a]);
    const mutated = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    const anything = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutated, anything), (bytes) => {
        try {
          for (const { address } of decodeAnswer(bytes).addresses) expect(address).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
