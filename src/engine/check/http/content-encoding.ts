/** Decompresses response bodies (RFC 9110, 8.4). Decoding runs on zlib's threads, never on the event loop. */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { FailureError } from '../../base/failure-error.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { httpFailure } from './failures.ts';

/** The value of Accept-Encoding. */
export const ENCODINGS = 'gzip, br, deflate, zstd';
/** A body with more layers of compression than this is refused as an attack. */
const MAX_LAYERS = 3;

/**
 * Decodes a body with a Content-Encoding.
 * @param body may be incomplete; the available part is decoded
 * @param cap the number of decoded bytes after which decoding stops, because a few bytes can expand to gigabytes
 * @throws FailureError `protocol.error` when the body does not match the header, or the coding is unknown
 */
export async function decodeContent(body: Buffer, encoding: string, cap: number, signal: AbortSignal): Promise<Buffer> {
  const layers = encoding
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length > MAX_LAYERS) throw undecodable({ reason: 'layers', layers: layers.length });
  let decoded = body;
  for (const layer of layers.reverse()) decoded = await decodeLayer(decoded, layer, cap, signal);
  return decoded;
}

function decodeLayer(body: Buffer, layer: string, cap: number, signal: AbortSignal): Promise<Buffer> {
  const decoder = makeDecoder(layer, body);
  if (decoder === null) throw undecodable({ reason: 'coding', coding: layer.slice(0, 40) });
  if (body.length === 0) return Promise.resolve(body);
  return untilAborted(signal, (resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    decoder.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < cap) return;
      decoder.destroy();
      resolve(Buffer.concat(chunks, cap));
    });
    decoder.once('end', () => resolve(Buffer.concat(chunks, size)));
    decoder.once('error', (error) => reject(undecodable({ reason: 'undecodable', coding: layer }, error)));
    decoder.end(body);
    return () => decoder.destroy();
  });
}

/** Flushing instead of finishing at the end decodes an incomplete body as far as it goes. */
function makeDecoder(layer: string, body: Buffer): Transform | null {
  const finishFlush = zlib.constants.Z_SYNC_FLUSH;
  switch (layer) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip({ finishFlush });
    case 'deflate':
      // Some servers omit the zlib wrapper. The lower half of its first byte is 8, for "deflate" (RFC 1950, 2.2).
      return ((body[0] ?? 0) & 0x0f) === 8
        ? zlib.createInflate({ finishFlush })
        : zlib.createInflateRaw({ finishFlush });
    case 'br':
      return zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return zlib.createZstdDecompress({ finishFlush: zlib.constants.ZSTD_e_flush });
    default:
      return null;
  }
}

function undecodable(
  params: { readonly reason: string; readonly coding?: string; readonly layers?: number },
  cause?: Error,
): FailureError {
  const extras = { phase: 'transfer', ...(cause && { raw: cause.message }) };
  return new FailureError(httpFailure('protocol.error', params, extras));
}
