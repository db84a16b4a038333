import { FailureError } from '../../../base/failure-error.ts';
import { SNIPPET_BYTES } from '../../net/probe.ts';
import { decodeContent } from './content-encoding.ts';

/** A body of more pieces than this must have so many bytes in each on average: otherwise it is there to cost time. */
const MANY_PIECES = 1_000;
const PIECE_BYTES = 16;

/** Counts the body of an answer, and keeps as much of its start as is needed. */
export class Body {
  /** Bytes that were read, at most the cap. */
  bytes = 0;
  /** More than the cap came. */
  truncated = false;
  readonly #cap: number;
  readonly #keep: number;
  /** Grows; a copy, since a piece of one byte would hold on to the 64 KB that were read with it. */
  #start = Buffer.alloc(0);
  #kept = 0;
  #pieces = 0;

  /**
   * @param cap bytes after which to stop reading
   * @param whole false: only the start is kept, for a snippet
   */
  constructor(cap: number, whole: boolean) {
    this.#cap = cap;
    this.#keep = whole ? cap : Math.min(cap, SNIPPET_BYTES);
  }

  /**
   * @returns false when the cap is passed, and nothing more is to be read
   * @throws FailureError `protocol.error` when it comes in crumbs, each of which costs as much as a whole packet
   */
  add(chunk: Buffer): boolean {
    if (this.#kept < this.#keep) this.#append(chunk.subarray(0, this.#keep - this.#kept));
    this.bytes += chunk.length;
    this.#pieces += 1;
    if (this.#pieces > MANY_PIECES && this.bytes < this.#pieces * PIECE_BYTES) {
      const message = `The body of the answer comes in pieces of a few bytes: ${this.#pieces} of them for ${this.bytes} bytes.`;
      throw new FailureError({ code: 'protocol.error', message, phase: 'transfer' });
    }
    if (this.bytes <= this.#cap) return true;
    this.bytes = this.#cap;
    this.truncated = true;
    return false;
  }

  #append(part: Buffer): void {
    const size = this.#kept + part.length;
    if (size > this.#start.length) {
      // Most answers are one short piece, for which this takes a part of Node's pool.
      const larger = Buffer.allocUnsafe(Math.min(this.#keep, Math.max(size, 2 * this.#start.length)));
      this.#start.copy(larger, 0, 0, this.#kept);
      this.#start = larger;
    }
    part.copy(this.#start, this.#kept);
    this.#kept = size;
  }

  /**
   * What was kept, decompressed to at most the cap, as text in the charset that the Content-Type names.
   * @throws FailureError `protocol.error` when it cannot be decompressed
   */
  async text(contentType: string, contentEncoding: string, signal: AbortSignal): Promise<string> {
    const raw = this.#start.subarray(0, this.#kept);
    const decoded = contentEncoding === '' ? raw : await decodeContent(raw, contentEncoding, this.#keep, signal);
    return makeTextDecoder(contentType).decode(decoded);
  }
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/iu;
const utf8 = new TextDecoder();

/** UTF-8 unless another known charset is named. */
function makeTextDecoder(contentType: string): InstanceType<typeof TextDecoder> {
  const label = CHARSET.exec(contentType)?.[1];
  if (label === undefined) return utf8;
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return utf8;
    throw error;
  }
}
