import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase, transferPhase, waitPhase } from '../../net/probe/phases.ts';
import { grpcFailures } from '../../grpc/failures.ts';
import { grpcForm, grpcSchema, type GrpcFields } from './fields.ts';
import { grpcIssues } from './issues.ts';

/** gRPC over HTTP/2: the health protocol, or a unary call. */
export const grpc: CheckKind<GrpcFields> = {
  kind: 'grpc',
  title: 'gRPC',
  description: 'Asks a gRPC server for its health, or calls a method and checks the response.',
  category: 'web',
  schema: grpcSchema,
  form: grpcForm,
  phases: [
    dnsPhase,
    connectPhase,
    tlsPhase,
    { name: 'reflection', label: 'Reflection', role: 'other' },
    waitPhase,
    transferPhase,
  ],
  metrics: [],
  details: [
    { name: 'status', label: 'gRPC status', format: 'text', brief: true },
    { name: 'health', label: 'Health', format: 'text' },
    remoteAddressDetail,
    { name: 'response', label: 'Response', format: 'code' },
    tlsDetail,
  ],
  failures: grpcFailures,
  issues: grpcIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the number of the gRPC status; 0 is OK' },
    { name: 'VALUE', meaning: 'the health, such as SERVING' },
    { name: 'BODY', meaning: 'the response message as JSON', parts: 'json' },
    { name: 'HEADER', meaning: 'a header or trailer of the response', parts: 'names' },
  ],
  pasteExamples: ['grpc://orders.example.org:50051'],
  triedAgainst: 'a server of @grpc/grpc-js',
  example: {
    kind: 'grpc',
    name: 'Orders',
    host: 'orders.example.org',
    port: 50_051,
    tls: 'on',
    method: 'shop.v1.Orders/GetOrder',
    request: '{"id": "42"}',
    expected: { 'order.status': 'PAID' },
  },
  target: (fields) => {
    const path = fields.method === '' ? fields.service : fields.method;
    return `grpc${fields.tls === 'on' ? 's' : ''}://${formatHostPort(fields)}${path === '' ? '' : `/${path}`}`;
  },
  host: ({ host }) => host.toLowerCase(),
  parse: parseGrpcTarget,
  loadExporter: () => import('./exporter.ts'),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

/** Accepts `grpc://host:port`, with `grpcs` for TLS, and a service, or a service and a method, as its path. */
function parseGrpcTarget(text: string): EndpointInput | null {
  const match =
    /^grpc(?<secure>s?):\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,9}))?(?:\/(?<service>[^\s/?#]*)(?:\/(?<method>[^\s/?#]+))?)?\/?$/iu.exec(
      text,
    )?.groups;
  if (match === undefined) return null;
  const { secure = '', host = '', port, service = '', method } = match;
  return {
    kind: 'grpc',
    host: host.replace(/^\[|\]$/gu, ''),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(secure === '' ? {} : { tls: 'on' }),
    ...(method === undefined ? (service === '' ? {} : { service }) : { method: `${service}/${method}` }),
  };
}
