/** One gRPC call of a journey. Loaded only when a journey has one, because it needs protobufjs. */
import type { Failure } from '../../../../contract/model/failure.ts';
import { fill } from '../../fields/templates.ts';
import { callUnary, failureOfStatus } from '../../grpc/unary.ts';
import { closeConnection, openConnection, type Connection } from '../../http/connection.ts';
import { isSameServer } from '../../http/redirect.ts';
import { toSnippet, type Probe } from '../../net/probe/probe.ts';
import { judgeAnswer, namesStatus } from './judge-answer.ts';
import { escapeJson, headersOf, urlOf } from './request-of.ts';
import { addressOf, noteStatus, type StepUnderWay } from './run-request.ts';
import { asWebUrl, type GrpcStep } from './step.ts';

/** @returns why the step failed; null: it did not. @throws what prevents an answer */
export async function runGrpc(
  step: GrpcStep,
  { probe, journey, result, spentMs }: StepUnderWay,
): Promise<Failure | null> {
  const { fields, own, values } = journey;
  const url = urlOf(asWebUrl(fill(step.url, values)), journey);
  const metadata = Object.fromEntries(headersOf(step, journey));
  const request = fill(step.body, values, escapeJson);
  const inner: Probe = { ...probe, details: {}, metrics: {}, observed: {} };
  const isOwn = own !== undefined && isSameServer(own, url);
  const connection = await openConnection(inner, url, { ...fields, http2: true, requireHttp2: true, isOwn });
  try {
    const reply = await callUnary(
      inner,
      sessionOf(connection),
      { method: url.pathname.slice(1), proto: step.proto, request },
      // The deadline of the endpoint ends the call. The server gets the timeout of the whole check, as the longest possible one.
      { authority: url.host, secure: url.protocol === 'https:', metadata, timeoutMs: journey.timeoutMs },
    );
    noteStatus(result, reply.status);
    probe.observed['STATUS'] = reply.status;
    const failed = failureOfStatus(reply);
    if (failed !== null && !namesStatus(step)) return failed;
    const body = failed === null ? JSON.stringify(reply.decode()) : '';
    if (probe.wanted.has('BODY')) probe.observed['BODY'] = body;
    const observed = { STATUS: reply.status, BODY: body, HEADER: { ...reply.headers }, ...addressOf(inner) };
    const failure = await judgeAnswer(step, { journey, signal: probe.signal, observed, body, spentMs: spentMs() });
    if (failure !== null && !step.mayFail && body !== '') probe.details['snippet'] = toSnippet(body);
    return failure;
  } finally {
    closeConnection(connection);
  }
}

/** The session, which a connection that requires HTTP/2 always has. */
function sessionOf({ session }: Connection): NonNullable<Connection['session']> {
  if (session === null) throw new Error('The connection does not use HTTP/2');
  // Each call has its own listener; nobody handles errors between calls.
  return session.on('error', () => {});
}
