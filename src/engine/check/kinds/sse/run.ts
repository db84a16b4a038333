/** One check of an endpoint of server-sent events: ask for the stream, and wait for an event. */
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseDialogStep, type DialogStep } from '../../fields/dialog-steps.ts';
import { placeOf } from '../../fields/url-service.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { seek } from '../../fields/expectation.ts';
import { cut } from '../../../base/cut.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { EventStream, EventTooLargeError, type ServerEvent } from './event-stream.ts';
import { sseFailure } from './failures.ts';
import type { SseFields } from './fields.ts';

const OK = 200;
const MAX_HEADER_BYTES = 65_536;
/** Characters of a media type that a failure quotes. */
const QUOTED = 100;

type Fields = SseFields & Pick<CommonConfig, 'timeout'>;
type Expected = Exclude<DialogStep, { readonly action: 'send' }>;

/** Runs one check, from the name to the expected event. */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const step = fields.expect === '' ? null : parseDialogStep(`expect ${fields.expect}`);
  const expected = step === null || step.action === 'send' ? null : step;
  if (expected?.action === 'match') await loadLibraries();
  return conductCheck(context, fields.timeout, async (probe) => {
    const url = new URL(fields.url);
    const isSecure = url.protocol === 'https:';
    const target = { ...fields, ...placeOf(url, isSecure), tls: isSecure ? 'on' : 'off' } as const;
    const socket = await openSocket(probe, target, ['http/1.1']);
    try {
      probe.watch.enter('wait');
      const response = await ask(probe, socket, url, fields);
      judgeHeader(probe, response);
      probe.watch.enterOnArrival('event');
      await untilEvent(probe, response, fields.event, expected);
      return null;
    } finally {
      socket.destroy();
    }
  });
}

function ask({ signal }: Probe, socket: Socket, url: URL, { headers }: Fields): Promise<IncomingMessage> {
  return untilAborted(signal, (resolve, reject) => {
    const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    const own = { 'User-Agent': USER_AGENT, Accept: 'text/event-stream', 'Cache-Control': 'no-store' };
    const missing = Object.entries(own).filter(([name]) => !names.has(name.toLowerCase()));
    const sent = request({
      createConnection: () => socket,
      path: `${url.pathname}${url.search}`,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: { Host: url.host, Connection: 'close', ...Object.fromEntries(missing), ...headers },
    });
    sent.once('response', resolve);
    sent.on('error', (error) => reject(asFailure(error)));
    sent.end();
    return () => sent.destroy();
  });
}

/** The parser's errors are about the protocol; others are of the system. */
function asFailure(error: Error): Error {
  const code = codeOf(error);
  if (code.startsWith('HPE_')) {
    return new FailureError(failureOf('protocol.error', {}, { raw: `${code}: ${error.message}` }), { cause: error });
  }
  const isReset = code === 'ECONNRESET' && !('syscall' in error);
  return isReset ? new FailureError(failureOf('connection.reset', { reason: 'noAnswer' }), { cause: error }) : error;
}

function judgeHeader({ details, observed }: Probe, response: IncomingMessage): void {
  const { statusCode: status = 0, headers } = response;
  details['status'] = status;
  observed['STATUS'] = status;
  if (status !== OK) throw new FailureError(sseFailure('sse.status', { status }));
  const type = headers['content-type'] ?? '';
  if (!/^text\/event-stream\s*(?:;|$)/iu.test(type)) {
    throw new FailureError(sseFailure('sse.type', { type: type === '' ? 'no type' : cut(type, QUOTED) }));
  }
}

/** Reads until the expected event (phase `event`). */
function untilEvent(probe: Probe, response: IncomingMessage, type: string, expected: Expected | null): Promise<void> {
  const stream = new EventStream();
  let count = 0;
  return untilAborted(probe.signal, (resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      let events: readonly ServerEvent[];
      try {
        events = stream.push(chunk);
      } catch (error) {
        if (!(error instanceof EventTooLargeError)) throw error;
        reject(new FailureError(failureOf('protocol.error', {}, { raw: error.message }), { cause: error }));
        response.destroy();
        return;
      }
      for (const event of events) {
        count++;
        note(probe, event, count);
        if (!isExpected(event, type, expected)) continue;
        probe.watch.pause();
        resolve();
        response.destroy();
        return;
      }
    });
    response.on('error', (error) => reject(asFailure(error)));
    response.once('end', () => reject(new FailureError(sseFailure('sse.ended', { count }))));
    return () => response.destroy();
  });
}

function isExpected(event: ServerEvent, type: string, expected: Expected | null): boolean {
  if (type !== '' && event.type !== type) return false;
  if (expected === null) return true;
  const found = seek(expected, {})(Buffer.from(event.data), true);
  return found !== null;
}

function note({ details, metrics, observed }: Probe, { type, data, id }: ServerEvent, count: number): void {
  const head = Buffer.from(data).subarray(0, SNIPPET_BYTES).toString('utf8');
  details['event'] = cut(type, QUOTED);
  details['snippet'] = toSnippet(head);
  metrics['events'] = count;
  observed['EVENT'] = cut(type, QUOTED);
  observed['ID'] = cut(id, QUOTED);
  observed['BODY'] = head;
}
