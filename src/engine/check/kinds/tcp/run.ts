/** One check of a TCP endpoint: connect, send, wait for the expected text. */
import type { Socket } from 'node:net';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CheckOutcome } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext } from '../../kind.ts';
import { connectTcp } from '../../net/connect.ts';
import { toFamily } from '../../fields/family.ts';
import { cut } from '../../net/failures.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet, type Probe } from '../../net/probe.ts';
import { failureOf } from '../../../base/failure.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { unescape } from './escapes.ts';
import type { TcpFields } from './fields.ts';

/** The expected text must be within this many bytes. */
const MAX_BYTES = 65_536;
/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

/** Runs one check, from the name to the expected text. */
export function run(fields: TcpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<CheckOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { host, port, family } = fields;
    const socket = await connectTcp(probe, { host, port, family: toFamily(family) });
    try {
      return await converse(probe, socket, fields);
    } finally {
      socket.destroy();
    }
  });
}

/**
 * Sends (phase `wait`, until the first byte of the response) and reads until the expected text arrives (phase
 * `transfer`).
 */
function converse(probe: Probe, socket: Socket, fields: TcpFields): Promise<Failure | null> {
  const { watch, details, signal } = probe;
  const send = unescape(fields.send);
  const expected = unescape(fields.expect);
  if (send === null || expected === null) throw new TypeError('The fields were not validated');
  if (expected.length === 0 && send.length === 0) return Promise.resolve(null);

  const quoted = cut(fields.expect, QUOTED);
  watch.enter('wait');
  return untilAborted(signal, (resolve, reject) => {
    /**
     * As large as the largest response, so that a server that sends single bytes does not cause a copy for each of
     * them.
     */
    const buffer = expected.length === 0 ? Buffer.alloc(0) : Buffer.alloc(MAX_BYTES);
    let received = buffer.subarray(0, 0);
    const snippet = () => toSnippet(received.subarray(0, SNIPPET_BYTES).toString('utf8'));

    function settle(failure: Failure | null): void {
      watch.pause();
      if (expected !== null && expected.length > 0) details.bytes = received.length;
      if (failure !== null) details.snippet = snippet();
      resolve(failure);
    }

    function missing(reason: 'limit' | 'closed'): void {
      const params = { reason, expected: quoted, readBytes: received.length };
      settle(failureOf('expect.missing', params, { phase: watch.phase ?? 'wait' }));
    }

    socket.on('error', (error) => {
      details.bytes = received.length;
      if (received.length > 0) details.snippet = snippet();
      reject(error);
    });
    if (expected !== null && expected.length > 0) {
      socket.on('data', (chunk: Buffer) => {
        if (received.length === 0) watch.enter('transfer');
        // The text may begin in an earlier chunk.
        const from = Math.max(0, received.length - expected.length + 1);
        received = buffer.subarray(0, received.length + chunk.copy(buffer, received.length));
        details.bytes = received.length;
        probe.underWay = { readBytes: received.length, expected: quoted };
        if (received.includes(expected, from)) {
          settle(null);
        } else if (received.length >= MAX_BYTES) missing('limit');
      });
      socket.once('end', () => missing('closed'));
      if (send !== null && send.length > 0) socket.write(send);
    } else {
      socket.write(send ?? '', () => settle(null));
    }
    return () => {
      if (received.length > 0) details.snippet = snippet();
      socket.destroy();
    };
  });
}
