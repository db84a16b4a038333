/** Metrics that the exporters of several kinds have. */
import type { Failure } from '../../contract/model/failure.ts';
import type { MetricFamily } from '../base/metrics-text.ts';

/** A gauge with one value. */
export function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ value }] };
}

/** Whether the probe failed because a text, a pattern or a condition did not hold. */
export function regexGauge(failure: Failure | null): MetricFamily {
  const failed = failure !== null && /^(?:body\.|expect\.missing$|condition\.failed$)/u.test(failure.code);
  return gauge(
    'probe_failed_due_to_regex',
    'Whether the probe failed because of what the answer contains.',
    failed ? 1 : 0,
  );
}
