/** One check of a TCP endpoint: connect, encrypt if wanted, then send and expect step by step. */
import type { Socket } from 'node:net';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseDialogStep, renderParts, type DialogStep } from '../../fields/dialog-steps.ts';
import { unescape } from '../../fields/escapes.ts';
import { toFamily } from '../../fields/family.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { connectTcp } from '../../net/connect/connect.ts';
import { connectPath } from '../../net/connect/connect-path.ts';
import { seek, type Captures, type Expected } from '../../fields/expectation.ts';
import { cut } from '../../../base/cut.ts';
import { secureSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { SocketReader } from '../../net/connect/socket-reader.ts';
import { requestTls } from '../../net/starttls/starttls.ts';
import { isSocketPath, type TcpFields } from './fields.ts';

/** Each expected text must be within this many bytes. */
const MAX_BYTES = 65_536;
/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

type Fields = TcpFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, from the name to the last expected text. */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const steps = stepsOf(fields);
  if (steps.some(({ action }) => action === 'match')) await loadLibraries();
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await open(probe, fields);
    try {
      await converse(probe, socket, steps);
      return null;
    } finally {
      socket.destroy();
    }
  });
}

/** The fields for one text each come before the steps. */
function stepsOf({ send, expect, steps }: Fields): readonly DialogStep[] {
  const [sent, expected] = [unescape(send), unescape(expect)];
  const all = steps.map(parseDialogStep);
  if (sent === null || expected === null || !all.every((step) => step !== null)) {
    throw new TypeError('The fields were not validated');
  }
  return [
    ...(sent.length > 0 ? [{ action: 'send', parts: [sent] } as const] : []),
    ...(expected.length > 0 ? [{ action: 'expect', parts: [expected], text: expect } as const] : []),
    ...all,
  ];
}

async function open(probe: Probe, fields: Fields): Promise<Socket> {
  const { host, port, family, tls, starttls } = fields;
  if (isSocketPath(host)) return connectPath(probe, host);
  if (port === null) throw new TypeError('The fields were not validated');
  const socket = await connectTcp(probe, { host, port, family: toFamily(family) });
  if (tls === 'off') return socket;
  try {
    if (tls === 'starttls' && starttls !== 'none') await requestTls(probe, socket, starttls);
    return await secureSocket(probe, socket, fields);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * Sends and waits (phase `wait`, until the first byte of an answer), and reads until the expected text is there (phase
 * `transfer`).
 */
async function converse(probe: Probe, socket: Socket, steps: readonly DialogStep[]): Promise<void> {
  const { watch, details, observed, signal } = probe;
  const isWanted = probe.wanted.has('BODY');
  if (steps.length === 0 && !isWanted) return;
  const reader = new SocketReader(socket, signal, MAX_BYTES, SNIPPET_BYTES);
  const captures: Record<string, string> = {};
  watch.enter('wait');
  try {
    for (const step of steps) {
      if (step.action === 'send') await send(probe, socket, renderParts(step.parts, captures));
      else Object.assign(captures, await expectStep(probe, reader, step, captures));
    }
    // A condition looks at the first data.
    if (isWanted && reader.receivedBytes === 0) await reader.read((unread) => (unread.length > 0 ? ANYTHING : null));
    watch.pause();
  } catch (error) {
    if (reader.receivedBytes > 0) details['snippet'] = toSnippet(reader.head.toString('utf8'));
    throw error;
  } finally {
    if (reader.receivedBytes > 0) {
      details['bytes'] = reader.receivedBytes;
      observed['BODY'] = reader.head.toString('utf8');
    }
    observed['CAPTURE'] = captures;
    reader.release();
  }
}

const ANYTHING = { value: null, bytes: 0 } as const;

/** Sends bytes, and waits until the system has accepted them. */
function send({ signal }: Probe, socket: Socket, bytes: Buffer): Promise<void> {
  return untilAborted(signal, (resolve, reject) => {
    socket.write(bytes, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
    return () => socket.destroy();
  });
}

async function expectStep(probe: Probe, reader: SocketReader, step: Expected, captures: Captures): Promise<Captures> {
  const { watch } = probe;
  const find = seek(step, captures);
  const quoted = cut(step.text, QUOTED);
  if (reader.unread.length === 0) watch.enter('wait');
  try {
    return await reader.read((unread, isLast) => {
      if (unread.length > 0 && watch.phase === 'wait') watch.enterOnArrival('transfer');
      if (reader.receivedBytes > 0) probe.underWay = { readBytes: reader.receivedBytes, expected: quoted };
      const found = find(unread, isLast);
      return found === null || typeof found === 'number' ? found : { value: found.captures, bytes: found.bytes };
    });
  } catch (error) {
    throw isEnd(error) ? missing(probe, reader, quoted, error) : error;
  }
}

/** Whether the reader gave up: the service sent too much, or nothing more. */
function isEnd(error: unknown): error is FailureError {
  return error instanceof FailureError && ['protocol.error', 'connection.reset'].includes(error.failure.code);
}

function missing({ watch }: Probe, reader: SocketReader, expected: string, { failure }: FailureError): FailureError {
  const reason = failure.code === 'protocol.error' ? 'limit' : 'closed';
  const params = { reason, expected, readBytes: reader.receivedBytes };
  return new FailureError(failureOf('expect.missing', params, { phase: watch.phase ?? 'wait' }));
}
