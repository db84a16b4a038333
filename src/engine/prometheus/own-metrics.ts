/** Lookout's own health, and the state of its endpoints, as metrics. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Snapshot } from '../../contract/channels/snapshot.ts';
import { STATUSES, type Status } from '../../contract/model/endpoint.ts';
import type { MetricFamily, MetricSample } from '../base/metrics-text.ts';
import { gauge } from '../check/exporter-metrics.ts';

export function healthMetrics(
  { health, network, host }: Pick<Snapshot, 'health' | 'network' | 'host'>,
  version: string,
): readonly MetricFamily[] {
  const build: MetricFamily = {
    name: 'lookout_build',
    type: 'info',
    help: 'The version of Lookout.',
    samples: [{ labels: { version, host: host.kind, platform: host.platform }, value: 1 }],
  };
  const online = gauge('lookout_network_online', 'Whether this machine has a network.', network.online ? 1 : 0);
  if (health === null) return [build, online];
  const { loopDelay, lateness, store, memory } = health;
  const figures = (name: string, help: string, from: typeof loopDelay): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: [
      { labels: { stat: 'p50' }, value: from.p50 / 1000 },
      { labels: { stat: 'p99' }, value: from.p99 / 1000 },
      { labels: { stat: 'max' }, value: from.max / 1000 },
    ],
  });
  return [
    build,
    online,
    gauge('lookout_uptime_seconds', 'Since when Lookout runs, in seconds.', health.uptimeMs / 1000),
    counter('lookout_checks', 'Checks that ended since Lookout was started.', health.checksTotal),
    counter('lookout_missed_slots', 'Slots that were dropped since Lookout was started.', health.missedSlots),
    gauge('lookout_checks_in_flight', 'Checks in flight.', health.inFlight),
    gauge('lookout_checks_queued', 'Checks that are due and wait for a place.', health.waiting),
    figures('lookout_event_loop_delay_seconds', 'How late the event loop ran its timers, in seconds.', loopDelay),
    gauge(
      'lookout_event_loop_utilization_ratio',
      'The share of time in which the event loop was busy.',
      health.loopUtilization,
    ),
    figures('lookout_check_lateness_seconds', 'How long after their due time checks started, in seconds.', lateness),
    gauge('lookout_store_queued_rows', 'Rows that wait to be written.', store.queued),
    counter('lookout_store_written_rows', 'Rows written since Lookout was started.', store.rowsWritten),
    gauge('lookout_store_size_bytes', 'The size of the database, in bytes.', store.bytes),
    gauge('lookout_memory_resident_bytes', 'The memory of the process, in bytes.', memory.rss),
    gauge('lookout_memory_heap_bytes', 'The used heap of JavaScript, in bytes.', memory.heapUsed),
    gauge('lookout_cpu_cores', 'How many cores the process uses.', health.cpu),
  ];
}

export function endpointMetrics(views: readonly EndpointView[]): readonly MetricFamily[] {
  const counts = new Map<Status, number>(STATUSES.map((status) => [status, 0]));
  const family = (name: string, help: string, read: (view: EndpointView) => MetricSample | null): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: views.flatMap((view) => read(view) ?? []),
  });
  const value = (name: string, help: string, read: (view: EndpointView) => number | null): MetricFamily =>
    family(name, help, (view) => {
      const found = read(view);
      return found === null ? null : { labels: labelsOf(view), value: found };
    });
  for (const { state } of views) counts.set(state.status, (counts.get(state.status) ?? 0) + 1);
  return [
    {
      name: 'lookout_endpoints',
      type: 'gauge',
      help: 'How many endpoints have each status.',
      samples: [...counts].map(([status, count]) => ({ labels: { status }, value: count })),
    },
    value(
      'lookout_endpoint_up',
      'Whether the endpoint is up or degraded; absent: that is unknown.',
      ({ state }) => UP[state.status],
    ),
    family('lookout_endpoint_status', 'The status of the endpoint, as a label.', (view) => ({
      labels: { ...labelsOf(view), status: view.state.status },
      value: 1,
    })),
    value(
      'lookout_endpoint_status_since_timestamp_seconds',
      'When the status began, in seconds since 1970.',
      ({ state }) => state.since / 1000,
    ),
    value('lookout_endpoint_failed_checks', 'Failed checks in a row.', ({ state }) => state.failing),
    value(
      'lookout_endpoint_last_check_timestamp_seconds',
      'When the last check began, in seconds since 1970.',
      ({ state }) => (state.last === null ? null : state.last.at / 1000),
    ),
    value('lookout_endpoint_duration_seconds', 'How long the last check took, in seconds.', ({ state }) =>
      state.last === null ? null : state.last.durationMs / 1000,
    ),
    value('lookout_endpoint_uptime_ratio', 'The uptime of the last 24 hours, 0 to 1.', ({ state }) => state.uptime24h),
  ];
}

/** The value of each status; null: unknown, so the metric is absent. */
const UP: Readonly<Record<Status, 0 | 1 | null>> = {
  pending: null,
  up: 1,
  degraded: 1,
  down: 0,
  unknown: null,
  paused: null,
  maintenance: null,
};

function labelsOf({ endpoint: { id, config } }: EndpointView): Readonly<Record<string, string>> {
  return { id, name: config.name, kind: config.kind, group: config.group };
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'counter', help, samples: [{ value }] };
}
