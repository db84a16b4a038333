/** TCP checks as metrics of blackbox_exporter's `tcp` prober (`prober/tcp.go`). */
import type { MetricFamily } from '../../../base/metrics-text.ts';
import { regexGauge } from '../../exporter-metrics.ts';
import type { ExportedCheck } from '../../kind-exporter.ts';

export function metrics({ outcome }: ExportedCheck): readonly MetricFamily[] {
  return [regexGauge(outcome.failure)];
}

export * as blackbox from './blackbox.ts';
