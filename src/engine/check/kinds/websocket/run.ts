/** One check of a WebSocket endpoint: connect, upgrade, ping, then send and expect messages. */
import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseDialogStep, renderParts, type DialogStep } from '../../fields/dialog-steps.ts';
import { placeOf } from '../../fields/url-service.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { seek, type Captures, type Expected } from '../../fields/expectation.ts';
import { cut } from '../../../base/cut.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { websocketFailure } from './failures.ts';
import type { WebsocketFields } from './fields.ts';
import { Messages } from './messages.ts';

/** In bytes. A server that sends a larger message fails the check. */
const MAX_MESSAGE_BYTES = 1_048_576;
const NORMAL_CLOSURE = 1000;
/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

type Fields = WebsocketFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, from the name to the last expected message. */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const steps = fields.steps.map(parseDialogStep).filter((step) => step !== null);
  if (steps.some(({ action }) => action === 'match')) await loadLibraries();
  return conductCheck(context, fields.timeout, async (probe) => {
    const url = new URL(fields.url);
    const isSecure = url.protocol === 'wss:';
    const socket = await openSocket(probe, { ...fields, ...placeOf(url, isSecure), tls: isSecure ? 'on' : 'off' }, [
      'http/1.1',
    ]);
    try {
      await converse(probe, socket, url, fields, steps);
      return null;
    } finally {
      socket.destroy();
    }
  });
}

async function converse(
  probe: Probe,
  socket: Socket,
  url: URL,
  fields: Fields,
  steps: readonly DialogStep[],
): Promise<void> {
  const { watch, observed, wanted } = probe;
  watch.enter('wait');
  const client = open(socket, url, fields);
  const messages = new Messages(client, probe.signal);
  try {
    await upgrade(probe, client);
    if (client.protocol !== '') {
      probe.details['subprotocol'] = client.protocol;
      observed['SUBPROTOCOL'] = client.protocol;
    }
    if (fields.ping) await ping(probe, client, messages);
    const captures: Record<string, string> = {};
    let last: Buffer | null = null;
    if (steps.length > 0) watch.enter('messages');
    for (const step of steps) {
      if (step.action === 'send') {
        const bytes = renderParts(step.parts, captures);
        client.send(bytes, { binary: !isUtf8(bytes) });
      } else {
        const found = await expectMessage(probe, messages, step, captures);
        Object.assign(captures, found.captures);
        last = found.message;
      }
    }
    if (last === null && wanted.has('BODY')) {
      watch.enter('messages');
      last = await messages.next();
    }
    watch.pause();
    observed['CAPTURE'] = captures;
    if (last !== null) note(probe, last);
    client.close(NORMAL_CLOSURE);
  } finally {
    messages.dispose();
    client.terminate();
  }
}

/** The upgrade goes over our own connection, whose phases are known. */
function open(socket: Socket, url: URL, { headers, subprotocols }: Fields): WebSocket {
  // The connection is encrypted already, if it should be.
  const plain = new URL(url);
  plain.protocol = 'ws:';
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return new WebSocket(plain, [...subprotocols], {
    createConnection: () => socket,
    headers: { Host: url.host, ...(names.has('user-agent') ? {} : { 'User-Agent': USER_AGENT }), ...headers },
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    followRedirects: false,
  });
}

function upgrade({ signal }: Probe, client: WebSocket): Promise<void> {
  return untilAborted(signal, (resolve, reject) => {
    client.once('open', resolve);
    client.once('unexpected-response', (request, response) => {
      reject(new FailureError(websocketFailure('websocket.refused', { status: response.statusCode ?? 0 })));
      request.destroy();
    });
    client.on('error', (error) => reject(asFailure(error)));
    return () => client.terminate();
  });
}

/** Errors of the library have texts of their own; errors of the system and of TLS have known codes. */
function asFailure(error: Error): Error {
  const code = codeOf(error);
  if (code !== '' && !code.startsWith('WS_ERR_') && !code.startsWith('HPE_')) return error;
  if (error.message === 'socket hang up') {
    return new FailureError(failureOf('connection.reset', { reason: 'noAnswer' }));
  }
  if (/subprotocol/u.test(error.message)) return new FailureError(websocketFailure('websocket.subprotocol', {}));
  return new FailureError(failureOf('protocol.error', {}, { raw: error.message }), { cause: error });
}

/** Phase `ping`; the same time is a metric, for charts. */
async function ping(probe: Probe, client: WebSocket, messages: Messages): Promise<void> {
  probe.watch.enter('ping');
  const startedAt = performance.now();
  await Promise.race([
    messages.untilEnd().then((closeCode) => {
      throw new FailureError(websocketFailure('websocket.closed', { closeCode }, { phase: 'ping' }));
    }),
    untilAborted<void>(probe.signal, (resolve) => {
      client.once('pong', () => resolve());
      client.ping();
      return () => client.terminate();
    }),
  ]);
  probe.metrics['ping'] = Math.round((performance.now() - startedAt) * 1000) / 1000;
  probe.watch.pause();
}

interface FoundMessage {
  readonly message: Buffer;
  readonly captures: Captures;
}

/** Skips messages until one contains the expected text. */
async function expectMessage(
  probe: Probe,
  messages: Messages,
  step: Expected,
  captures: Captures,
): Promise<FoundMessage> {
  const expected = cut(step.text, QUOTED);
  for (;;) {
    probe.underWay = { readBytes: messages.receivedBytes, expected };
    const message = await messages.next();
    if (message === null) {
      const closeCode = await messages.untilEnd();
      throw new FailureError(websocketFailure('websocket.closed', { expected, closeCode }, { phase: 'messages' }));
    }
    note(probe, message);
    const found = seek(step, captures)(message, true);
    if (found !== null && typeof found !== 'number') return { message, captures: found.captures };
  }
}

function note({ details, observed }: Probe, message: Buffer): void {
  const head = message.subarray(0, SNIPPET_BYTES).toString('utf8');
  details['snippet'] = toSnippet(head);
  observed['BODY'] = head;
}
