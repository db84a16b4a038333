/** What can go wrong with a gRPC call. */
import type { FailureDescriptor } from '../../../contract/descriptor.ts';
import { failuresOfKind } from '../../base/failure.ts';

/** The reasons of `protocol.error`, for kinds that have those of other protocols too. `http2` is any other one. */
export const GRPC_PROTOCOL_REASONS = `http {The server answers with HTTP status {status}, not with gRPC.}
      contentType {The answer is not gRPC but "{contentType}".}
      compressed {The answer is compressed in a way that was not offered.}
      tooLarge {The answer is larger than {limitBytes}.}
      message {The answer is not a valid message of the type {type}.}
      incomplete {The answer has no gRPC status.}`;

export const GRPC_PROTOCOL_PARAMS = {
  status: 'the HTTP status',
  contentType: 'the media type',
  limitBytes: 'the maximum size of an answer',
  type: 'the type of the response',
};

export const grpcFailures = [
  {
    code: 'grpc.notServing',
    cause: 'Service not serving',
    text: `{service, select,
      none {The server reports the health status {serving}.}
      other {The server reports the health status {serving} for {service}.}}`,
    params: { serving: 'the status, such as `NOT_SERVING`', service: 'the service; none: the whole server' },
  },
  {
    code: 'grpc.noHealth',
    text: 'The server does not implement the health protocol (grpc.health.v1.Health).',
    params: {},
  },
  {
    code: 'grpc.unknownService',
    cause: 'Unknown gRPC service',
    text: 'The health protocol of the server does not know the service {service}.',
    params: { service: 'the service' },
  },
  {
    code: 'grpc.status',
    cause: 'gRPC call failed',
    text: `{problem, select,
      none {The call ended with the status {name}.}
      other {The call ended with the status {name}: {problem}}}`,
    params: { name: 'the status, such as `UNAVAILABLE`', problem: "the server's words" },
  },
  {
    code: 'grpc.method',
    cause: 'gRPC method cannot be called',
    text: `{reason, select,
      noReflection {The server does not offer reflection, so the method {method} needs a .proto file.}
      proto {The .proto file cannot be read: {problem}}
      descriptors {The server describes {method} in a way that cannot be read: {problem}}
      streaming {{method} is not a unary method.}
      other {There is no method {method}.}}`,
    params: {
      reason: '`noReflection`, `proto`, `descriptors`, `streaming` or `unknown`',
      method: 'the method',
      problem: 'what is wrong',
    },
  },
  {
    code: 'grpc.request',
    cause: 'Request does not fit its type',
    text: 'The request does not fit the message {type}: {problem}',
    params: { type: 'the type of the request', problem: 'what is wrong' },
  },
  {
    code: 'grpc.field',
    cause: 'Unexpected field in the response',
    text: `{found, select,
      none {The response has no field {path} (expected: {expected}).}
      other {The field {path} is {found} (expected: {expected}).}}`,
    params: { path: 'the path of the field', found: 'its value', expected: 'the expected value' },
  },
  {
    code: 'protocol.error',
    text: `{reason, select,
      ${GRPC_PROTOCOL_REASONS}
      other {The answer breaks the rules of HTTP/2.}}`,
    params: {
      reason: '`http`, `contentType`, `compressed`, `tooLarge`, `message`, `incomplete` or `http2`',
      ...GRPC_PROTOCOL_PARAMS,
    },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure of a call. */
export const grpcFailure = failuresOfKind(grpcFailures);
