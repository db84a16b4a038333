/** Reads the parts of a frame (CQL binary protocol v4, 3). All numbers are big-endian. */

export class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @throws RangeError, like all methods, when the frame ends before */
  take(count: number): Buffer {
    const end = this.#at + count;
    if (count < 0 || end > this.#bytes.length) throw new RangeError('The frame is too short');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  short(): number {
    return this.take(2).readUInt16BE();
  }

  int(): number {
    return this.take(4).readInt32BE();
  }

  string(): string {
    return this.take(this.short()).toString('utf8');
  }

  /** Null: there is no value. */
  bytes(): Buffer | null {
    const length = this.int();
    return length < 0 ? null : this.take(length);
  }
}
