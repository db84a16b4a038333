/** Prometheus as the engine: 10,000 endpoints at 5 simulated sites. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { EndpointInput } from '../../src/contract/model/endpoint.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { createResolver } from '../../src/engine/check/net/dns/resolve.ts';
import { createNodePorts } from '../../src/engine/node-ports.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import type { BenchCase, Report } from '../case.ts';
import { row } from '../case.ts';
import { ROOT } from '../harness/program.ts';
import { startFollowing, whyNoPrometheus, type Prometheus } from '../harness/prometheus.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import { STORE_WORKER_URL } from '../harness/store-worker-url.ts';

const ENDPOINTS = 10_000;
const SITES = 5;
const INTERVAL_MS = 60_000;
const EDITS = 5;
const EDIT_AIM_MS = 10_000;
const LAG_AIM_MS = 2_000;
const LINES_AIM = 1_000;
/** The files for `/probe` and `/metrics`, which any exporter needs, so they are not counted. */
const EXPORTER = new Set(['modules.ts', 'own-metrics.ts', 'probe-metrics.ts', 'probe-tls.ts', 'prober.ts']);

async function run({ bed, long, say }: Parameters<BenchCase['run']>[0]): Promise<Report> {
  const missing = whyNoPrometheus();
  if (missing !== '') return { rows: [], how: [], leftOut: [missing] };
  const ports = await startSites(bed);
  const dir = await bed.newDir('sites');
  const prometheus = await startFollowing(bed, `${dir}/*.json`);
  const engine = await startEngine(bed, join(dir, 'lookout.json'), prometheus.url);
  const lags: number[] = [];
  let listening = false;
  const waiting = new Map<string, (at: number) => void>();
  const seen = new Set<string>();
  engine.onPush(({ changes }) => {
    for (const change of changes) {
      if (change.type !== 'checked') continue;
      const { at, durationMs } = change.state.last;
      seen.add(change.id);
      if (listening) lags.push(Date.now() - at - durationMs);
      waiting.get(change.id)?.(at);
    }
  });
  const began = performance.now();
  await engine.syncFile(endpoints(), {
    vantages: ports.map((port, index) => ({ name: `site-${index + 1}`, address: `127.0.0.1:${port}` })),
  });
  say(`wrote the targets after ${formatNumber((performance.now() - began) / 1000)} s`);
  const until = began + 150_000;
  while (seen.size < ENDPOINTS && performance.now() < until) await sleep(500);
  const allMs = performance.now() - began;
  say(`first result of ${formatNumber(seen.size)} endpoints after ${formatNumber(allMs / 1000)} s`);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  const cpu = { prometheus: prometheus.cpuMs(), own: process.cpuUsage() };
  const from = performance.now();
  listening = true;
  delay.enable();
  await sleep(long ? 180_000 : 30_000);
  listening = false;
  delay.disable();
  const tookMs = performance.now() - from;
  const own = process.cpuUsage(cpu.own);
  const cores = {
    prometheus: (prometheus.cpuMs() - cpu.prometheus) / tookMs,
    // The thread of the simulated sites is part of this process.
    own: (own.user + own.system) / 1000 / tookMs,
  };

  const edits: number[] = [];
  for (let turn = 0; turn < EDITS; turn += 1) {
    edits.push(await editToSample(engine, waiting, turn));
    say(`edit ${turn + 1}: ${formatNumber((edits.at(-1) ?? 0) / 1000)} s`);
  }
  const lines = ownLines();
  const lag = quantile(lags, 0.95);
  return {
    rows: [
      row('from an edit to the first sample', formatSpread(spread(edits), 'ms'), {
        aim: `under ${formatNumber(EDIT_AIM_MS)} ms`,
        reached: Math.max(...edits) < EDIT_AIM_MS,
      }),
      row('from the end of a check to the push of its result, p95', `${formatNumber(lag)} ms`, {
        aim: `under ${formatNumber(LAG_AIM_MS)} ms`,
        reached: lag < LAG_AIM_MS,
      }),
      row('the same, median', `${formatNumber(quantile(lags, 0.5))} ms`),
      row('own code of the engine', `${formatNumber(lines)} lines`, {
        aim: `under ${formatNumber(LINES_AIM)}`,
        reached: lines < LINES_AIM,
      }),
      row(`from nothing to a result of all ${formatNumber(ENDPOINTS)} endpoints`, `${formatNumber(allMs / 1000)} s`),
      row('loop delay of Lookout, p99', `${formatNumber(delay.percentile(99) / 1e6)} ms`),
      row('CPU of Prometheus', `${formatNumber(cores.prometheus)} cores`),
      row('memory of Prometheus', `${formatNumber(prometheus.rssBytes() / 1e6)} MB`),
      row('CPU of Lookout and the simulated sites', `${formatNumber(cores.own)} cores`),
      row('memory of Lookout and the simulated sites', `${formatNumber(process.memoryUsage.rss() / 1e6)} MB`),
    ],
    how: [
      `The real Prometheus with ${formatNumber(ENDPOINTS)} endpoints, ${formatNumber(ENDPOINTS / SITES)} at each of ${SITES} sites, checked every ${INTERVAL_MS / 1000} s: ${formatNumber((ENDPOINTS * 1000) / INTERVAL_MS)} checks a second. The sites answer at once, in a thread beside Lookout. The store is SQLite in its worker thread, as in the app. ${formatNumber(lags.length)} results for the lag; ${EDITS} edits, one after the other. Lines are those of src/engine/prometheus/ without the exporter (\`/probe\` and how its series are named and read back, \`/metrics\`), of the verdict over vantage points, and of what connects it to the engine, without comments and blank lines. The code of the kinds that says what blackbox_exporter can check is not counted.`,
    ],
    leftOut: [],
  };
}

