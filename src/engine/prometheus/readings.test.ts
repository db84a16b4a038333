import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusQueries, type PromSeries } from './query.ts';
import { readingsOf, selectorOf } from './readings.ts';

const MEASURED = new Map([
  ['probe_http_duration_seconds connect', { is: 'phase', name: 'connect', factor: 1000 }],
] as const);

function series(name: string, samples: PromSeries['samples'], more: Readonly<Record<string, string>> = {}): PromSeries {
  return { labels: { __name__: name, lookout_id: 'e', vantage: 'a', ...more }, samples };
}

const read = (...all: PromSeries[]) => readingsOf(all, (id) => (id === 'e' ? { measured: MEASURED } : null));

test('a probe that succeeded is up, with its phases', () => {
  const found = read(
    series('up', [[1000, 1]]),
    series('probe_success', [[1000, 1]]),
    series('probe_duration_seconds', [[1000, 0.25]]),
    series('probe_http_duration_seconds', [[1000, 0.1]], { phase: 'connect' }),
  );
  expect(found).toMatchObject([
    {
      id: 'e',
      reading: { vantage: 'a', at: 1000, verdict: 'up', durationMs: 250, failure: null, phases: { connect: 100 } },
    },
  ]);
});

test('a probe that failed is down, with its code', () => {
  const failed = series('probe_failure_info', [[1000, 1]], { code: 'timeout', phase: 'connect' });
  const [found] = read(series('probe_success', [[1000, 0]]), failed);
  expect(found?.reading).toMatchObject({
    verdict: 'down',
    failure: { code: 'timeout', phase: 'connect', params: { vantage: 'a' } },
  });
  const [unsaid] = read(series('probe_success', [[1000, 0]]));
  expect(unsaid?.reading.failure?.code).toBe('probe.failed');
});

test('a scrape that failed is unknown, and one that says nothing is no reading', () => {
  expect(read(series('up', [[1000, 0]]))).toMatchObject([
    { reading: { verdict: 'unknown', failure: { code: 'local.vantage' } } },
  ]);
  expect(read(series('up', [[1000, 1]]))).toEqual([]);
  expect(read(series('probe_success', [[1000, 1]], { lookout_id: 'removed' }))).toEqual([]);
});

test('samples from before an edit are apart from those after it', () => {
  const before = { lookout_config: 'before' };
  const all = [
    series('probe_success', [[1000, 0]], before),
    series('probe_success', [[2000, 1]], { lookout_config: 'now' }),
  ];
  const found = readingsOf(all, (_, vantage, config) =>
    vantage === 'a' && config === 'now' ? { measured: MEASURED } : null,
  );
  expect(found.map(({ reading }) => reading.verdict)).toEqual(['up']);
});

test('readings are in the order of time', () => {
  const found = read(
    series('probe_success', [
      [2000, 1],
      [3000, 0],
    ]),
    series('probe_success', [[1000, 1]], { vantage: 'b' }),
  );
  expect(found.map(({ reading }) => reading.at)).toEqual([1000, 2000, 3000]);
});

test('a page instead of an answer is not of Prometheus', async () => {
  const server = createServer((_, response) => response.end('<html>Sign in</html>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prometheus`;
  const queries = new PrometheusQueries({ url, signal: new AbortController().signal });
  await expect(queries.samples('up', 1000)).rejects.toThrow(`What answers at ${url} is not Prometheus`);
});

test('the mark that a series has ended is no sample', async () => {
  const result = [
    {
      metric: { __name__: 'probe_success' },
      values: [
        [1, '1'],
        [2, 'NaN'],
        [3, null],
      ],
    },
  ];
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } })),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const queries = new PrometheusQueries({ url, signal: new AbortController().signal });
  const selector = selectorOf(true, []);
  expect(await queries.samples(selector, 1000)).toEqual([
    { labels: { __name__: 'probe_success' }, samples: [[1000, 1]] },
  ]);
  await expect(queries.range('a', 0, 20_000_000, 1000)).rejects.toThrow(RangeError);
});
