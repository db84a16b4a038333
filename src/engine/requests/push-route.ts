/**
 * The address to which watched jobs report: `/push/KEY?status=&msg=&ms=&run=`, by GET, HEAD or POST. The key is the only
 * credential. Both hosts serve it: the headless one beside its page, the desktop app on a separate port.
 *
 * `status` is `up`, `down`, `start`, `log` or an exit code. It may also be the last part of the path: `/push/KEY/start`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SignalType } from '../check/kind.ts';
import type { SignalInput } from '../endpoints/signal-inbox.ts';

const PREFIX = '/push/';
/** The longest run: a year. More is a mistake. */
const MAX_MS = 366 * 86_400_000;

const STATUSES: Readonly<Record<string, SignalType>> = {
  up: 'success',
  ok: 'success',
  success: 'success',
  down: 'fail',
  fail: 'fail',
  failure: 'fail',
  error: 'fail',
  start: 'start',
  log: 'log',
};

/** Whether a path, without the query, belongs to this route. */
export function isPushPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

export type PushRequest =
  | { readonly problem: null; readonly key: string; readonly signal: SignalInput }
  /** `status` or `ms`: the parameter that cannot be read. `path`: there is no key, or too much behind it. */
  | { readonly problem: 'path' | 'status' | 'ms' };

/** @param target the path and the query of a request */
export function readPush(target: string): PushRequest {
  const url = URL.canParse(target, 'http://lookout') ? new URL(target, 'http://lookout') : null;
  const [key = '', word, ...rest] = url?.pathname.slice(PREFIX.length).split('/') ?? [];
  if (url === null || key === '' || rest.length > 0) return { problem: 'path' };
  const { searchParams: query } = url;
  const type = typeOf(word ?? query.get('status') ?? 'up');
  if (type === null) return { problem: 'status' };
  // Uptime Kuma calls it `ping`, and may send it empty.
  const given = query.get('ms') ?? query.get('ping') ?? '';
  const ms = given === '' ? null : Number(given);
  if (ms !== null && !(ms >= 0 && ms <= MAX_MS)) return { problem: 'ms' };
  return { problem: null, key, signal: { type, message: query.get('msg') ?? '', run: query.get('run') ?? '', ms } };
}

/** @returns null for a word that is not a status */
function typeOf(word: string): SignalType | null {
  const status = word.toLowerCase();
  if (/^\d{1,3}$/u.test(status)) return Number(status) === 0 ? 'success' : 'fail';
  return Object.hasOwn(STATUSES, status) ? (STATUSES[status] ?? null) : null;
}

/**
 * Answers a request of a job.
 * @param receive returns false when no endpoint has the key
 */
export function servePush(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (key: string, signal: SignalInput) => boolean,
): void {
  // The body of a POST is not read.
  request.resume();
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) {
    response.setHeader('allow', 'GET, HEAD, POST');
    answer(response, 405, 'method');
    return;
  }
  const read = readPush(request.url ?? '');
  if (read.problem !== null) answer(response, read.problem === 'path' ? 404 : 400, read.problem);
  else if (receive(read.key, read.signal)) answer(response, 200, null);
  else answer(response, 404, 'key');
}

/** @param problem a word for scripts */
function answer(response: ServerResponse, status: number, problem: string | null): void {
  if (response.destroyed) return;
  const body = Buffer.from(`${JSON.stringify(problem === null ? { ok: true } : { ok: false, problem })}\n`);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
