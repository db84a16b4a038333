/** One check of a RADIUS server (RFC 2865): signs in, or asks whether it works (RFC 5997). */
import type { Socket } from 'node:dgram';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { connectUdp } from '../../net/connect/connect-udp.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { radiusFailure } from './failures.ts';
import type { RadiusFields } from './fields.ts';
import { makeRequest, readAnswer, type Answer, type Request } from './packet.ts';

/** Datagrams get lost, so the request is sent this often. */
const SENDS = 3;

type Fields = RadiusFields & Pick<CommonConfig, 'timeout'>;
type SignedAnswer = Extract<Answer, { readonly problem: null }>;

const EXPECTED = { accept: 'Access-Accept', reject: 'Access-Reject' } as const;

/** Runs one check. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    if (fields.secret === '') return radiusFailure('radius.noSecret', {});
    const socket = await connectUdp(probe, fields);
    let answer: SignedAnswer;
    try {
      probe.watch.enter('wait');
      answer = await ask(probe, socket, fields);
      probe.watch.pause();
    } finally {
      socket.removeAllListeners().on('error', () => {});
      socket.close();
    }
    note(probe, answer);
    return judge(fields, answer);
  });
}

function ask(probe: Probe, socket: Socket, fields: Fields): Promise<SignedAnswer> {
  const request = makeRequest(fields);
  return untilAborted(probe.signal, (resolve, reject) => {
    // The same packet again: the server knows it by its ID and authenticator, and answers both with one answer.
    let sent = 0;
    const send = () => {
      sent += 1;
      if (sent >= SENDS) clearInterval(timer);
      socket.send(request.bytes, (error) => {
        if (error !== null) settle(() => reject(error));
      });
    };
    const timer = setInterval(send, Math.ceil(fields.timeout / SENDS));
    const settle = (how: () => void) => {
      clearInterval(timer);
      how();
    };
    socket.on('error', (error) => settle(() => reject(error)));
    socket.once('message', (datagram) =>
      settle(() => {
        try {
          resolve(judgeSignature(datagram, request, fields));
        } catch (error) {
          reject(error);
        }
      }),
    );
    send();
    return () => clearInterval(timer);
  });
}

function judgeSignature(datagram: Buffer, request: Request, fields: Fields): SignedAnswer {
  const answer = readAnswer(datagram, request, fields);
  if (answer.problem === null) return answer;
  const failure =
    answer.problem === 'format'
      ? failureOf('protocol.error', {})
      : radiusFailure('radius.signature', { reason: answer.problem }, { phase: 'wait' });
  throw new FailureError(failure);
}

function note({ details, observed }: Probe, { code, message }: SignedAnswer): void {
  details['answer'] = code;
  if (message !== '') details['message'] = toSnippet(message);
  observed['STATUS'] = code;
  observed['VALUE'] = message;
}

function judge({ answer: wanted, username, method }: Fields, { code, message }: SignedAnswer): Failure | null {
  if (wanted === 'any' || code === EXPECTED[wanted]) return null;
  const words = message === '' ? null : cut(message, 300);
  if (code === 'Access-Reject' && method !== 'status') {
    return failureOf('auth.failed', { username, problem: words ?? code });
  }
  return radiusFailure('radius.answer', { answer: code, expected: EXPECTED[wanted], message: words });
}
