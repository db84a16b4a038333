/** A Lookout that reads VictoriaMetrics, with the same code as for Prometheus. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { available } from '../../../test/servers/process.ts';
import { serverFolder } from '../../../test/servers/server-folder.ts';
import {
  startVictoriaMetrics,
  VICTORIA_METRICS_PACKAGES,
  type VictoriaMetricsServer,
} from '../../../test/servers/victoria-metrics.ts';
import type { Engine } from '../../engine/engine.ts';
import { startEngine, startVantage, type VantageLookout } from '../testing/vantage-lookout.ts';

vi.setConfig({ testTimeout: 180_000 });

const WAIT = { timeout: 60_000, interval: 100 };
const SCRAPE_TOKEN = 'a-token-for-the-scraper';
const KEY = 'a-key-that-the-vantage-points-share-with-each-other';
const { skip, reason } = available(VICTORIA_METRICS_PACKAGES);

describe.skipIf(skip)(`beside VictoriaMetrics${reason}`, () => {
  let folder = '';
  let target: Server;
  let vantage: VantageLookout;
  let metrics: VictoriaMetricsServer;
  let lookout: Engine;
  let status = 200;

  beforeAll(async () => {
    folder = await serverFolder('targets');
    target = createServer((_, response) => response.writeHead(status).end('hello'));
    await once(target.listen(0, '127.0.0.1'), 'listening');
    vantage = await startVantage(KEY, SCRAPE_TOKEN);
    const job = {
      job_name: 'lookout',
      authorization: { credentials: SCRAPE_TOKEN },
      file_sd_configs: [{ files: [`${folder}/*.json`] }],
    };
    metrics = await startVictoriaMetrics(JSON.stringify([job]));
    const url = `http://127.0.0.1:${metrics.port}`;
    lookout = await startEngine({ prometheus: { url, targetsFile: join(folder, 'lookout.json'), vantageKey: KEY } });
    const endpoint = {
      kind: 'http',
      url: `http://127.0.0.1:${(target.address() as AddressInfo).port}/`,
      interval: '1s',
      timeout: '5s',
      retries: 0,
    };
    await lookout.syncFile([endpoint], { vantages: [{ name: 'site-a', address: vantage.address }] });
  });
  afterAll(async () => {
    target?.close();
    await Promise.all([metrics?.dispose(), lookout?.dispose(), vantage?.dispose()]);
    await rm(folder, { recursive: true, force: true });
  });

  test('an endpoint is up, goes down, and is unknown when its vantage point is silent', async () => {
    const summary = async () => {
      const state = (await lookout.request('app.snapshot', {})).endpoints[0]?.state;
      return { status: state?.status, failure: state?.last?.failure?.code ?? null };
    };
    await expect.poll(summary, WAIT).toEqual({ status: 'up', failure: null });
    status = 503;
    await expect.poll(summary, WAIT).toEqual({ status: 'down', failure: 'http.status' });
    const id = (await lookout.request('app.snapshot', {})).endpoints[0]?.endpoint.id ?? '';
    const range = () => ({ id, from: Date.now() - 60_000, to: Date.now(), points: 100 });
    await expect
      .poll(async () => (await lookout.request('vantages.history', range()))[0]?.verdict, WAIT)
      .toEqual(expect.arrayContaining(['up', 'down']));
    await vantage.dispose();
    await expect.poll(summary, WAIT).toEqual({ status: 'unknown', failure: 'local.vantage' });
  });
});
