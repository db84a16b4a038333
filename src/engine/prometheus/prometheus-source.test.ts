/** How Lookout reads what happened while it was not running, from a Prometheus whose answers are the test's. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { RecentRing } from '../../shared/recent-checks.ts';
import { findKind, parseEndpoint } from '../check/registry.ts';
import { emptyHistory } from '../endpoints/endpoint-history.ts';
import { Monitor } from '../endpoints/monitor.ts';
import { EndpointRegistry } from '../endpoints/registry.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { PrometheusSource } from './prometheus-source.ts';

/** Answers range queries with one step, by the name of the series, and other queries with nothing. */
async function startPrometheus(values: Readonly<Record<string, number>>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const asked = new URLSearchParams(await text(request));
      const name = /(probe_\w+|up)\{/u.exec(asked.get('query') ?? '')?.[1] ?? '';
      const value = request.url === '/api/v1/query_range' ? values[name] : undefined;
      const metric = { lookout_id: 'e', vantage: 'lab', ...(name.includes('icmp') ? { phase: 'setup' } : {}) };
      const result = value === undefined ? [] : [{ metric, values: [[Number(asked.get('end')), String(value)]] }];
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
    };
    void answer();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** @returns what Lookout reads for an ICMP endpoint that a blackbox_exporter checks: `up`, or the code of the failure */
async function caughtUp(values: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const ports = createFakePorts();
  const now = ports.clock.now();
  const kind = findKind('icmp');
  const parsed = parseEndpoint({ kind: 'icmp', host: '192.0.2.7', count: 1, interval: '10s' });
  if (kind === undefined || !parsed.ok) throw new Error('The endpoint must be valid');
  const { config, target } = parsed;
  const common = { id: 'e', paused: false, pausedUntil: null, source: 'hand', createdAt: 0 } as const;
  const check = { endpointId: 'e', at: now - 60_000, durationMs: 1, verdict: 'up', failure: null, selfMs: 0 } as const;
  const recent = RecentRing.of([
    { ...check, phases: {}, metrics: {}, details: {}, queuedMs: 0, lateMs: 0, disturbed: false, swallowed: null },
  ]);
  const monitor = new Monitor(
    { stored: { ...common, config, target }, kind, host: '192.0.2.7' },
    { ...emptyHistory(now), recent },
    now,
  );
  const folder = await mkdtemp(join(tmpdir(), 'lookout-prometheus-'));
  const stop = new AbortController();
  const checks: string[] = [];
  const source = new PrometheusSource({
    url: await startPrometheus(values),
    targetsFile: join(folder, 'lookout.json'),
    vantageKey: 'a-key-that-nobody-uses',
    ports,
    registry: new EndpointRegistry(),
    vault: { open: (confidential) => Promise.resolve(confidential.config) },
    setNotice: () => undefined,
    onChecked: (_, _at, { failure }) => void checks.push(failure?.code ?? 'up'),
    onStates: () => undefined,
    signal: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    source.stop();
    await rm(folder, { recursive: true });
  });
  source.setVantages([{ name: 'lab', address: '127.0.0.1:9115', exporter: 'blackbox' }]);
  source.put(monitor, 'spread');
  source.start();
  await ports.time.advance(1);
  await expect.poll(() => checks).not.toEqual([]);
  return checks;
}

test('an endpoint is not down after a restart if its blackbox_exporter could not send requests', async () => {
  const failed = { up: 1, probe_success: 0, probe_duration_seconds: 0.01, probe_ip_protocol: 4 };
  expect(await caughtUp({ ...failed, probe_icmp_duration_seconds: 0 })).toEqual(['local.vantage']);
  expect(await caughtUp({ ...failed, probe_icmp_duration_seconds: 0.001 })).toEqual(['probe.failed']);
});

test('an endpoint that was up is up after a restart', async () => {
  expect(await caughtUp({ up: 1, probe_success: 1, probe_ip_protocol: 4 })).toEqual(['up']);
});
