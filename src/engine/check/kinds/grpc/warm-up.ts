/** Runs the code of gRPC checks before the first check is timed. */
import { createServer } from 'node:http2';
import { contextOptionsOf } from '../../net/tls/context-options.ts';
import { secureContextFor } from '../../net/tls/trust.ts';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { HealthResponse } from '../../grpc/definitions.ts';
import { grpcSchema, type GrpcFields } from './fields.ts';
import { run } from './run.ts';

const warmUps = new WarmUps({ health: warmUpHealth });

/** See `KindRunner.warmUp`. */
export function warmUp(fields: GrpcFields): Promise<void> | undefined {
  const warming = warmUps.once('health');
  if (warming === undefined) prepareContext(fields);
  return warming?.then(() => prepareContext(fields));
}

/** Makes the TLS context of this endpoint, if it has one of its own. */
function prepareContext(fields: GrpcFields): void {
  if (fields.tls === 'off') return;
  try {
    secureContextFor(contextOptionsOf(fields));
  } catch {
    // The check says what is wrong with its certificate.
  }
}

function warmUpHealth(): Promise<void> {
  const message = HealthResponse.encode(HealthResponse.create({ status: 1 })).finish();
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => stream.destroy());
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]));
  });
  return warmUpWith(server, async (port, context) => {
    const fields = { ...grpcSchema.parse({ host: '127.0.0.1', port }), timeout: 1_000 };
    for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
  });
}
