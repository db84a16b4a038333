/** Test code: a server of @grpc/grpc-js with the health protocol, reflection, and a service of its own. */
import { readFile } from 'node:fs/promises';
import { ReflectionService } from '@grpc/reflection';
import { status, Metadata, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { fromJSON, type PackageDefinition } from '@grpc/proto-loader';
import { HealthImplementation } from 'grpc-health-check';
import protobuf from 'protobufjs';
import { certificates, type CertificateFiles, type Certificates } from '../../../../../test/servers/certificates.ts';
import type { Disposable } from '../../../../../test/servers/process.ts';

export const PROTO = `
syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
service Orders {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);
  rpc WatchOrder(GetOrderRequest) returns (stream GetOrderResponse);
}
message GetOrderRequest { string id = 1; }
message GetOrderResponse { Order order = 1; google.protobuf.Timestamp asked_at = 2; }
message Order { string id = 1; Status status = 2; int64 total_cents = 3; repeated Item items = 4; }
message Item { string name = 1; }
enum Status { UNPAID = 0; PAID = 1; }
`;

export interface GrpcServer extends Disposable {
  readonly port: number;
  readonly health: HealthImplementation;
}

interface Call {
  readonly request: { readonly id: string };
  readonly metadata: Metadata;
}

type Answer = (error: Partial<ServiceError> | null, value?: object, trailer?: Metadata) => void;

function getOrder({ request: { id }, metadata }: Call, answer: Answer): void {
  if (id === 'silent') return;
  if (id === 'missing') answer({ code: status.NOT_FOUND, details: `no order "${id}" – sorry` });
  else if (id === 'secret' && metadata.get('authorization')[0] !== 'Bearer right') {
    answer({ code: status.UNAUTHENTICATED, details: 'who are you?' });
  } else {
    const trailer = new Metadata();
    trailer.set('x-cost', '7');
    const order = { id, status: 1, totalCents: '9007199254740993', items: [{ name: 'tea' }] };
    answer(null, { order, askedAt: { seconds: '1700000000', nanos: 0 } }, trailer);
  }
}

export interface GrpcServerOptions {
  readonly reflection?: boolean;
  /** The authority that must have signed the certificates of clients, in PEM format; absent: clients need none. */
  readonly clients?: string;
}

/** @param files for TLS; absent: plain */
export async function startGrpcServer(
  files?: CertificateFiles,
  { reflection = true, clients }: GrpcServerOptions = {},
): Promise<GrpcServer> {
  const definition = definitionOf(PROTO);
  const server = new Server();
  const orders = definition['shop.v1.Orders'];
  if (orders === undefined || 'format' in orders) throw new Error('The service is missing');
  server.addService(orders, {
    GetOrder: getOrder as never,
    WatchOrder: ((call: { end(): void }) => call.end()) as never,
  });
  const health = new HealthImplementation({
    '': 'SERVING',
    'shop.v1.Orders': 'SERVING',
    'shop.v1.Stock': 'NOT_SERVING',
  });
  if (reflection) {
    health.addToServer(server);
    new ReflectionService(definition).addToServer(server);
  }
  const credentials =
    files === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          clients === undefined ? null : Buffer.from(clients),
          [{ cert_chain: await readFile(files.certificate), private_key: await readFile(files.key) }],
          clients !== undefined,
        );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  return {
    port,
    health,
    dispose: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

export interface SecureGrpcServer extends GrpcServer {
  /** For further servers. */
  readonly certificates: Certificates;
}

/** A server with a certificate that is signed by itself. */
export async function startSecureGrpcServer(): Promise<SecureGrpcServer> {
  const made = await certificates();
  const server = await startGrpcServer(made.selfSigned);
  return {
    ...server,
    certificates: made,
    async dispose() {
      await server.dispose();
      await made.dispose();
    },
  };
}

function definitionOf(source: string): PackageDefinition {
  const { root } = protobuf.parse(source);
  root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
  return fromJSON(root.toJSON(), { longs: String });
}
