/** gRPC checks as metrics of blackbox_exporter's `grpc` prober (`prober/grpc.go`). */
import type { MetricFamily } from '../../../base/metrics-text.ts';
import { gauge } from '../../exporter-metrics.ts';
import type { ExportedCheck } from '../../kind-exporter.ts';

export const phases = { dns: 'resolve', wait: 'check' };

/** Those of the health protocol, in its order. */
const HEALTHS = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

export function metrics({ outcome, observed }: ExportedCheck): readonly MetricFamily[] {
  const { tls, health } = outcome.details;
  const status = observed['STATUS'];
  return [
    gauge('probe_grpc_ssl', 'Whether TLS was used.', tls === undefined ? 0 : 1),
    ...(typeof status === 'number' ? [gauge('probe_grpc_status_code', 'The status code of the call.', status)] : []),
    {
      name: 'probe_grpc_healthcheck_response',
      type: 'gauge',
      help: 'The health that the server answered: 1 for its status, 0 for the others.',
      samples: HEALTHS.map((name) => ({ labels: { serving_status: name }, value: name === health ? 1 : 0 })),
    },
  ];
}
