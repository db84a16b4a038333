/** Reads the parts of a message that may not have arrived completely. */

/** The message continues in a packet that has not arrived. */
export class IncompleteError extends Error {
  override readonly name = 'IncompleteError';
}

export class Cursor {
  readonly #bytes: Buffer;
  /** Where the next part begins. */
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws IncompleteError, like all methods */
  take(count: number): Buffer {
    const end = this.at + count;
    if (end > this.#bytes.length) throw new IncompleteError();
    const bytes = this.#bytes.subarray(this.at, end);
    this.at = end;
    return bytes;
  }

  u8(): number {
    return this.take(1).readUInt8();
  }

  u16(): number {
    return this.take(2).readUInt16LE();
  }

  u32(): number {
    return this.take(4).readUInt32LE();
  }

  u64(): bigint {
    return this.take(8).readBigUInt64LE();
  }

  /** UTF-16 with its length in characters, in one byte. */
  shortText(): string {
    return this.take(2 * this.u8()).toString('utf16le');
  }

  /** UTF-16 with its length in characters, in two bytes. */
  text(): string {
    return this.take(2 * this.u16()).toString('utf16le');
  }
}
