/**
 * Writes and reads numbers that take any number of bits, for the columns of a block. Numbers that are usually small are
 * written as Rice codes (Robert F. Rice, “Some practical universal noiseless coding techniques”, JPL 79-22, 1979): the
 * quotient by 2^k in unary, then the rest in k bits.
 */

/** A Rice code has at most this many ones. A number that would need more is written plainly after this many ones. */
const MAX_ONES = 20;
/** The most bits that `bits` writes or reads at once: a window of 32 bits that begins anywhere in a byte. */
const MAX_BITS = 24;
/** The bits for the length of a plain number, which is from 0 to 53. */
const LENGTH_BITS = 6;
/** The highest `k` of a Rice code. */
export const MAX_RICE = MAX_BITS;
const TWO_32 = 2 ** 32;

/** How many bits a number takes; 0 for 0. */
function bitLength(value: number): number {
  return value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / TWO_32));
}

/** How many bits the Rice code of an integer from 0 to 2^53 - 1 takes. */
export function riceBits(value: number, k: number): number {
  const ones = Math.floor(value / 2 ** k);
  return ones < MAX_ONES ? ones + 1 + k : MAX_ONES + LENGTH_BITS + bitLength(value);
}

/** Collects bits, the most significant first. */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  /** The number of written bits. */
  #length = 0;

  /** Discards what was written. */
  reset(): void {
    this.#bytes.fill(0, 0, Math.ceil(this.#length / 8));
    this.#length = 0;
  }

  /** @param value an integer from 0 to 2^count - 1; @param count 0 to 24 */
  bits(value: number, count: number): void {
    this.#reserve(count);
    for (let left = count; left > 0;) {
      const free = 8 - (this.#length & 7);
      const taken = Math.min(free, left);
      const part = (value >>> (left - taken)) & ((1 << taken) - 1);
      const index = this.#length >>> 3;
      this.#bytes[index] = (this.#bytes[index] ?? 0) | (part << (free - taken));
      this.#length += taken;
      left -= taken;
    }
  }

  /** An integer from 0 to 2^53 - 1 of any size: its length, then its bits. */
  uint(value: number): void {
    const length = bitLength(value);
    this.bits(length, LENGTH_BITS);
    for (let left = length; left > 0;) {
      const taken = Math.min(left, MAX_BITS);
      left -= taken;
      this.bits(Math.floor(value / 2 ** left) % 2 ** taken, taken);
    }
  }

  /** An integer from -2^52 to 2^52. */
  signed(value: number): void {
    this.uint(zigzag(value));
  }

  /** An integer from 0 to 2^53 - 1 as a Rice code. */
  rice(value: number, k: number): void {
    const ones = Math.floor(value / 2 ** k);
    if (ones < MAX_ONES) {
      this.bits(2 ** (ones + 1) - 2, ones + 1);
      this.bits(value % 2 ** k, k);
    } else {
      this.bits(2 ** MAX_ONES - 1, MAX_ONES);
      this.uint(value);
    }
  }

  /** Any number, in 64 bits. */
  float(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    for (let byte = 0; byte < 8; byte += 1) this.bits(view.getUint8(byte), 8);
  }

  /** A copy of what was written, filled up with zeros to whole bytes. */
  take(): Uint8Array {
    return this.#bytes.slice(0, Math.ceil(this.#length / 8));
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length * 8) return;
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** The bits that a window of 32 always has from the current position, which may be the last bit of its first byte. */
const WINDOW_BITS = 25;

/** Reads what a `BitWriter` wrote, in the same order. Past the end it reads zeros. */
export class BitReader {
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    // Whole windows can be read up to the last bit.
    const padded = new Uint8Array(bytes.length + 8);
    padded.set(bytes);
    this.#view = new DataView(padded.buffer);
  }

  /** @throws RangeError past the end */
  bits(count: number): number {
    if (count === 0) return 0;
    const window = this.#view.getUint32(this.#position >>> 3) << (this.#position & 7);
    this.#position += count;
    return window >>> (32 - count);
  }

  /** @throws RangeError past the end */
  uint(): number {
    let value = 0;
    for (let left = this.bits(LENGTH_BITS); left > 0;) {
      const taken = Math.min(left, MAX_BITS);
      value = value * 2 ** taken + this.bits(taken);
      left -= taken;
    }
    return value;
  }

  /** @throws RangeError past the end */
  signed(): number {
    return unzigzag(this.uint());
  }

  /** @throws RangeError past the end */
  rice(k: number): number {
    const window = this.#view.getUint32(this.#position >>> 3) << (this.#position & 7);
    const ones = Math.clz32(~window);
    const used = ones + 1 + k;
    if (ones < MAX_ONES && used <= WINDOW_BITS) {
      this.#position += used;
      return k === 0 ? ones : ones * (1 << k) + ((window << (ones + 1)) >>> (32 - k));
    }
    if (ones >= MAX_ONES) {
      this.#position += MAX_ONES;
      return this.uint();
    }
    this.#position += ones + 1;
    return ones * 2 ** k + this.bits(k);
  }

  /** Fills `values` from the index `first` on with Rice codes. @throws RangeError past the end */
  rices(values: Float64Array, first: number, k: number): void {
    const view = this.#view;
    let position = this.#position;
    for (let index = first; index < values.length; index += 1) {
      const window = view.getUint32(position >>> 3) << (position & 7);
      const ones = Math.clz32(~window);
      const used = ones + 1 + k;
      // Charts read millions of these, and nearly all are short.
      if (ones < MAX_ONES && used <= WINDOW_BITS) {
        position += used;
        values[index] = k === 0 ? ones : ones * (1 << k) + ((window << (ones + 1)) >>> (32 - k));
        continue;
      }
      this.#position = position;
      values[index] = this.rice(k);
      position = this.#position;
    }
    this.#position = position;
  }

  /** @throws RangeError past the end */
  float(): number {
    const view = new DataView(new ArrayBuffer(8));
    for (let byte = 0; byte < 8; byte += 1) view.setUint8(byte, this.bits(8));
    return view.getFloat64(0);
  }
}

/** Integers near zero, positive or negative, as small integers from 0. */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : value * -2 - 1;
}

/** The inverse of `zigzag`. */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
