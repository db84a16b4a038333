/** One check of a gRPC endpoint: asks for its health, or calls a unary method. */
import type { ClientHttp2Session } from 'node:http2';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { formatHostPort } from '../../fields/host.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { call, openSession, type CallOptions, type Reply } from '../../grpc/call.ts';
import { HEALTH_PATH, HealthRequest, HealthResponse, nameOfServing } from '../../grpc/definitions.ts';
import { grpcFailure } from '../../grpc/failures.ts';
import { parseFieldPath, valueAtPath } from '../../grpc/field-path.ts';
import type { GrpcFields } from './fields.ts';
import { codeOfStatus, nameOfStatus } from '../../grpc/status.ts';
import { callUnary, failureOfStatus, unreadable } from '../../grpc/unary.ts';

type Fields = GrpcFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, from the name to the status of the call. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, { ...fields, clientTls: fields }, ['h2']);
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

function optionsOf(fields: Fields): Omit<CallOptions, 'phases'> {
  return {
    authority: formatHostPort(fields),
    secure: fields.tls === 'on',
    metadata: fields.metadata,
    timeoutMs: fields.timeout,
  };
}

function note({ details, observed }: Probe, { status, headers }: Reply): void {
  details['status'] = nameOfStatus(status);
  observed['STATUS'] = status;
  observed['HEADER'] = headers;
}

async function checkHealth(probe: Probe, session: ClientHttp2Session, fields: Fields): Promise<Failure | null> {
  const { service } = fields;
  const message = HealthRequest.encode(HealthRequest.create({ service })).finish();
  const phases = ['wait', 'transfer'] as const;
  const reply = await call(probe, session, HEALTH_PATH, message, { ...optionsOf(fields), phases });
  note(probe, reply);
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
  const reply = await callUnary(probe, session, fields, optionsOf(fields));
  note(probe, reply);
  const failed = failureOfStatus(reply);
  if (failed !== null) return failed;
  const response = reply.decode();
  const text = JSON.stringify(response);
  probe.details['response'] = toSnippet(text);
  probe.observed['BODY'] = text;
  return unexpectedField(response, fields.expected);
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
