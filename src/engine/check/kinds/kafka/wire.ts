/** The types of Kafka's protocol (https://kafka.apache.org/protocol, "Protocol Primitive Types"), without the compact ones. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';

/** Writes values one after the other. */
export class Writer {
  readonly #parts: Buffer[] = [];

  int8(value: number): this {
    return this.bytes(Buffer.of(value & 0xff));
  }

  int16(value: number): this {
    const bytes = Buffer.alloc(2);
    bytes.writeInt16BE(value);
    return this.bytes(bytes);
  }

  int32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return this.bytes(bytes);
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return this.bytes(bytes);
  }

  int64(value: bigint): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return this.bytes(bytes);
  }

  text(value: string | null): this {
    if (value === null) return this.int16(-1);
    const bytes = Buffer.from(value);
    return this.int16(bytes.length).bytes(bytes);
  }

  /** With its length in front. */
  sized(value: Buffer): this {
    return this.int32(value.length).bytes(value);
  }

  list<T>(values: readonly T[], write: (value: T) => unknown): this {
    this.int32(values.length);
    for (const value of values) write(value);
    return this;
  }

  /** A number of 1 to 5 bytes, in which small negative ones are short too (zigzag). */
  varint(value: number): this {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    const bytes: number[] = [];
    while (rest > 0x7f) {
      bytes.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.push(rest);
    return this.bytes(Buffer.from(bytes));
  }

  /** As they are. */
  bytes(value: Buffer): this {
    this.#parts.push(value);
    return this;
  }

  get buffer(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** The most entries of a list. No honest answer to a check has more. */
const MAX_ENTRIES = 100_000;

/** Reads values one after the other. Beyond the end, it throws the failure `protocol.error`. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int8(): number {
    return this.take(1).readInt8();
  }

  int16(): number {
    return this.take(2).readInt16BE();
  }

  int32(): number {
    return this.take(4).readInt32BE();
  }

  int64(): bigint {
    return this.take(8).readBigInt64BE();
  }

  /** null for a text that is missing. */
  text(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.take(length).toString('utf8');
  }

  sized(): Buffer {
    return this.take(Math.max(0, this.int32()));
  }

  list<T>(read: () => T): T[] {
    const count = this.int32();
    if (count > MAX_ENTRIES) throw broken(`A list of ${count} entries`);
    return Array.from({ length: Math.max(0, count) }, read);
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.take(1).readUInt8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw broken('A number without end');
  }

  take(count: number): Buffer {
    if (count < 0 || count > this.left) throw broken('An answer is shorter than it says');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

function broken(raw: string): FailureError {
  return new FailureError(failureOf('protocol.error', {}, { raw }));
}
