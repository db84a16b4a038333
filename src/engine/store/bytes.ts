/**
 * Encodes small numbers in few bytes, for data that is stored once per check or per minute: unsigned LEB128 ("varint",
 * as in Protocol Buffers), seven bits per byte, up to `Number.MAX_SAFE_INTEGER`.
 */

const MAX_INT32 = 2 ** 31 - 1;

/** Collects bytes. One writer serves one row after another, so that a row costs one allocation. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Discards what was written. */
  reset(): void {
    this.#length = 0;
  }

  /** @throws RangeError unless `value` is an integer from 0 to 2^53 - 1 */
  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`A stored number must be an integer from 0 to 2^53 - 1, not ${value}`);
    }
    this.#reserve(8);
    let rest = value;
    // Shifts truncate to 32 bits, so what is beyond them is divided first, which takes several times as long.
    while (rest > MAX_INT32) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Short for integers near zero, positive or negative. @throws RangeError beyond 2^52 */
  signed(value: number): void {
    this.uint(value >= 0 ? value * 2 : value * -2 - 1);
  }

  /** Writes any number. Short for integers from 0; nine bytes for all others. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value <= 2 ** 51 && !Object.is(value, -0)) {
      this.uint(value * 2);
      return;
    }
    this.uint(1);
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Writes bytes unchanged. The reader must know how many there are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The number of written bytes. */
  get length(): number {
    return this.#length;
  }

  /** Returns a copy of the written bytes. @param from the first of them */
  take(from = 0): Uint8Array {
    return this.#bytes.slice(from, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** @throws RangeError past the end */
  uint(): number {
    let value = 0;
    // Up to four bytes, shifts do not exceed 32 bits.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    for (let factor = 2 ** 28; ; factor *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw new RangeError('The stored bytes end before the expected number');
    this.#offset += 1;
    return byte;
  }

  /** Reads bytes as they are. They are a view, and change with the bytes that are read. @throws RangeError past the end */
  raw(length: number): Uint8Array {
    if (this.#offset + length > this.#bytes.length) {
      throw new RangeError('The stored bytes end before the expected bytes');
    }
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  /** @throws RangeError past the end */
  signed(): number {
    const value = this.uint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** @throws RangeError past the end */
  number(): number {
    const value = this.uint();
    if (value !== 1) return value / 2;
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#offset, 8);
    this.#offset += 8;
    return view.getFloat64(0, true);
  }
}
