/** `GET /probe?target=&module=` and `GET /metrics`, for Prometheus and programs that read its formats. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../../engine/engine.ts';
import { METRICS_TYPES, metricsFormat, writeMetrics, type MetricFamily } from '../../engine/base/metrics-text.ts';
import { isIdInSource } from '../../shared/endpoint-id.ts';
import { readWholeSnapshot } from '../../shared/follow-engine.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { endpointMetrics, healthMetrics } from '../../engine/prometheus/own-metrics.ts';
import type { Log } from '../../engine/ports.ts';
import { HTTP_STATUS, READING, refuse, refuseOtherMethod } from './responses.ts';
import type { Connections } from './connections.ts';
import type { ScrapeAccess } from '../access/scrape-access.ts';
import { texts } from '../base/texts.ts';

export interface ScrapeRoutesOptions {
  readonly engine: Pick<Engine, 'request' | 'probe'>;
  readonly access: ScrapeAccess;
  readonly connections: Pick<Connections, 'trust'>;
  readonly version: string;
  readonly log: Log;
}

/** Whether a path, without the query, belongs to these routes. */
export function isScrapePath(path: string): boolean {
  return path === '/probe' || path === '/metrics';
}

/** Answers a scrape. Never rejects, because a failure is the answer. */
export async function serveScrape(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: ScrapeRoutesOptions,
): Promise<void> {
  const { access, connections, log } = options;
  if (refuseOtherMethod(request, response, READING)) return;
  if (!access(request)) {
    response.setHeader('www-authenticate', 'Bearer');
    refuse(response, 401, new RequestError('scrapeToken', {}));
    return;
  }
  connections.trust(request.socket);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const families = path === '/probe' ? await probe(request, options, gone.signal) : await ownMetrics(options);
    send(request, response, families);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof RequestError)) log('error', `The request for ${path} failed because of a bug`, { error });
    const refusal = error instanceof RequestError ? error : new RequestError('internal', {});
    refuse(response, HTTP_STATUS[refusal.code], refusal);
  }
}

async function probe(
  request: IncomingMessage,
  { engine }: ScrapeRoutesOptions,
  signal: AbortSignal,
): Promise<readonly MetricFamily[]> {
  const query = (request.url ?? '').replace(/^[^?]*\??/u, '');
  const { searchParams } = new URL(`http://lookout/?${query}`);
  const only = (name: string): string => {
    const [value = '', ...more] = searchParams.getAll(name);
    // As in blackbox_exporter, a repeated parameter is refused rather than picking one.
    if (more.length > 0) throw new RequestError('probeParameter', { name, reason: 'repeated' });
    return value;
  };
  const answer = await engine.probe({
    endpoint: only('endpoint'),
    target: only('target'),
    module: only('module'),
    waitMs: waitMs(request),
    signal,
  });
  if ('families' in answer) return answer.families;
  throw new RequestError('probeUnknown', { problem: texts.failure(answer.unknown, answer.kind) });
}

const TIMEOUT_HEADER = 'X-Prometheus-Scrape-Timeout-Seconds';

function waitMs({ headers }: IncomingMessage): number | null {
  const given = headers[TIMEOUT_HEADER.toLowerCase()];
  if (given === undefined) return null;
  const seconds = Number(given);
  if (!(seconds > 0 && seconds < 1_000_000)) {
    throw new RequestError('probeParameter', { name: TIMEOUT_HEADER, reason: 'seconds' });
  }
  return seconds * 1000;
}

async function ownMetrics({ engine, version }: ScrapeRoutesOptions): Promise<readonly MetricFamily[]> {
  const snapshot = await readWholeSnapshot(engine);
  // The endpoints of other Lookouts are in their own metrics.
  const own = snapshot.endpoints.filter(({ endpoint }) => !isIdInSource(endpoint.id));
  return [...healthMetrics(snapshot, version), ...endpointMetrics(own)];
}

function send(request: IncomingMessage, response: ServerResponse, families: readonly MetricFamily[]): void {
  if (response.destroyed) return;
  const format = metricsFormat(request.headers.accept);
  const body = Buffer.from(writeMetrics(families, format));
  response.writeHead(200, {
    'content-type': METRICS_TYPES[format],
    'content-length': body.length,
    'cache-control': 'no-store',
    vary: 'Accept',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
