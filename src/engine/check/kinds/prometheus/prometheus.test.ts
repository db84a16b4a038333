import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available } from '../../../../../test/servers/process.ts';
import { PROMETHEUS_PACKAGES, startPrometheus, type PrometheusServer } from '../../../../../test/servers/prometheus.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const all = { wanted: new Set(['ROWS', 'VALUE']) };
const { skip, reason } = available(PROMETHEUS_PACKAGES);

describe.skipIf(skip)(`against Prometheus${reason}`, () => {
  let server: PrometheusServer;

  beforeAll(async () => {
    server = await startPrometheus();
  });

  afterAll(() => server?.dispose());

  function check(query: string, fields: Omit<EndpointInput, 'kind'> = {}) {
    const input = { kind: 'prometheus', host: '127.0.0.1', port: server.port, path: '/metrics-of-all/', query };
    return checkOnce({ ...input, ...fields }, all);
  }

  it('evaluates a scalar, a vector, a text and a range', async () => {
    await expect
      .poll(() => check('1 + 1'))
      .toMatchObject({
        failure: null,
        metrics: { value: 2, series: 1 },
        details: { value: '2' },
        observed: { VALUE: 2 },
      });
    const vector = 'label_replace(vector(7), "job", "a", "", "") or label_replace(vector(8), "job", "b", "", "")';
    expect((await check(vector)).observed).toEqual({
      VALUE: 7,
      ROWS: [
        { job: 'a', value: 7 },
        { job: 'b', value: 8 },
      ],
    });
    expect(await check('"text"')).toMatchObject({ failure: null, metrics: { series: 1 }, observed: { VALUE: 'text' } });
    await expect.poll(() => check('test:answer[1m]')).toMatchObject({ observed: { VALUE: 42 } });
  });

  it('has no value without series, and no metric for a text', async () => {
    expect(await check('absent_metric')).toMatchObject({
      failure: null,
      metrics: { series: 0 },
      observed: { ROWS: [] },
    });
    const { metrics, observed } = await check('vector(0) / 0');
    expect([metrics, observed?.['VALUE']]).toEqual([{ series: 1 }, 'NaN']);
  });

  it('measures the phases', async () => {
    expect(Object.keys((await check('1')).phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('fails for an invalid query', async () => {
    const { failure } = await check('sum(');
    expect(failure).toMatchObject({
      code: 'query.failed',
      message: 'The server refused the query: invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
      raw: 'bad_data',
    });
  });

  it('fails for another path', async () => {
    const { failure } = await check('1', { path: '' });
    expect(failure).toMatchObject({ code: 'service.answer', message: 'The answer is not a valid answer of this API.' });
  });
});

describe('credentials', () => {
  it.each([
    [{ username: 'me', password: 'secret' }, `Basic ${Buffer.from('me:secret').toString('base64')}`],
    [{ token: 'abc', username: 'me' }, 'Bearer abc'],
    [{}, undefined],
  ] as const)('%j', async (fields, expected) => {
    let got: IncomingMessage['headers'] = {};
    const server = createServer((request, response) => {
      got = request.headers;
      response.writeHead(401).end('no');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { failure } = await checkOnce({ kind: 'prometheus', host: '127.0.0.1', port, ...fields });
    server.close();
    expect(got.authorization).toBe(expected);
    expect(failure).toMatchObject({ code: 'auth.failed', raw: 'no' });
    expect(JSON.stringify(failure)).not.toMatch(/secret|abc/u);
  });
});

describe('parse', () => {
  it('reads the path and the credentials', () => {
    const fields = { host: 'p', port: 9090, path: 'prom', username: 'me', password: 'x' };
    expect(findKind('prometheus')?.parse('prometheus://me:x@p/prom')).toEqual({ kind: 'prometheus', ...fields });
  });
});
