/** One check of a gRPC endpoint: asks for its health, or calls a unary method. */
import type { ClientHttp2Session } from 'node:http2';
import protojson from 'protobufjs/ext/protojson.js';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { formatHostPort } from '../../fields/host.ts';
import { openSocket } from '../../net/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe.ts';
import { call, openSession, type CallOptions, type Reply } from './call.ts';
import { HEALTH_PATH, HealthRequest, HealthResponse, nameOfServing } from './definitions.ts';
import { grpcFailure } from './failures.ts';
import { parseFieldPath, valueAtPath } from './field-path.ts';
import type { GrpcFields } from './fields.ts';
import { methodOfProto, methodOfServer, type MethodTypes } from './method.ts';
import { codeOfStatus, nameOfStatus } from './status.ts';

type Fields = GrpcFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, from the name to the status of the call. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields, ['h2']);
    let session: ClientHttp2Session | undefined;
    try {
      session = openSession(socket, formatHostPort(fields), fields.tls === 'on');
      return fields.method === ''
        ? await checkHealth(probe, session, fields)
        : await callMethod(probe, session, fields);
    } finally {
      session?.destroy();
      socket.destroy();
    }
  });
}

function optionsOf(fields: Fields, phases: CallOptions['phases']): CallOptions {
  return {
    authority: formatHostPort(fields),
    secure: fields.tls === 'on',
    metadata: fields.metadata,
    timeoutMs: fields.timeout,
    phases,
  };
}

/** Makes the call, and notes its status. */
async function callAndNote(
  probe: Probe,
  session: ClientHttp2Session,
  path: string,
  message: Uint8Array,
  fields: Fields,
): Promise<Reply> {
  const reply = await call(probe, session, path, message, optionsOf(fields, ['wait', 'transfer']));
  probe.details['status'] = nameOfStatus(reply.status);
  probe.observed['STATUS'] = reply.status;
  probe.observed['HEADER'] = reply.headers;
  return reply;
}

async function checkHealth(probe: Probe, session: ClientHttp2Session, fields: Fields): Promise<Failure | null> {
  const { service } = fields;
  const message = HealthRequest.encode(HealthRequest.create({ service })).finish();
  const reply = await callAndNote(probe, session, HEALTH_PATH, message, fields);
  if (reply.status === codeOfStatus('UNIMPLEMENTED')) return grpcFailure('grpc.noHealth', {});
  if (reply.status === codeOfStatus('NOT_FOUND')) return grpcFailure('grpc.unknownService', { service });
  const failed = failureOfStatus(reply);
  if (failed !== null) return failed;
  const serving = nameOfServing(readHealth(reply));
  probe.details['health'] = serving;
  probe.observed['VALUE'] = serving;
  return serving === 'SERVING'
    ? null
    : grpcFailure('grpc.notServing', { serving, service: service === '' ? null : service });
}

function readHealth({ messages: [message] }: Reply): number {
  try {
    if (message === undefined) throw new Error('No message');
    return Number(HealthResponse.toObject(HealthResponse.decode(message), { defaults: true })['status']);
  } catch {
    throw unreadable('grpc.health.v1.HealthCheckResponse');
  }
}

async function callMethod(probe: Probe, session: ClientHttp2Session, fields: Fields): Promise<Failure | null> {
  const { method, proto } = fields;
  const types =
    proto === ''
      ? await methodOfServer(method, (path, message) =>
          call(probe, session, path, message, optionsOf(fields, ['reflection', 'reflection'])),
        )
      : methodOfProto(proto, method);
  const reply = await callAndNote(probe, session, `/${method}`, encodeRequest(types, fields.request), fields);
  const failed = failureOfStatus(reply);
  if (failed !== null) return failed;
  const response = decodeResponse(types, reply);
  const text = JSON.stringify(response);
  probe.details['response'] = toSnippet(text);
  probe.observed['BODY'] = text;
  return unexpectedField(response, fields.expected);
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

/** @returns the failure that a status other than OK means */
function failureOfStatus({ status, problem }: Reply): Failure | null {
  if (status === codeOfStatus('OK')) return null;
  const words = problem === '' ? null : problem;
  if (status === codeOfStatus('UNAUTHENTICATED'))
    return failureOf('auth.failed', { problem: words ?? 'UNAUTHENTICATED' });
  return grpcFailure('grpc.status', { name: nameOfStatus(status), problem: words });
}

function unexpectedField(response: Json, expected: GrpcFields['expected']): Failure | null {
  for (const [path, wanted] of Object.entries(expected)) {
    const value = valueAtPath(response, parseFieldPath(path) ?? []);
    const found = value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
    if (found !== wanted) {
      return grpcFailure('grpc.field', { path, found: found === null ? null : cut(found, 200), expected: wanted });
    }
  }
  return null;
}

function nameOf(type: MethodTypes['request']): string {
  return type.fullName.replace(/^\./u, '');
}

function unreadable(type: string): FailureError {
  return new FailureError(grpcFailure('protocol.error', { reason: 'message', type }, { phase: 'transfer' }));
}
