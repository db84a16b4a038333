/** The status codes of gRPC, in the order of their numbers (https://grpc.io/docs/guides/status-codes/). */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export type StatusName = (typeof NAMES)[number];

/** The number of a status. */
export function codeOfStatus(name: StatusName): number {
  return NAMES.indexOf(name);
}

/** The name of a status; for a number that gRPC does not define, the number. */
export function nameOfStatus(code: number): string {
  return NAMES[code] ?? String(code);
}
