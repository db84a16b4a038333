import { expect, test } from 'vitest';
import type { CheckOutcome, TlsDetails } from '../../contract/model/check.ts';
import { findKind } from '../check/registry.ts';
import { probeMetrics } from './probe-metrics.ts';
import type { PromSeries } from './query.ts';
import { CERTIFICATE_SERIES } from './probe-tls.ts';
import { readingsOf, selectorOf } from './readings.ts';

const OWN = {
  subject: 'CN=shop.example',
  issuer: 'CN=Authority, O=Example',
  names: ['DNS:shop.example', 'DNS:www.shop.example', 'IP Address:192.0.2.1'],
  validFrom: Date.UTC(2026, 9, 1),
  validTo: Date.UTC(2027, 0, 1),
  serial: '0A1B',
  fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
};
const TLS: TlsDetails = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  alpn: 'h2',
  authorized: true,
  chain: [OWN, { ...OWN, subject: 'CN=Authority', validTo: Date.UTC(2030, 0, 1), fingerprint: 'CD' }],
};

/** What `/probe` reports, as Prometheus answers it. */
async function seriesOf(details: CheckOutcome['details']): Promise<readonly PromSeries[]> {
  const kind = findKind('http');
  if (kind === undefined) throw new TypeError('Expected the kind http');
  const exporter = (await kind.loadExporter?.()) ?? null;
  const outcome = { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details };
  const check = { outcome, observed: {}, success: true, totalMs: 1 };
  return probeMetrics(kind, check, { exporter, fields: {} }).flatMap(({ name, samples }) =>
    samples.map(({ labels = {}, value }): PromSeries => ({
      labels: { ...labels, __name__: name, lookout_id: 'e', vantage: 'a' },
      samples: [[1000, value]],
    })),
  );
}

const tlsIn = (series: readonly PromSeries[]) => readingsOf(series, () => ({ measured: new Map() }))[0]?.reading.tls;

test('reads back what a vantage point reports about TLS', async () => {
  const read = { ...TLS, alpn: '', chain: [{ ...OWN, validFrom: null }] };
  expect(tlsIn(await seriesOf({ tls: TLS }))).toEqual(read);
  expect(tlsIn(await seriesOf({ tls: { ...TLS, authorized: false } }))).toEqual({ ...read, authorized: false });
});

test('reads the earliest expiry in the chain, and nothing without TLS', async () => {
  const validTo = Date.UTC(2026, 11, 24);
  const early = { ...TLS, chain: [OWN, { ...OWN, validTo }] };
  expect(tlsIn(await seriesOf({ tls: early }))?.chain[0]).toEqual({ ...OWN, validFrom: null, validTo });
  expect(tlsIn(await seriesOf({}))).toBeUndefined();
});

test('reads the certificate with the few series that decide a verdict, too', async () => {
  const names = selectorOf(false, []);
  for (const name of CERTIFICATE_SERIES) expect(names).toContain(name);
  const few = (await seriesOf({ tls: TLS })).filter(({ labels }) => names.includes(labels['__name__'] ?? ''));
  expect(tlsIn(few)).toMatchObject({ authorized: true, protocol: '', cipher: '', chain: [{ validTo: OWN.validTo }] });
});
