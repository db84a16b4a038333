/**
 * `GET /exports/ID`: sends the file that `results.export` prepared, while the file is being made. The id is secret, and
 * works once.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { Ms } from '../../contract/model/units.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { ResultExports } from '../../engine/store/export/result-exports.ts';
import { refuse, refuseOtherMethod } from './responses.ts';

const PREFIX = '/exports/';
const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.jsonl': 'application/x-ndjson; charset=utf-8',
  '.parquet': 'application/vnd.apache.parquet',
  '.sqlite': 'application/vnd.sqlite3',
};

export function isExportPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** The methods of the engine's exports that this route needs. */
export type TakenExports = Pick<ResultExports, 'get' | 'stream' | 'cancel'>;

export interface ExportsRouteOptions {
  /** Null: the data is only in memory. */
  readonly exports: TakenExports | null;
  /** A client that reads nothing for this long is cut off. */
  readonly stallMs: Ms;
}

/**
 * Answers the request. A failure in the middle breaks the connection, which tells the client that the file is not
 * complete.
 */
export async function serveExport(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { exports, stallMs }: ExportsRouteOptions,
): Promise<void> {
  // HEAD would take the file, which works once.
  if (refuseOtherMethod(request, response, ['GET'])) return;
  const id = path.slice(PREFIX.length);
  const fileName = exports?.get(id)?.fileName ?? '';
  const pieces = exports?.stream(id) ?? null;
  if (exports === null || pieces === null) {
    refuse(response, 404, new RequestError('exportNotFound', {}));
    return;
  }
  const gone = new AbortController();
  // After the end of the export, this changes nothing.
  response.once('close', () => {
    gone.abort();
    exports.cancel(id);
  });
  response.writeHead(200, {
    'content-type': TYPES[extname(fileName)] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  });
  try {
    for await (const piece of pieces) {
      if (gone.signal.aborted) return;
      if (response.write(piece)) continue;
      await once(response, 'drain', { signal: AbortSignal.any([gone.signal, AbortSignal.timeout(stallMs)]) });
    }
    response.end();
  } catch {
    // `results.progress` says why. The answer must not end as if it were complete.
    response.destroy();
  }
}