function endpoints(): readonly EndpointInput[] {
  return Array.from({ length: ENDPOINTS }, (_, index) => ({
    kind: 'http',
    name: `Site ${index}`,
    url: `https://site${index}.example/`,
    interval: `${INTERVAL_MS}ms`,
    vantages: [`site-${(index % SITES) + 1}`],
  }));
}

async function startSites(bed: Parameters<BenchCase['run']>[0]['bed']): Promise<readonly number[]> {
  const worker = new Worker(new URL('../processes/sites.ts', import.meta.url), { workerData: { sites: SITES } });
  bed.defer(async () => {
    await worker.terminate();
  });
  const [ports] = (await once(worker, 'message')) as [readonly number[]];
  return ports;
}

async function startEngine(
  bed: Parameters<BenchCase['run']>[0]['bed'],
  targetsFile: string,
  url: Prometheus['url'],
): Promise<Engine> {
  const log = () => undefined;
  const engine = createEngine({
    ports: createNodePorts({ log, notifier: () => undefined }),
    store: createSqliteStore({
      file: join(await bed.newDir('sites-data'), 'lookout.db'),
      workerUrl: STORE_WORKER_URL,
      log,
    }),
    host: { kind: 'headless', version: '0', platform: 'bench', dataDir: '', configFile: null, features: [] },
    resolver: createResolver(),
    prometheus: { url, targetsFile, vantageKey: 'a-key-that-the-vantage-points-share-with-each-other' },
  });
  bed.defer(() => engine.dispose());
  await engine.start();
  return engine;
}

/** Adds an endpoint, as a person does in the page, and waits for the push of its first result. */
async function editToSample(engine: Engine, waiting: Map<string, (at: number) => void>, turn: number): Promise<number> {
  const began = performance.now();
  const config = {
    kind: 'http',
    name: `New ${turn}`,
    url: `https://new${turn}.example/`,
    interval: `${INTERVAL_MS}ms`,
    vantages: ['site-1'],
  };
  const [endpoint] = await engine.request('endpoints.create', { endpoints: [config] });
  await new Promise<void>((resolve) => waiting.set(endpoint?.id ?? '', () => resolve()));
  return performance.now() - began;
}

function ownLines(): number {
  const folder = join(ROOT, 'src/engine/prometheus');
  const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts') && !EXPORTER.has(name));
  const more = ['src/engine/verdict/vantages.ts', 'src/engine/prometheus-parts.ts'].map((path) => join(ROOT, path));
  const lines = [...files.map((name) => join(folder, name)), ...more].flatMap((path) =>
    readFileSync(path, 'utf8').split('\n'),
  );
  return lines.filter((line) => !/^\s*(?:\/?\*|\/\/|$)/u.test(line)).length;
}

export const sites: BenchCase = {
  name: 'sites',
  title: 'Prometheus as the engine: 10,000 endpoints at 5 sites',
  run,
};
