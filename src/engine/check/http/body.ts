import { EVIDENCE_CHARACTERS } from '../../../contract/model/evidence.ts';
import { FailureError } from '../../base/failure-error.ts';
import { decodeContent } from './content-encoding.ts';
import { httpFailure } from './failures.ts';

/** In a body with more pieces than this, each must have `PIECE_BYTES` on average. Smaller pieces only waste time. */
const MANY_PIECES = 1_000;
const PIECE_BYTES = 16;

/** Counts the bytes of a response body and keeps as much of its start as needed. */
export class Body {
  /** The number of bytes read, at most the cap. */
  bytes = 0;
  /** The body is longer than the cap. */
  truncated = false;
  readonly #cap: number;
  readonly #keep: number;
  /**
   * Grows as needed. Pieces are copied, because a piece of one byte would keep the whole 64 KB buffer of its read
   * alive.
   */
  #start = Buffer.alloc(0);
  #kept = 0;
  #pieces = 0;

  /**
   * @param cap the number of bytes after which reading stops
   * @param whole false: keep only the start, for people
   */
  constructor(cap: number, whole: boolean) {
    this.#cap = cap;
    this.#keep = whole ? cap : Math.min(cap, EVIDENCE_CHARACTERS + 1);
  }

  /**
   * @returns false when the cap is exceeded and reading must stop
   * @throws FailureError `protocol.error` when the body comes in tiny pieces, each of which costs as much as a whole
   * packet
   */
  add(chunk: Buffer): boolean {
    if (this.#kept < this.#keep) this.#append(chunk.subarray(0, this.#keep - this.#kept));
    this.bytes += chunk.length;
    this.#pieces += 1;
    if (this.#pieces > MANY_PIECES && this.bytes < this.#pieces * PIECE_BYTES) {
      const params = { reason: 'pieces', pieces: this.#pieces, readBytes: this.bytes };
      throw new FailureError(httpFailure('protocol.error', params, { phase: 'transfer' }));
    }
    if (this.bytes <= this.#cap) return true;
    this.bytes = this.#cap;
    this.truncated = true;
    return false;
  }

  #append(part: Buffer): void {
    const size = this.#kept + part.length;
    if (size > this.#start.length) {
      // Most bodies are one short piece, for which this allocates from Node's pool.
      const larger = Buffer.allocUnsafe(Math.min(this.#keep, Math.max(size, 2 * this.#start.length)));
      this.#start.copy(larger, 0, 0, this.#kept);
      this.#start = larger;
    }
    part.copy(this.#start, this.#kept);
    this.#kept = size;
  }

  /** The kept bytes as they came. */
  get kept(): Buffer {
    return this.#start.subarray(0, this.#kept);
  }

  /**
   * The kept bytes, decompressed to at most the cap, as text in the charset of the Content-Type.
   * @throws FailureError `protocol.error` when the body cannot be decompressed
   */
  async text(contentType: string, contentEncoding: string, signal: AbortSignal): Promise<string> {
    const raw = this.kept;
    const decoded = contentEncoding === '' ? raw : await decodeContent(raw, contentEncoding, this.#keep, signal);
    return makeTextDecoder(contentType).decode(decoded);
  }
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/iu;
const utf8 = new TextDecoder();

/** UTF-8, unless the Content-Type names another known charset. */
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
