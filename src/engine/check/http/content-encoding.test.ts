import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeContent } from './content-encoding.ts';

const { signal } = new AbortController();
const text = Buffer.from('The quick brown fox. '.repeat(500));

describe('decodeContent', () => {
  it.each([
    ['gzip', zlib.gzipSync(text)],
    ['X-GZIP', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    ['zstd', zlib.zstdCompressSync(text)],
    ['identity', text],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text))],
  ])('undoes %s', async (encoding, body) => {
    expect((await decodeContent(body, encoding, 1_000_000, signal)).equals(text)).toBe(true);
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('decodes a truncated %s body as far as possible', async (encoding, compress) => {
    // Hardly compressible (a linear congruential generator), so that half of the bytes hold about half of the text.
    let state = 1;
    const noise = Buffer.from(Array.from({ length: 200_000 }, () => (state = (state * 48_271) % 0x7fffffff) >> 8));
    const whole = compress(noise);
    const decoded = await decodeContent(whole.subarray(0, whole.length - 5), encoding, 1_000_000, signal);
    expect(decoded.equals(noise.subarray(0, decoded.length))).toBe(true);
    expect(decoded.length).toBeGreaterThan(50_000);
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('stops a %s bomb at the cap', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await decodeContent(bomb, encoding, 10_000, signal)).length).toBe(10_000);
  });

  it.each([
    ['gzip', Buffer.from('hello')],
    ['br', Buffer.from('hello hello hello')],
    ['rot13', text],
    ['gzip, gzip, gzip, gzip', text],
  ])('refuses a body that is not %s', async (encoding, body) => {
    await expect(decodeContent(body, encoding, 1_000, signal)).rejects.toMatchObject({
      failure: { code: 'protocol.error', phase: 'transfer' },
    });
  });

  it('rejects when aborted', async () => {
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const decoding = decodeContent(zlib.gzipSync(text), 'gzip', 1_000_000, stop.signal);
    stop.abort(reason);
    await expect(decoding).rejects.toBe(reason);
  });
});
