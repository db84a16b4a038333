import { expect, test } from 'vitest';
import { findKind, parseEndpoint } from '../check/registry.ts';
import { emptyHistory } from '../endpoints/endpoint-history.ts';
import { Monitor } from '../endpoints/monitor.ts';
import type { VantageReading } from '../verdict/vantages.ts';
import { WatchedEndpoints } from './watched-endpoints.ts';

const NOW = 1_000_000;

function monitorOf(input: Readonly<Record<string, unknown>>): Monitor {
  const parsed = parseEndpoint({ kind: 'http', url: 'https://example.org/', interval: '60s', timeout: '5s', ...input });
  const kind = findKind('http');
  if (!parsed.ok || kind === undefined) throw new Error('The endpoint must be valid');
  const stored = {
    id: 'e',
    config: parsed.config,
    target: 'https://example.org/',
    paused: false,
    pausedUntil: null,
    source: 'hand' as const,
    createdAt: 0,
  };
  return new Monitor({ stored, kind, host: 'example.org' }, emptyHistory(NOW), NOW);
}

function watch(monitor: Monitor) {
  const hurried = new Set(['e']);
  const checks: string[] = [];
  const vantages = [{ name: 'a', address: 'a:1' }];
  const watched = new WatchedEndpoints({
    targets: {
      vantages,
      vantagesOf: () => vantages,
      limitsOf: () => [],
      isHurried: (id) => hurried.has(id),
      calmed: (id) => void hurried.delete(id),
    },
    onChecked: (_, at, { failure }) => void checks.push(`${at} ${failure?.code ?? 'up'}`),
  });
  watched.put(monitor, NOW);
  let at = NOW;
  const take = (durationMs: number, code: string | null) => {
    const failure = code === null ? null : { code };
    const verdict = code === null ? ('up' as const) : ('down' as const);
    const reading: VantageReading = {
      vantage: 'a',
      at: (at += 1_000),
      durationMs,
      verdict,
      failure,
      warning: null,
      phases: {},
      metrics: {},
    };
    return watched.take({ id: 'e', reading });
  };
  return { checks, take, watched };
}

test('a probe that was cut short while Prometheus hurries is no result, whatever its code', () => {
  const { checks, take } = watch(monitorOf({}));
  expect(take(1_500, 'probe.failed')).toBe(true);
  expect(checks).toEqual([]);
  // Now it has the time of the endpoint.
  take(5_000, 'timeout');
  expect(checks).toEqual(['1002000 timeout']);
});

test('a failure that came sooner, or an endpoint with less time than a hurried probe, is a result', () => {
  const soon = watch(monitorOf({}));
  soon.take(100, 'connect.failed');
  expect(soon.checks).toEqual(['1001000 connect.failed']);
  const short = watch(monitorOf({ interval: '2s' }));
  short.take(1_500, 'timeout');
  expect(short.checks).toEqual(['1001000 timeout']);
});

test('samples from before an edit, and those that were taken, are not taken', () => {
  const { checks, take, watched } = watch(monitorOf({}));
  take(100, null);
  const reading: VantageReading = {
    vantage: 'a',
    at: NOW + 1_000,
    durationMs: 1,
    verdict: 'down',
    failure: { code: 'timeout' },
    warning: null,
    phases: {},
    metrics: {},
  };
  expect(watched.take({ id: 'e', reading })).toBe(false);
  expect(watched.take({ id: 'e', reading: { ...reading, at: NOW } })).toBe(false);
  expect(watched.take({ id: 'e', reading: { ...reading, vantage: 'b', at: NOW + 2_000 } })).toBe(false);
  expect(checks).toEqual(['1001000 up']);
});

test('of the certificates that the vantage points found, the first one to expire counts', () => {
  const details: unknown[] = [];
  const vantages = [
    { name: 'a', address: 'a:1' },
    { name: 'b', address: 'b:1' },
    { name: 'c', address: 'c:1' },
  ];
  const watched = new WatchedEndpoints({
    targets: {
      vantages,
      vantagesOf: () => vantages,
      limitsOf: () => [],
      isHurried: () => false,
      calmed: () => undefined,
    },
    onChecked: (_, __, outcome) => void details.push(outcome.details.tls?.chain.map(({ validTo }) => validTo)),
  });
  watched.put(monitorOf({}), NOW);
  const take = (vantage: string, validTo: number | null, verdict: 'up' | 'down' = 'up', at = NOW + 1_000) => {
    const certificate = { subject: '', issuer: '', names: [], validFrom: null, serial: '', fingerprint: '' };
    const session = { protocol: '', cipher: '', alpn: '', authorized: true };
    const reading: VantageReading = {
      vantage,
      at,
      durationMs: 10,
      verdict,
      failure: verdict === 'up' ? null : { code: 'timeout' },
      warning: null,
      phases: {},
      metrics: {},
      ...(validTo === null ? {} : { tls: { ...session, chain: [{ ...certificate, validTo }] } }),
    };
    return watched.take({ id: 'e', reading });
  };
  take('a', 3_000);
  take('b', 2_000);
  // It does not decide the verdict.
  take('c', 1_000, 'down');
  expect(details).toEqual([[2_000]]);
  // One that no longer reports may not know the renewed certificate.
  for (const at of [NOW + 3_600_000, NOW + 3_660_000]) {
    take('a', 4_000, 'up', at);
    take('c', 5_000, 'up', at);
  }
  expect(details).toEqual([[2_000], [4_000]]);
});
