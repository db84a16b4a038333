/** A Lookout beside the real Prometheus, which has other Lookouts check the endpoints. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { available } from '../../../test/servers/process.ts';
import { PROMETHEUS_PACKAGES, startPrometheus, type PrometheusServer } from '../../../test/servers/prometheus.ts';
import { serverFolder } from '../../../test/servers/server-folder.ts';
import type { Engine } from '../../engine/engine.ts';
import { createNodePorts } from '../../engine/node-ports.ts';
import { createSqliteStore } from '../../engine/store/sqlite-store.ts';
import { startEngine, startVantage, type VantageLookout } from '../testing/vantage-lookout.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Prometheus takes up to five seconds to follow its targets. */
const WAIT = { timeout: 60_000, interval: 100 };
const SCRAPE_TOKEN = 'a-token-for-prometheus';
const KEY = 'a-key-that-the-vantage-points-share-with-each-other';
const workerUrl = new URL('../../engine/store/sqlite-worker.ts', import.meta.url);
const PASSWORD = 'hunter2-of-the-endpoint';
const { skip, reason } = available(PROMETHEUS_PACKAGES);

describe.skipIf(skip)(`beside Prometheus${reason}`, () => {
  let vantage: VantageLookout;
  let lookout: Engine;
  let startLookout: () => Promise<Engine>;
  let prometheus: PrometheusServer;
  let target: Server;
  let folder = '';
  let file = '';
  let data = '';
  let status = 200;

  const stateOf = async () => (await lookout.request('app.snapshot', {})).endpoints[0]?.state;
  const idOf = async () => (await lookout.request('app.snapshot', {})).endpoints[0]?.endpoint.id ?? '';
  /** How many samples Prometheus has of a metric. */
  const count = async (metric: string): Promise<number> => {
    const [answer] = await ask(`sum(count_over_time(${metric}[10m]))`);
    return Number(answer?.value[1] ?? 0);
  };
  const ask = async (query: string) => {
    const url = `http://127.0.0.1:${prometheus.port}/metrics-of-all/api/v1/query`;
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ query }) });
    const answer = (await response.json()) as {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    return answer.data.result;
  };
  const summary = async () => {
    const state = await stateOf();
    return { status: state?.status, failure: state?.last?.failure?.code ?? null };
  };

  beforeAll(async () => {
    folder = await serverFolder('targets');
    file = join(folder, 'lookout.json');
    target = createServer((request, response) => {
      const isSignedIn = request.headers.authorization === `Basic ${btoa(`me:${PASSWORD}`)}`;
      response.writeHead(isSignedIn ? status : 401).end('hello');
    });
    await once(target.listen(0, '127.0.0.1'), 'listening');
    vantage = await startVantage(KEY, SCRAPE_TOKEN);
    const job = {
      job_name: 'lookout',
      authorization: { credentials: SCRAPE_TOKEN },
      file_sd_configs: [{ files: [`${folder}/*.json`] }],
    };
    prometheus = await startPrometheus(JSON.stringify([job]));
    const url = `http://127.0.0.1:${prometheus.port}/metrics-of-all`;
    data = await mkdtemp(join(tmpdir(), 'lookout-prometheus-'));
    const ports = createNodePorts({ log: () => undefined, notifier: () => undefined });
    const endpoint = {
      kind: 'http',
      name: 'Shop',
      url: `http://127.0.0.1:${(target.address() as AddressInfo).port}/`,
      username: 'me',
      password: PASSWORD,
      interval: '1s',
      timeout: '5s',
      retries: 0,
    };
    startLookout = async () => {
      const engine = await startEngine({
        ports,
        store: createSqliteStore({ file: join(data, 'lookout.db'), workerUrl, log: ports.log }),
        prometheus: { url, targetsFile: file, vantageKey: KEY },
      });
      await engine.syncFile([endpoint], { vantages: [{ name: 'site-a', address: vantage.address }] });
      return engine;
    };
    lookout = await startLookout();
  });
  afterAll(async () => {
    target?.close();
    await Promise.all([prometheus?.dispose(), lookout?.dispose(), vantage?.dispose()]);
    for (const one of [folder, data]) await rm(one, { recursive: true, force: true });
  });

  test('an endpoint is up, goes down and comes back', async () => {
    await expect.poll(summary, WAIT).toEqual({ status: 'up', failure: null });
    expect((await stateOf())?.last?.phases).toMatchObject({ connect: expect.any(Number), wait: expect.any(Number) });
    status = 503;
    await expect.poll(summary, WAIT).toEqual({ status: 'down', failure: 'http.status' });
    status = 200;
    await expect.poll(summary, WAIT).toEqual({ status: 'up', failure: null });
    const [incident] = (await lookout.request('app.snapshot', {})).incidents;
    expect(incident).toMatchObject({ cause: { code: 'http.status', params: { vantage: 'site-a' } } });
    expect(incident?.resolvedAt).not.toBeNull();
  });

  test('the file of the targets has no secret, and is written only when it changes', async () => {
    const text = await readFile(file, 'utf8');
    const labels = {
      vantage: 'site-a',
      lookout_config: expect.stringMatching(/^[0-9a-f]{8}$/u),
      __scrape_interval__: '1000ms',
    };
    expect(JSON.parse(text)).toMatchObject([{ labels }]);
    expect(text).not.toContain(PASSWORD);
    const before = await stat(file);
    const ids = [await idOf()];
    await lookout.request('endpoints.pause', { ids });
    await expect.poll(() => readFile(file, 'utf8'), WAIT).toBe('[\n\n]\n');
    await lookout.request('endpoints.resume', { ids });
    await expect.poll(async () => JSON.parse(await readFile(file, 'utf8')) as unknown, WAIT).toHaveLength(1);
    expect((await stat(file)).ino).not.toBe(before.ino);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('no vantage point can check now', async () => {
    const { sources } = await lookout.request('app.snapshot', {});
    expect(sources[0]?.capabilities.checkNow).toBe(false);
    expect(await lookout.request('endpoints.checkNow', { ids: [await idOf()] })).toEqual([]);
  });

  test('the findings of a vantage point are in its state and in its history', async () => {
    const ids = [await idOf()];
    await expect
      .poll(() => lookout.request('vantages.states', { ids }), WAIT)
      .toMatchObject({
        vantages: ['site-a'],
        endpoints: [{ id: ids[0], states: [{ vantage: 'site-a', verdict: 'up', failure: null }] }],
      });
    const now = Date.now();
    const range = { id: ids[0] ?? '', from: now - 60_000, to: now + 1_000, points: 1_000 };
    const [history] = await lookout.request('vantages.history', range);
    expect(history).toMatchObject({ vantage: 'site-a', step: 1_000 });
    // The outage of the first test lasted for about a second.
    expect(history?.verdict).toEqual(expect.arrayContaining(['up', 'down']));
    expect(history?.durationMs[history.verdict.indexOf('down')]).toBeNull();
    expect(history?.durationMs[history.verdict.indexOf('up')]).toBeGreaterThan(0);
    const [coarse] = await lookout.request('vantages.history', { ...range, points: 1 });
    expect(coarse?.verdict).toContain('down');
  });

  test('the queries for Grafana in the documentation have answers', async () => {
    const document = await readFile(new URL('../../../docs/prometheus.md', import.meta.url), 'utf8');
    const queries = [...document.matchAll(/^```promql\n(?<query>[^`]+?)\n```$/gmu)].flatMap(
      ({ groups }) => groups?.['query'] ?? [],
    );
    expect(queries).toHaveLength(4);
    for (const query of queries) {
      // Grafana fills in the variables of a dashboard.
      const filled = query.replaceAll('$target', '.+').replaceAll('$__rate_interval', '1m');
      await expect.poll(() => ask(filled), { ...WAIT, message: query }).not.toEqual([]);
    }
    const phases = await ask(queries[0]?.replaceAll('$target', '.+').replaceAll('$__rate_interval', '1m') ?? '');
    const names = phases.map(({ metric }) => metric['phase']);
    expect(names).toEqual(expect.arrayContaining(['connect', 'processing', 'resolve', 'tls', 'transfer']));
  });

  test('an outage while Lookout did not run is in the history when it runs again', async () => {
    const failed = await count('probe_failure_info');
    await lookout.dispose();
    status = 404;
    await expect.poll(() => count('probe_failure_info'), WAIT).toBeGreaterThan(failed);
    status = 200;
    const probed = await count('probe_success');
    await expect.poll(() => count('probe_success'), WAIT).toBeGreaterThan(probed + 5);
    lookout = await startLookout();
    await expect.poll(summary, WAIT).toEqual({ status: 'up', failure: null });
    const { incidents } = await lookout.request('app.snapshot', {});
    expect(incidents).toHaveLength(2);
    for (const { resolvedAt } of incidents) expect(resolvedAt).not.toBeNull();
  });

  test('a vantage point that does not answer says nothing about the endpoint', async () => {
    await expect.poll(summary, WAIT).toEqual({ status: 'up', failure: null });
    await vantage.dispose();
    await expect.poll(summary, WAIT).toEqual({ status: 'unknown', failure: 'local.vantage' });
  });

  test('a notice appears when Prometheus does not answer', async () => {
    await prometheus.dispose();
    const reasons = async () =>
      (await lookout.request('app.snapshot', {})).notices.map(({ params }) => params?.['reason']);
    await expect.poll(reasons, WAIT).toEqual(['unreachable']);
  });
});
