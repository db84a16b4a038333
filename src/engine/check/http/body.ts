import { SNIPPET_BYTES } from '../net/probe.ts';
import { decodeContent } from './content-encoding.ts';

/** Counts the body of an answer, and keeps as much of its start as is needed. */
export class Body {
  /** Bytes that were read, at most the cap. */
  bytes = 0;
  /** More than the cap came. */
  truncated = false;
  readonly #cap: number;
  readonly #keep: number;
  readonly #chunks: Buffer[] = [];
  #kept = 0;

  /**
   * @param cap bytes after which to stop reading
   * @param whole false: only the start is kept, for a snippet
   */
  constructor(cap: number, whole: boolean) {
    this.#cap = cap;
    this.#keep = whole ? cap : Math.min(cap, SNIPPET_BYTES);
  }

  /** @returns false when the cap is passed, and nothing more is to be read */
  add(chunk: Buffer): boolean {
    if (this.#kept < this.#keep) {
      const part = chunk.length > this.#keep - this.#kept ? chunk.subarray(0, this.#keep - this.#kept) : chunk;
      this.#chunks.push(part);
      this.#kept += part.length;
    }
    this.bytes += chunk.length;
    if (this.bytes <= this.#cap) return true;
    this.bytes = this.#cap;
    this.truncated = true;
    return false;
  }

  /**
   * What was kept, decompressed to at most the cap, as text in the charset that the Content-Type names.
   * @throws FailureError `protocol.error` when it cannot be decompressed
   */
  async text(contentType: string, contentEncoding: string, signal: AbortSignal): Promise<string> {
    const raw = Buffer.concat(this.#chunks, this.#kept);
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
