/** What can be wrong with the fields of a gRPC endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const grpcIssues = [
  {
    code: 'grpc.service',
    text: '{field} must be the full name of a service, such as shop.v1.Orders, or empty.',
    params: {},
  },
  {
    code: 'grpc.method',
    text: '{field} must be a service and a method, such as shop.v1.Orders/GetOrder, or empty.',
    params: {},
  },
  {
    code: 'grpc.request',
    text: '{field} must be a JSON object with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'grpc.metadata',
    text: '{field} must be at most {max, number} pairs of a name and a value.',
    params: { max: 'the maximum number of pairs' },
  },
  {
    code: 'grpc.metadataName',
    text: '{field} must be a name of lower-case letters, digits, "_", "-" and "."; names that begin with "grpc-", and those that gRPC sets itself, are reserved.',
    params: {},
  },
  {
    code: 'grpc.metadataValue',
    text: '{field} must be at most {max, number} printable ASCII characters, in base64 for a name that ends with "-bin".',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'grpc.expected',
    text: '{field} must be at most {max, number} pairs of a path, such as order.status or items[0].id, and the value expected there.',
    params: { max: 'the maximum number of pairs' },
  },
] as const satisfies readonly IssueDescriptor[];
