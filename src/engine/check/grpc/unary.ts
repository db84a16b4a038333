/** Unary calls whose messages are JSON for people, with the definition from a .proto file or from the server. */
import type { ClientHttp2Session } from 'node:http2';
import protojson from 'protobufjs/ext/protojson.js';
import type { Failure } from '../../../contract/model/failure.ts';
import type { Json } from '../../../contract/model/units.ts';
import { cut } from '../../base/cut.ts';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import type { Probe } from '../net/probe/probe.ts';
import { call, type CallOptions, type Reply } from './call.ts';
import { grpcFailure } from './failures.ts';
import { methodOfProto, methodOfServer, type MethodTypes } from './method.ts';
import { codeOfStatus, nameOfStatus } from './status.ts';

export interface UnaryCall {
  /** Such as `shop.v1.Orders/GetOrder`. */
  readonly method: string;
  /** The text of a .proto file; empty: the server is asked by reflection (phase `reflection`). */
  readonly proto: string;
  /** The request message, as JSON. */
  readonly request: string;
}

export interface UnaryReply extends Reply {
  /** The response message as JSON. To be called only if the status is OK. @throws FailureError `protocol.error` */
  readonly decode: () => Json;
}

/**
 * Makes a call (phases `wait` and `transfer`).
 * @throws FailureError `grpc.method`, `grpc.request`, `connection.reset` or `protocol.error`; the signal's reason
 */
export async function callUnary(
  probe: Probe,
  session: ClientHttp2Session,
  { method, proto, request }: UnaryCall,
  options: Omit<CallOptions, 'phases'>,
): Promise<UnaryReply> {
  const types =
    proto === ''
      ? await methodOfServer(method, (path, message) =>
          call(probe, session, path, message, { ...options, phases: ['reflection', 'reflection'] }),
        )
      : methodOfProto(proto, method);
  const message = encodeRequest(types, request);
  const reply = await call(probe, session, `/${method}`, message, { ...options, phases: ['wait', 'transfer'] });
  return { ...reply, decode: () => decodeResponse(types, reply) };
}

/** @returns the failure that a status other than OK means; null: it is OK */
export function failureOfStatus({ status, problem }: Pick<Reply, 'status' | 'problem'>): Failure | null {
  if (status === codeOfStatus('OK')) return null;
  const words = problem === '' ? null : problem;
  if (status === codeOfStatus('UNAUTHENTICATED'))
    return failureOf('auth.failed', { problem: words ?? 'UNAUTHENTICATED' });
  return grpcFailure('grpc.status', { name: nameOfStatus(status), problem: words });
}

/** The answer is not a message of this type. */
export function unreadable(type: string): FailureError {
  return new FailureError(grpcFailure('protocol.error', { reason: 'message', type }, { phase: 'transfer' }));
}

function encodeRequest({ request }: MethodTypes, text: string): Uint8Array {
  try {
    return request.encode(protojson.fromJson(request, JSON.parse(text))).finish();
  } catch (error) {
    const problem = cut(error instanceof Error ? error.message : String(error), 300);
    throw new FailureError(grpcFailure('grpc.request', { type: nameOf(request), problem }), { cause: error });
  }
}

function decodeResponse({ response }: MethodTypes, { messages: [message] }: Reply): Json {
  try {
    if (message === undefined) throw new Error('No message');
    return protojson.toJson(response, response.decode(message)) as Json;
  } catch {
    throw unreadable(nameOf(response));
  }
}

function nameOf(type: MethodTypes['request']): string {
  return type.fullName.replace(/^\./u, '');
}
