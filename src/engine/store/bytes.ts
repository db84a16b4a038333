/**
 * Small numbers in few bytes, for what is stored once a check or once a minute: unsigned LEB128 ("varint", as in
 * Protocol Buffers), seven bits a byte, up to `Number.MAX_SAFE_INTEGER`.
 */

/** Collects bytes; used for one row after another, so that a row costs one allocation. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Forgets what was written. */
  reset(): void {
    this.#length = 0;
  }

  /** @throws RangeError unless `value` is an integer from 0 to 2^53 - 1 */
  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`Expected a stored number to be an integer from 0 to 2^53 - 1, got ${value}`);
    }
    this.#reserve(8);
    let rest = value;
    // Division and not shifts: shifts cut to 32 bits.
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Small for integers near zero of either sign. @throws RangeError beyond 2^52 */
  signed(value: number): void {
    this.uint(value >= 0 ? value * 2 : value * -2 - 1);
  }

  /** Any number: small for integers from 0, nine bytes for all others. */
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

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(this.#bytes.length * 2);
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
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#offset];
      if (byte === undefined) throw new RangeError('Expected another stored number, got the end of the bytes');
      this.#offset += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
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
