/** The messages of gRPC's own protocols that Lookout uses. */
import protobuf from 'protobufjs';

/** `grpc.health.v1` (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). */
const health = protobuf.parse(
  `syntax = "proto3";
   message Request { string service = 1; }
   message Response { int32 status = 1; }`,
).root;

export const HealthRequest = health.lookupType('Request');
export const HealthResponse = health.lookupType('Response');
export const HEALTH_PATH = '/grpc.health.v1.Health/Check';

/** `HealthCheckResponse.ServingStatus` by number. */
const SERVING_NAMES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

export function nameOfServing(status: number): string {
  return SERVING_NAMES[status] ?? String(status);
}

/** `grpc.reflection.v1`, which has the same messages as the older `v1alpha`. */
const reflection = protobuf.parse(
  `syntax = "proto3";
   message Request { string file_by_filename = 3; string file_containing_symbol = 4; }
   message Response { Files file_descriptor_response = 4; Problem error_response = 7; }
   message Files { repeated bytes file_descriptor_proto = 1; }
   message Problem { int32 error_code = 1; string error_message = 2; }`,
  { keepCase: true },
).root;

export const ReflectionRequest = reflection.lookupType('Request');
export const ReflectionResponse = reflection.lookupType('Response');
/** The newer version first. */
export const REFLECTION_PATHS = [
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
] as const;
